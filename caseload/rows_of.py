"""Many rows as one value of a query."""

from datetime import UTC, date, datetime

from django.db.models import JSONField, Subquery
from django.db.models.functions import JSONArray


class RowsOf(Subquery):
    """The rows of a subquery with these fields, in their order: a list of lists.

    So one query brings a few hundred patients and thousands of rows about them. To make a model or
    a tuple of each takes longer than to find it; a list of lists is read in one go.
    Dates are text, for `as_date` and `moment`; true and false may be 1 and 0.
    """

    template = "json((SELECT json_group_array(json(listed)) FROM (%(subquery)s)))"
    output_field = JSONField()

    def __init__(self, rows, *fields):
        super().__init__(rows.values(listed=JSONArray(*fields)))

    def as_postgresql(self, compiler, connection):
        listed = "(SELECT coalesce(jsonb_agg(listed), '[]') FROM (%(subquery)s) AS these)"
        return self.as_sql(compiler, connection, template=listed)


def as_date(text):
    """A date out of such a row; None for None."""
    return text and date.fromisoformat(text)


def moment(text):
    """A moment out of such a row; None for None. Databases keep UTC, SQLite without saying so."""
    return text and datetime.fromisoformat(text).replace(tzinfo=UTC)
