"""Parts of a query whose SQL is made once in a process.

Django puts a query into words each time it is asked. Of one with many subqueries that takes longer
than the answer does. Only words are kept here, never what was found.
"""

from functools import cache, wraps

from django.db import NotSupportedError
from django.db.models import Expression


def kept(model, output_field, **fields):
    """Make of a function that returns an expression about the rows of this model one whose SQL is
    made once. It may lead to other tables in subqueries only, and whom a member may see is no part
    of it: `visible_to` is asked each time.

    What is called by name (`fields` says of which kind) is put in each time the query is asked; any
    other argument makes SQL of its own.
    """

    def keep(make):
        @cache
        def sql_of(using, *shape):
            given = {name: Given(name, field) for name, field in fields.items()}
            query = model.objects.annotate(kept=make(*shape, **given)).query
            return query.get_compiler(using).compile(query.annotations["kept"])

        @wraps(make)
        def expression(*shape, **values):
            return Kept(sql_of, shape, values, output_field)

        return expression

    return keep


class Given(Expression):
    """The place of a value that is told when the query is asked."""

    def __init__(self, name, output_field):
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def prepared(self, values, connection):
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Kept(Expression):
    def __init__(self, sql_of, shape, values, output_field):
        super().__init__(output_field)
        self.sql_of, self.shape, self.values = sql_of, shape, values

    def as_sql(self, compiler, connection):
        sql, params = self.sql_of(connection.alias, *self.shape)
        return f"({sql})", [
            param.prepared(self.values, connection) if isinstance(param, Given) else param
            for param in params
        ]

    def relabeled_clone(self, change_map):
        raise NotSupportedError("Its SQL knows the table by its own name alone.")
