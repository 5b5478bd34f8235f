from django import template

from logbook.models import Correspondent

register = template.Library()


@register.simple_tag
def threads_waiting(membership, known=None):
    """How many of this member's patients wait for an answer; `known` where the page counted them.

    Stands in the frame of every staff page: one query.
    """
    if isinstance(known, int):
        return known
    return Correspondent.objects.visible_to(membership).waiting_for(membership).count()
