"""What the player's shell holds: the words of a clinic's library, the same for all its patients."""

import re

from django.templatetags.static import static
from django.urls import reverse

from exercises.figures import stills
from exercises.words import attach_pictures, library

# "2. Rock back" is the second of the pictures; beside a figure that moves it is just "Rock back".
PLACE = re.compile(r"^\d+\.\s*")
MODES = ("light", "dark")


def words_of_library(clinic, language):
    """{opaque id of a variation: what a patient reads and sees of it}. Four queries.

    A phone keeps opaque ids only; with this it can say which stretch each of them is.
    """
    exercises = attach_pictures(library(clinic, language), clinic)
    return {
        variation.opaque_id: words_of(exercise, variation)
        for exercise in exercises
        for variation in exercise.variation_list
    }


def words_of(exercise, variation):
    words = variation.words
    found = {
        "name": words.name,
        "region": str(exercise.region.name),
        "order": exercise.region.order,
        "exercise": exercise.slug,
        "variation": variation.slug,
        "asks_where": exercise.asks_where,
        "set_up": next(iter(words.set_up or words.how_to), ""),
        "steps": words.how_to,
        "cues": words.cues + words.cautions,
        "equipment": words.equipment,
        "caption": "",
        "alt": "",
    }
    if shown := stills(variation):
        stretch = shown[-1]
        found["caption"] = PLACE.sub("", str(stretch.caption))
        found["alt"] = str(stretch.alt)
        found["still"] = [static(f"figures/{mode}/{stretch.file}.svg") for mode in MODES]
    if picture := next(iter(exercise.picture_list), None):
        found["picture"] = reverse("picture", args=[picture.sha256])
        found["alt"] = found["alt"] or picture.alt
    if exercise.video:
        found["video"] = exercise.video
    return found
