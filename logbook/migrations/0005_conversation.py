from django.db import migrations, models
from django.db.models import F


def old_notes_are_read(apps, schema_editor):
    """What was noted before there was a place to read it in does not wait in that place."""
    sessions = apps.get_model("logbook", "Session").objects
    sessions.exclude(note="").update(note_read_at=F("finished_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("logbook", "0004_desk"),
        ("people", "0004_desk"),
        ("programs", "0003_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="note_read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("by", None), ("read_at", None)),
                fields=["patient"],
                name="message_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(
                    ("logged_by", None),
                    ("note_read_at", None),
                    models.Q(("note", ""), _negated=True),
                ),
                fields=["patient"],
                name="session_note_waiting",
            ),
        ),
        migrations.RunPython(old_notes_are_read, migrations.RunPython.noop),
    ]
