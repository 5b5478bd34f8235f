"""What every answer says of itself, what is no page, and how production speaks on the wire."""

import json

import pytest

from tests.test_settings import GOOD_SECRET, start

ADDRESSES = ["/stretches/", "/admin/login/", "/nowhere/", "/static/favicon.svg", "/static/js/me.js"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_frames_it_or_reads_it_from_another_site(client, library, address):
    answer = client.get(address, headers={"Origin": "https://evil.example"}, follow=True)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "address", [*ADDRESSES, "/healthz", "/service-worker.js", "/manifest.webmanifest"]
)
def test_its_letters_are_utf_8(client, library, address):
    kind = client.get(address, follow=True).headers["Content-Type"].replace('"', "")
    # JSON is UTF-8 by its own standard.
    assert kind.endswith("charset=utf-8") or kind in {
        "application/json",
        "application/manifest+json",
    }


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/manage.py",
        "/clinic/settings.py",
        "/var/homestretch.sqlite3",
        "/static/",
        "/static/js/",
        "/static/../clinic/settings.py",
        "/static/%2e%2e/clinic/settings.py",
        "/media/",
        "/accounts/",
    ],
)
def test_files_and_folders_are_no_pages(client, db, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [*ADDRESSES, "/healthz", "/", "/accounts/login/"])
def test_trace_echoes_nothing(client, library, address):
    answer = client.generic("TRACE", address, headers={"X-Secret": "echo-4711"})
    assert "echo-4711" not in b"".join(answer).decode()
    assert "echo-4711" not in str(answer.headers)


def test_what_stands_in_the_address_is_no_answer_to_a_form(client, library):
    """Of a name sent twice the last counts; a form reads the body alone."""
    answer = client.post("/go/?birth_year=1950&handout_code=KDM47TQ2", {"birth_year": ["1", "2"]})
    assert answer.status_code == 422
    assert 'value="2"' in answer.text
    assert "KDM47TQ2" not in answer.text


ASK = """
import django, json; django.setup()
from django.conf import settings as s
from django.contrib.auth.hashers import get_hasher
from django.test import Client
s.ALLOWED_HOSTS = ["testserver"]
plain, safe = Client().get("/healthz"), Client().get("/healthz", secure=True)
names = "SESSION_COOKIE CSRF_COOKIE".split()
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]],
    "hsts": safe["Strict-Transport-Security"],
    "cookies": [[getattr(s, f"{n}_{x}") for x in ("NAME", "SECURE", "SAMESITE")] for n in names],
    "http_only": s.SESSION_COOKIE_HTTPONLY,
    "hasher": [get_hasher().algorithm, get_hasher().iterations],
}))
"""


def test_production_speaks_https_alone(tmp_path):
    env = {"SECRET_KEY": GOOD_SECRET, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    said = json.loads(start(ASK, **env).stdout)
    assert said["plain"] == [301, "https://testserver/healthz"]
    assert said["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert said["cookies"] == [
        ["__Host-sessionid", True, "Lax"],
        ["__Host-csrftoken", True, "Lax"],
    ]
    assert said["http_only"] is True
    algorithm, iterations = said["hasher"]
    assert algorithm == "pbkdf2_sha256"
    assert iterations >= 600_000


def test_nobody_gets_more_tries_by_naming_another_address(client, library):
    """Without BEHIND_PROXY=true nothing is believed that only a proxy may say."""
    wrong = {"handout_code": "KDM47TQ2", "birth_year": 1950}
    asked = [
        client.post("/go/", wrong, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
        for n in range(11)
    ]
    assert asked == [422] * 10 + [429]
