from django import template
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from caseload import cells, words

register = template.Library()
register.filter("near", words.near)
register.filter("near_within", words.near_within)
register.filter("amount", words.amount)
for cell in (
    cells.who,
    cells.treated_by,
    cells.days_of,
    cells.sets_of,
    cells.pain_now,
    cells.last_done,
    cells.data_days,
    cells.next_visit,
):
    register.filter(cell.__name__, cell)


@register.filter
def shown_by(effect, rule):
    """How many patients this rule would show."""
    return effect.by_rule[rule]


@register.simple_tag
def icon(name):
    """The same as includes/icon.html, for rows by the hundred."""
    sprite = static("icons/icons.svg")
    return mark_safe(f'<svg class="i" aria-hidden="true"><use href="{sprite}#i-{name}"/></svg>')
