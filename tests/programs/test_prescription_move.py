import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.models import Program
from tests.factories import MOBILITY, REGIONS, make_exercise, make_version
from tests.programs.page import fields, open_page, press, slugs


@pytest.fixture
def draft(patient):
    exercises = [
        make_exercise(slug, region=region)
        for slug, region in [
            ("roll", "upper-back"), ("needle", "upper-back"),
            ("press", "lower-back"), ("book", "lower-back"), ("glute", "hips"),
        ]
    ]  # fmt: skip
    return make_version(patient, *exercises, sent=False)


def row(draft, slug):
    return draft.prescriptions.get(variation__exercise__slug=slug)


@pytest.mark.parametrize(
    ("slug", "direction", "order"),
    [
        ("needle", "up", ["needle", "roll", "press", "book", "glute"]),
        ("press", "down", ["roll", "needle", "book", "press", "glute"]),
        ("needle", "down", ["roll", "needle", "press", "book", "glute"]),
        ("press", "up", ["roll", "needle", "press", "book", "glute"]),
        ("glute", "up", ["roll", "needle", "press", "book", "glute"]),
    ],
)
def test_a_stretch_moves_inside_its_region_only(
    as_user, therapist, patient, draft, slug, direction, order
):
    client = as_user(therapist)
    answer = press(client, patient, "prescription_move", row=row(draft, slug), direction=direction)
    assert answer.status_code == 302
    assert slugs(patient) == order


def test_the_moved_rows_button_is_there_to_keep_the_focus(as_user, therapist, patient, draft):
    needle = row(draft, "needle")
    answer = press(
        as_user(therapist), patient, "prescription_move", row=needle, direction="up", htmx=True
    )
    page = answer.content.decode()
    assert f'id="up-{needle.code}"' in page
    assert "disabled" not in page.split(f'id="up-{needle.code}"')[1].split(">")[0].replace(
        'aria-disabled="true"', ""
    )


def test_typed_text_is_saved_with_the_move(as_user, therapist, patient, draft):
    press_up = row(draft, "press")
    typed = {f"{press_up.code}-note": "Hips down."}
    client = as_user(therapist)
    press(client, patient, "prescription_move", row=row(draft, "needle"), direction="up", **typed)
    press_up.refresh_from_db()
    assert press_up.note == "Hips down."


def test_a_stale_page_is_409_and_moves_nothing(as_user, therapist, colleague, patient, draft):
    page = open_page(as_user(therapist), patient)
    book = row(draft, "book")
    press(as_user(colleague), patient, "prescription_move", row=book, direction="up")
    before = slugs(patient)
    client = as_user(therapist)
    answer = press(
        client, patient, "prescription_move", page, row=row(draft, "needle"), direction="up"
    )
    assert answer.status_code == 409
    assert slugs(patient) == before
    again = fields(answer)
    press(client, patient, "prescription_move", again, row=row(draft, "needle"), direction="up")
    assert slugs(patient) == ["needle", "roll", "book", "press", "glute"]


def test_a_foreign_row_is_404(as_user, therapist, patient, other_patient, draft):
    foreign = make_version(other_patient, make_exercise(), sent=False).prescriptions.get()
    client = as_user(therapist)
    answer = press(client, patient, "prescription_move", row=foreign, direction="up")
    assert answer.status_code == 404
    own = row(draft, "needle")
    assert press(client, patient, "prescription_move", row=own).status_code == 302


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, draft):
    data = open_page(as_user(therapist), patient)
    client = as_user(outsider)
    answer = press(client, patient, "prescription_move", data, row=row(draft, "book"))
    assert answer.status_code == 404


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("add"), st.sampled_from(sorted(REGIONS))),
            st.tuples(st.sampled_from(["up", "down", "remove"]), st.integers(0, 20)),
        ),
        max_size=12,
    )
)
def test_no_sequence_of_acts_breaks_the_region_order(patient, acts):
    Program.objects.filter(patient=patient).update(status="ended", ended_on="2026-01-01")
    draft = Program.open_for(patient).open_draft()
    for act, what in acts:
        rows = list(draft.prescriptions.in_region_order())
        if act == "add":
            way = make_exercise(region=what).variations.get()
            draft.prescribe(way, revision=draft.revision, **MOBILITY)
        elif rows and act == "remove":
            draft.remove(rows[what % len(rows)], revision=draft.revision)
        elif rows:
            draft.move(rows[what % len(rows)], up=act == "up", revision=draft.revision)
        orders = [row.exercise.region.order for row in draft.prescriptions.in_region_order()]
        assert orders == sorted(orders)
