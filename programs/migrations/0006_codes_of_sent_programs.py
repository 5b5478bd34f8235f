import secrets

from django.db import migrations

LETTERS = "0123456789ABCDEFGHJKMNPQRSTUVWXYZ"


def make_first_codes(apps, schema_editor):
    """Programs were sent without one while the first print made it; now sending does."""
    patients = apps.get_model("people", "Patient").objects
    codes = apps.get_model("people", "AccessCode").objects
    without = patients.filter(merged_into=None, erased_at=None, access_codes=None)
    for patient in without.filter(program_versions__status="sent").distinct():
        letters = "".join(secrets.choice(LETTERS) for _ in range(8))
        codes.create(patient=patient, handout_code=letters)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_audit"),
        ("programs", "0005_template_changed_default"),
    ]

    operations = [migrations.RunPython(make_first_codes, migrations.RunPython.noop)]
