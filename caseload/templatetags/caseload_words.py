from django import template

from caseload import words

register = template.Library()
register.filter("near", words.near)
register.filter("amount", words.amount)
