"""Every URL of the admin, by every role: it exists for clinic admins and the operator alone, holds
no patient's data, and shows a clinic admin nothing of another clinic.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from exercises.models import Exercise, Picture, StretchParameters, Wording
from people.models import Notice, StopSignList
from tests.factories import MOBILITY, make_exercise
from tests.test_access import NOT_SIGNED_IN, ROLES, make_picture
from tests.test_access import world as world

DESK = {"clinic_admin", "other_admin", "operator"}
MODELS = {
    "people_notice": Notice,
    "people_stopsignlist": StopSignList,
    "exercises_exercise": Exercise,
    "exercises_picture": Picture,
    "exercises_stretchparameters": StretchParameters,
    "exercises_wording": Wording,
}
THEIRS = "canary-of-the-other-clinic"


def names(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from names(entry)
        elif entry.name:
            yield entry.name


def admin_names():
    (admin,) = [e for e in get_resolver().url_patterns if getattr(e, "app_name", "") == "admin"]
    return sorted(set(names(admin)))


@pytest.fixture
def theirs(world, other_clinic):
    """The other clinic's words, numbers and picture, with a canary in each text."""
    exercise = make_exercise("their-stretch", clinic=other_clinic, name=THEIRS)
    return {
        "exercises_exercise": exercise,
        "exercises_wording": exercise.wordings.get(),
        "exercises_picture": make_picture(exercise, "olive", clinic=other_clinic, alt=THEIRS),
        "exercises_stretchparameters": StretchParameters.objects.create(
            clinic=other_clinic, exercise=exercise, **MOBILITY
        ),
    }


def addresses(name, theirs):
    """(address, whether it is the other clinic's) for each row of the model this name is about."""
    stem = stem_of(name)
    for kwargs in [{}, {"app_label": "exercises"}]:
        try:
            return [(reverse(f"admin:{name}", kwargs=kwargs), False)]
        except NoReverseMatch:
            continue
    foreign = theirs[stem].pk if stem in theirs else None
    more = {"number": 1} if name.endswith("_revert") else {}
    return [
        (reverse(f"admin:{name}", kwargs={"object_id": pk} | more), pk == foreign)
        for pk in MODELS[stem].objects.order_by("pk").values_list("pk", flat=True)
    ]


def stem_of(name):
    return next((stem for stem in MODELS if name.startswith(stem)), "desk")


@pytest.mark.parametrize("stem", ["desk", *MODELS])
def test_the_desk_is_for_those_who_edit_words(world, theirs, stem):
    problems = []
    for name in [name for name in admin_names() if stem_of(name) == stem]:
        found = addresses(name, theirs)
        for role in ROLES:
            # Rows differ for the clinic's admin alone; to the others one is like the next.
            for address, is_theirs in found if role == "clinic_admin" else found[:1]:
                for method in ("get", "post"):
                    problems += try_door(world, role, method, name, address, is_theirs)
    assert problems == []


def try_door(world, role, method, name, address, is_theirs):
    """What is wrong with the answer, as lines."""
    answer, body = ask(world, role, method, address)
    status = answer.status_code
    signs_out = name == "logout" and status in {302, 405}
    if role in NOT_SIGNED_IN:
        fine = signs_out or (status == 302 and "login" in answer.headers["Location"])
    elif role not in DESK:
        fine = signs_out or status == 404
    elif role == "clinic_admin" and is_theirs:
        fine = status in {302, 403, 404, 405}
    else:
        fine = status < 500
    theirs = [] if role in {"operator", "other_admin"} else [THEIRS]
    words = [*world.canaries.values(), *theirs]
    lines = [f"{role} {method} {address}: sees {word}" for word in words if word in body]
    return lines if fine else [f"{role} {method} {address}: {status}", *lines]


def ask(world, role, method, address):
    client = Client()
    if person := world.people[role]:
        client.force_login(getattr(person, "user", None) or person)
    with transaction.atomic():
        answer = getattr(client, method)(address)
        body = answer.getvalue().decode(errors="replace")
        transaction.set_rollback(True)
    return answer, body
