"""The modes: production is the default and refuses to start unsafely. Each case is a real start."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD_SECRET = "kR7" + "abcdefghijklmnopqrstuvwxyz0123456789" + "ABCDEFGHIJKLMNOP"


SAY = (
    "from django.conf import settings as s;"
    "print(s.MODE, s.DEBUG, s.SESSION_COOKIE_NAME, s.DATABASES['default']['ENGINE'])"
)


def start(code=SAY, **env):
    """Run code in a process of its own with only these settings; return the process."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            code,
        ],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "clinic.settings",
        }
        | env,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "django-insecure-" + "x" * 60},
        {"SECRET_KEY": "change-me-" + "x" * 60},
        {"SECRET_KEY": "x" * 60},
        {"SECRET_KEY": GOOD_SECRET, "DEBUG": "true"},
        {"SECRET_KEY": GOOD_SECRET, "HOMESTRETCH_MODE": "staging"},
    ],
)
def test_production_refuses_to_start_unsafely(env):
    started = start(**env)
    assert started.returncode != 0
    assert "ImproperlyConfigured" in started.stderr


def test_production_is_the_default_mode():
    started = start(SECRET_KEY=GOOD_SECRET)
    assert started.stderr == ""
    assert started.stdout.split()[:3] == ["production", "False", "__Host-sessionid"]


def test_no_setting_takes_the_second_factor_from_production():
    say = SAY.split(";")[0] + ";print(s.SECOND_FACTOR_FOR_STAFF, repr(s.SECOND_FACTOR_EXEMPT))"
    off = {"SECOND_FACTOR_FOR_STAFF": "0", "SECOND_FACTOR_EXEMPT": "@example.org"}
    assert start(say, SECRET_KEY=GOOD_SECRET, **off).stdout.split() == ["True", "''"]
    assert start(say, HOMESTRETCH_MODE="demo").stdout.split() == ["True", "'@demo.test'"]


def test_database_url_switches_to_postgresql():
    started = start(SECRET_KEY=GOOD_SECRET, DATABASE_URL="postgres://someone@/db")
    assert started.stdout.split()[3] == "django.db.backends.postgresql"


def test_what_was_acknowledged_survives_a_power_cut(tmp_path):
    """Everywhere but in tests: FULL is what a simulated power cut lost nothing with."""
    read = (
        "import django; django.setup(); from django.db import connection as c;"
        "cursor = c.cursor(); cursor.execute('PRAGMA synchronous'); print(cursor.fetchone()[0])"
    )
    env = {"SECRET_KEY": GOOD_SECRET, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    assert start(read, **env).stdout.strip() == "2"


def test_demo_has_plain_cookies_and_a_secret_of_its_own():
    assert start(HOMESTRETCH_MODE="demo").stdout.split()[:3] == ["demo", "False", "sessionid"]
