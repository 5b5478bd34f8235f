from django import template

from caseload import words

register = template.Library()
register.filter("near", words.near)
register.filter("near_within", words.near_within)
register.filter("amount", words.amount)


@register.filter
def shown_by(effect, rule):
    """How many patients this rule would show."""
    return effect.by_rule[rule]
