"""The public pages: all stretches in their order, and one stretch."""

from difflib import get_close_matches
from itertools import groupby

from django.http import Http404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from exercises.dosage import Kind
from exercises.figures import still_alt, stills
from exercises.unchanged import render_unless_unchanged
from exercises.words import attach_parameters, attach_pictures, kind_words, library
from people.audience import audience

SEARCH_LENGTH = 100


@audience("public")
@require_safe
def stretch_list(request):
    clinic, language = request.clinic, get_language()
    exercises = attach_pictures(library(clinic, language), clinic)
    kinds = kind_words(clinic, language)
    query = request.GET.get("q", "").strip()[:SEARCH_LENGTH]
    region = request.GET.get("region", "")
    found = search(exercises, query, region)
    context = {
        "regions": by_region(found),
        "all_regions": [region for region, _ in by_region(exercises)],
        "kinds": [kinds[kind] for kind in Kind if kind in kinds],
        "query": query,
        "region": region,
        "narrowed": region in {known.region.slug for known in exercises},
        "near": None if found else near_match(exercises, query),
    }
    template = "_stretch_results" if request.htmx and not request.htmx.boosted else "stretch_list"
    content = [query, region, [said(exercise) for exercise in exercises]]
    content += [[words.target, words.why, words.how, words.cue] for words in context["kinds"]]
    return render_unless_unchanged(request, f"exercises/{template}.html", context, content)


@audience("public")
@require_safe
def stretch_detail(request, slug):
    clinic, language = request.clinic, get_language()
    exercises = library(clinic, language)
    exercise = find(exercises, slug)
    attach_parameters([exercise], clinic)
    attach_pictures([exercise], clinic)
    kind = kind_words(clinic, language).get(exercise.kind)
    main, *others = exercise.variation_list
    context = {
        "regions": by_region(exercises),
        "exercise": exercise,
        "words": main.words,
        "start": exercise.start,
        "cues": timed_cues(main.words, exercise.start),
        "kind": kind,
        "stills": stills(main),
        "pose_alt": still_alt(main.pose),
        "others": [other_way(variation, main.words) for variation in others],
    }
    content = [slug, [said(known) for known in exercises], exercise.start.dosage()]
    content += [exercise.video, kind and [kind.why, kind.how]]
    return render_unless_unchanged(request, "exercises/stretch_detail.html", context, content)


def find(exercises, slug):
    """The stretch of this address: the clinic's own before the shared one of the same name."""
    named = [exercise for exercise in exercises if exercise.slug == slug]
    if not named:
        raise Http404
    return max(named, key=lambda exercise: exercise.clinic_id is not None)


def by_region(exercises):
    """[(Region, [Exercise, ...]), ...], always upper back, lower back, hips."""
    return [(region, list(row)) for region, row in groupby(exercises, lambda known: known.region)]


def search(exercises, query, region):
    """The stretches of this region that say the query, or else every word of it somewhere."""
    slugs = {exercise.region.slug for exercise in exercises}
    if region in slugs:
        exercises = [exercise for exercise in exercises if exercise.region.slug == region]
    phrase = " ".join(query.casefold().split())
    texts = [(exercise, searchable(exercise)) for exercise in exercises]
    return [exercise for exercise, text in texts if phrase in text] or [
        exercise for exercise, text in texts if all(word in text for word in phrase.split())
    ]


def searchable(exercise):
    parts = [str(exercise.region.name)]
    for variation in exercise.variation_list:
        words = variation.words
        parts += [words.name, words.summary, words.felt, words.equipment]
    return " ".join(parts).casefold()


def near_match(exercises, query):
    """The stretch whose name has the word most like a mistyped one, or None."""
    names = {
        word: exercise
        for exercise in reversed(exercises)
        for word in exercise.words.name.casefold().split()
    }
    for word in query.casefold().split():
        close = get_close_matches(word, names, n=1, cutoff=0.7)
        if close:
            return names[close[0]]
    return None


def timed_cues(words, start):
    """[(cue, rest of the sentence, seconds or None), ...]: on and off, or on and hold."""
    if start.kind == Kind.MOBILITY:
        seconds = [start.seconds_on, start.seconds_off]
    else:
        seconds = [start.hold_seconds]
    cues = [cue.partition(":") for cue in words.cues]
    padded = seconds + [None] * len(cues)
    return [
        (cue.strip(), text.strip()[:1].upper() + text.strip()[1:], many)
        for (cue, _, text), many in zip(cues, padded, strict=False)
    ]


def other_way(variation, main):
    """One more way to do a stretch: its stills, and what to watch for beyond the standard way."""
    words = variation.words
    variation.stills = stills(variation)
    told = {*main.cautions, *main.precautions}
    variation.care = [text for text in [*words.cautions, *words.precautions] if text not in told]
    return variation


def said(exercise):
    """All that the pages say about a stretch, to tell whether it changed."""
    rows = [variation.words for variation in exercise.variation_list]
    return [
        exercise.slug,
        [[picture.sha256, picture.alt] for picture in getattr(exercise, "picture_list", [])],
        [[v.slug, v.pose, v.floor_free] for v in exercise.variation_list],
        [[r.name, r.summary, r.felt, r.equipment, r.steps, r.precautions] for r in rows],
    ]
