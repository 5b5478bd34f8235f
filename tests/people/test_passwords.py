"""Which passwords somebody may choose, and that each counts as it was typed."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.models import User
from tests.factories import make_user

LONG = " Ein langer Satz über den Garten, 91 Zeichen lang, mit Leerzeichen an beiden Enden: ja! 🌱 "


@pytest.mark.parametrize(
    "password",
    [
        "sunshine2026!",
        "1qaz2wsx3edc",
        "S.u.n.s.h.i.n.e.1",
        "Homestretch!2026",
        "physical therapy 1",
        "stretch-clinic-99",
        "Maria1957!!!",
        "delgado.delgado",
        "7777777777",
        "short one",
    ],
)
def test_easy_ones_are_refused(password):
    maria = User(email="m.delgado@example.org", name="Maria Delgado")
    with pytest.raises(ValidationError):
        validate_password(password, maria)


@pytest.mark.parametrize(
    "password",
    [
        "kneel in the garden",
        "my homestretch begins at seven",
        "correcthorsebattery",
        "ДваСлова на столе",
        "%&(/)=?!+-.",
        LONG,
    ],
)
def test_any_letters_and_signs_do(password):
    validate_password(password, User(email="m.delgado@example.org", name="Maria Delgado"))


def test_it_counts_as_it_was_typed(client, db):
    """64 and more, blanks at the ends and capitals included; cut or changed it is another one."""
    make_user("maria@example.org", LONG)
    sign_in = reverse("account_login")
    for wrong in (LONG.strip(), LONG.lower(), LONG[:72]):
        assert (
            client.post(sign_in, {"login": "maria@example.org", "password": wrong}).status_code
            == 422
        )
    assert client.post(sign_in, {"login": "maria@example.org", "password": LONG}).status_code == 302


def test_the_box_hides_it_and_lets_a_password_manager_fill_it(client, db):
    page = client.get(reverse("account_login")).text
    (box,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in box
    assert 'autocomplete="current-password"' in box
    assert "onpaste" not in page
