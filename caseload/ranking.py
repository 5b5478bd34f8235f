"""Who comes first on the caseload."""


def rank(row):
    """A sort key, worst first: the first reason, then what was told last, then frequency, then
    dose, then the name.

    With nothing prescribed yet there is nothing to be behind with.
    """
    frequency, dose = row.adherence.frequency, row.adherence.dose_share
    newest_first = -row.flag_at.timestamp() if row.flag_at else 0
    return (
        row.why.level,
        newest_first,
        1 if frequency is None else frequency,
        1 if dose is None else dose,
        row.name,
    )
