from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from people.models import ImportRun


def test_lists_are_erased_after_a_day(therapist, capsys):
    for hours in (23, 25):
        run = ImportRun.objects.create(clinic=therapist.clinic, by=therapist, file_name=str(hours))
        made = timezone.now() - timedelta(hours=hours)
        ImportRun.objects.filter(pk=run.pk).update(created_at=made)
    call_command("forget_imports")
    assert [run.file_name for run in ImportRun.objects.all()] == ["23"]
    assert capsys.readouterr().out == "Lists erased: 1.\n"
