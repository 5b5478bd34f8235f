"""A patient is looked for by name."""

LONGEST = 120  # as a name may be


def name_in(posted, box="q"):
    """What was typed into this box. PostgreSQL takes no NUL; SQLite no condition of a thousand
    words."""
    return posted.get(box, "")[:LONGEST].replace("\0", "").strip()
