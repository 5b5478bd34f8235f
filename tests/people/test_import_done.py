from django.urls import reverse

from people.models import ImportRun
from tests.factories import make_patient
from tests.people.lists import press_import, send


def test_it_says_what_was_done_and_keeps_no_row(as_user, therapist):
    make_patient(therapist=therapist, name="Maria Delgado", birth_year=1968, email="m@x.test")
    client = as_user(therapist)
    run = send(
        client,
        ["Name", "Born", "Email"],
        ["Alma Reyes", "1966", "alma@x.test"],
        ["", "1966", ""],
        ["Maria Delgado", "1968", "m@x.test"],
    )
    page = client.get(press_import(client, run).url).content.decode()
    assert "1 patient added" in page
    assert page.index("Skipped, same person") < page.index("rows 4") < page.index("rows 3")
    assert "1 patient of this list has an email and is not invited yet." in page
    run = ImportRun.objects.get()
    assert (run.rows, run.header, run.skipped, run.left_out) == ([], [], [4], [3])
    assert "Alma" not in str(vars(run))


def test_before_the_import_it_leads_back(as_user, therapist):
    run = send(as_user(therapist), ["Name"], ["Bo"])
    answer = as_user(therapist).get(reverse("import_done", args=[run.code]))
    assert answer.url == reverse("import_dry_run", args=[run.code])


def test_nobody_elses(as_user, therapist, colleague):
    run = send(as_user(therapist), ["Name"], ["Bo"])
    press_import(as_user(therapist), run)
    assert as_user(colleague).get(reverse("import_done", args=[run.code])).status_code == 404
