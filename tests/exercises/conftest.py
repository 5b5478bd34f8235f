"""The shipped library, seeded once a run: 700 queries become 20 in each test that needs it."""

import pytest
from django.core.management import call_command
from django.db import transaction

from exercises.models import (
    Exercise,
    ParametersWording,
    Region,
    StretchParameters,
    Variation,
    Wording,
)
from people.models import Notice, NoticeText, PrecautionTag
from programs.models import Template, TemplateItem

NOTICES = (Notice, NoticeText)
SHIPPED = (
    *(Region, PrecautionTag, Exercise, Variation, Variation.precautions.through),
    *(StretchParameters, ParametersWording, Wording),
    *(StretchParameters.history.model, ParametersWording.history.model, Wording.history.model),
    *(Template, TemplateItem, *NOTICES),
)


@pytest.fixture(scope="session")
def shipped_rows(django_db_setup, django_db_blocker):
    """Every row that seeding an empty database makes; the database is left empty."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_library", verbosity=0)
        rows = {model: list(model._base_manager.all()) for model in SHIPPED}
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def library(shipped_rows):
    """The shipped stretches, parameters, notice and templates, as `seed_library` leaves them."""
    if Region.objects.exists() or PrecautionTag.objects.exists():
        call_command("seed_library", verbosity=0)
        return
    keep_notice = Notice.objects.exists()
    for model, rows in shipped_rows.items():
        if not (keep_notice and model in NOTICES):
            model._base_manager.bulk_create(rows)
