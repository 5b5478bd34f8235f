"""All a clinic can prescribe from, loaded once a page: words, start values, sign-off, cautions."""

from django.db.models import prefetch_related_objects
from django.http import Http404

from exercises.words import attach_parameters, attach_sign_offs, library
from programs.models.prescriptions import session_minutes


class Shelf:
    """`exercises` in region order, `variations` by primary key. Six queries, however many."""

    def __init__(self, clinic, language):
        self.exercises = attach_parameters(library(clinic, language), clinic)
        attach_sign_offs(self.exercises, clinic)
        rows = [way for exercise in self.exercises for way in exercise.variation_list]
        prefetch_related_objects(rows, "precautions")
        self.variations = {variation.pk: variation for variation in rows}

    def put_on(self, rows):
        """Give each prescription or template item the shelf's own variation. No query."""
        for row in rows:
            row.variation = self.variations[row.variation_id]
        return rows

    def find(self, exercise_slug, variation_slug=""):
        """A variation by its address, the usual way without one. 404 for what is not here."""
        for exercise in self.exercises:
            for way in exercise.variation_list:
                if exercise.slug == exercise_slug and variation_slug in {"", way.slug}:
                    return way
        raise Http404

    def search(self, words="", region=""):
        """The exercises whose texts hold these words, in this region. Either may be empty."""
        words = words.casefold().split()
        found = []
        for exercise in self.exercises:
            texts = [exercise.words.summary, exercise.words.equipment]
            texts += [way.words.name for way in exercise.variation_list]
            text = " ".join(texts).casefold()
            if region in {"", exercise.region.slug} and all(word in text for word in words):
                found.append(exercise)
        return found


def with_rows(templates, shelf):
    """Templates with their `.rows` in body order and `.minutes`. Two queries."""
    templates = list(templates.select_related("owner__user").prefetch_related("items"))
    for template in templates:
        rows = shelf.put_on(list(template.items.all()))
        template.rows = sorted(
            rows, key=lambda row: (row.variation.exercise.region.order, row.position, row.pk)
        )
        template.minutes = session_minutes(template.rows)
    return templates
