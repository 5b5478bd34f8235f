"""Many keys as one parameter of a query."""

import json

from django.db.models import BigIntegerField, Func, Value


class OneOf(Func):
    """`patient__in=OneOf(keys)`. Django prepares a list key by key, again in each query and in each
    subquery: of thousands that is dearer than the query. A database also takes only so many."""

    template = "(SELECT value FROM json_each(%(expressions)s))"
    output_field = BigIntegerField()

    def __init__(self, keys):
        super().__init__(Value(json.dumps(list(keys))))

    def as_postgresql(self, compiler, connection):
        template = "(SELECT json_array_elements_text(%(expressions)s::json)::bigint)"
        return self.as_sql(compiler, connection, template=template)
