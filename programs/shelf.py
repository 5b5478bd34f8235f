"""All a clinic can prescribe from, loaded once a page: words, start values, sign-off, cautions."""

from django.db.models import prefetch_related_objects
from django.http import Http404

from exercises.words import attach_parameters, attach_sign_offs, library
from programs.models import Prescription
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

    def put_on_with_swaps(self, rows):
        """Each prescription also with `.swap_ways`, the ways its patient may swap to. One query."""
        prefetch_related_objects(rows, "swaps")
        for row in self.put_on(rows):
            row.swap_ways = self.ways(way.pk for way in row.swaps.all())
        return rows

    def from_snapshot(self, before):
        """The rows of a draft's snapshot, as prescriptions with words. No query."""
        rows = []
        for values in before["rows"]:
            fields = {name: value for name, value in values.items() if name != "swaps"}
            (row,) = self.put_on([Prescription(**fields)])
            row.pk, row.swap_ways = values["code"], self.ways(values["swaps"])
            rows.append(row)
        return sorted(rows, key=lambda row: (row.exercise.region.order, row.position))

    def ways(self, keys):
        """These variations in the order of the shelf. No query."""
        keys = set(keys)
        return [way for key, way in self.variations.items() if key in keys]

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


def with_prescriptions(versions, shelf):
    """Versions with their `.rows` in body order and `.minutes`. Two queries."""
    versions = list(versions.prefetch_related("prescriptions"))
    for version in versions:
        rows = shelf.put_on(list(version.prescriptions.all()))
        version.rows = sorted(
            rows, key=lambda row: (row.variation.exercise.region.order, row.position, row.pk)
        )
        version.minutes = session_minutes(version.rows)
    return versions


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
