"""Texts that would be more than text, and where people can write them."""

from contextlib import suppress

from django.apps import apps
from django.db import IntegrityError, models, transaction

MARK = "injected"  # each payload makes an element with this class, or opens a dialog
PAYLOADS = [
    f"<b class={MARK}>x</b>",
    f"<script class={MARK}>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    f"'><i class={MARK}>",
    f'"><i class={MARK}>',
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover=alert(1) x='",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>*{background:url(//evil)}</style>",
    "<link rel=stylesheet href=//evil.test/x>",
    "<base href=//evil.test>",
    f"<p hx-get=/ hx-trigger=load class={MARK}>",
    "{{ request.user.password }}{% debug %}",
    "${alert(1)}`${alert(1)}`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\u003cscript\\u003ealert(1)//",
    '#set page(fill: red)\n#read("/etc/passwd") *$',
    "<<script>>alert(1)<</script>>",
]
ROOMS = {"people", "exercises", "programs", "logbook", "caseload"}
# Text that nobody types: names of files, places, languages, hashes, looks, and what guards a row.
NOT_TYPED = {
    "accent", "action", "auth_hash", "columns", "command", "content_sha256", "device", "email",
    "before", "before_sha256", "encoding", "entries", "handout_code", "history_change_reason",
    "language", "listed", "logo_sha256", "message_id", "object_code", "password", "pose",
    "sealed", "seed_sha256", "sha256", "slug", "thumbnail_sha256", "token_sha256", "trouble",
    "video", "zone", "choices", "added", "skipped", "left_out", "asked",
}  # fmt: skip


def typed_fields():
    """(model, field) of each column that holds what somebody has typed."""
    for model in apps.get_models():
        if model._meta.app_label in ROOMS and not model._meta.proxy:
            for field in model._meta.concrete_fields:
                text = isinstance(field, models.CharField | models.TextField | models.JSONField)
                if text and not field.choices and field.name not in NOT_TYPED:
                    yield model, field


def fitting(start, length):
    """As many payloads as fit, joined, beginning with this one; the first that fits at least."""
    turned = PAYLOADS[start % len(PAYLOADS) :] + PAYLOADS[: start % len(PAYLOADS)]
    text = ""
    for payload in turned:
        if len(text) + len(payload) + 1 <= (length or 3000):
            text += f"{payload} "
    return text.strip()


def planted(value, text):
    """The same shape of JSON with this text for each text in it, but for the roles of steps."""
    if isinstance(value, dict):
        return {key: v if key == "role" else planted(v, text) for key, v in value.items()}
    if isinstance(value, list):
        return [planted(item, text) for item in value]
    return text if isinstance(value, str) else value


def plant(start):
    """Write payloads into each typed text of each row; how many texts were written."""
    count = 0
    for place, (model, field) in enumerate(typed_fields()):
        text = fitting(start + place, field.max_length)
        for row in model._base_manager.all():
            old = getattr(row, field.attname)
            new = planted(old, text) if isinstance(field, models.JSONField) else text
            # A note of a review that was not made, say, may not be there at all.
            with suppress(IntegrityError), transaction.atomic():
                count += model._base_manager.filter(pk=row.pk).update(**{field.attname: new})
    return count
