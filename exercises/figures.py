"""The drawn stills of the shipped stretches: which there are, in which order, and in words.

Files live in static/figures/light and static/figures/dark under the names used here, without
".svg". Each is drawn for the left side (left arm moves, left knee down, left ankle crossed).
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Still(NamedTuple):
    file: str
    caption: Promise
    alt: Promise


# What each drawing shows, for those who do not see it: the position, not the looks.
ALT = {
    "1-foam-roll-start": _(
        "A person lies face up over a foam roller near the shoulder blades. The knees are bent, "
        "the hips are on the floor, the hands are behind the head."
    ),
    "1-foam-roll-stretch": _(
        "A person leans back over a foam roller near the shoulder blades. The hips stay on the "
        "floor and the hands hold the head."
    ),
    "1-foam-roll-stretch-towel": _(
        "A person leans back over a rolled towel near the shoulder blades. The hips stay on the "
        "floor and the hands hold the head."
    ),
    "2-thread-needle-start": _("A person on hands and knees."),
    "2-thread-needle-thread": _(
        "From hands and knees, one arm reaches under the other arm. The shoulder and the head come "
        "down to the floor."
    ),
    "2-thread-needle-stretch": _(
        "From hands and knees, the same arm points straight up to the ceiling and the chest turns "
        "with it."
    ),
    "2-thread-needle-stretch-hand-behind-head": _(
        "A person on hands and knees with one hand behind the head. That elbow turns up to the "
        "ceiling."
    ),
    "3-press-up-start": _("A person lies face down, hands on the floor above the head."),
    "3-press-up-start-mid": _("A person lies face down, hands on the floor beside the face."),
    "3-press-up-start-near": _("A person lies face down, hands on the floor under the shoulders."),
    "3-press-up-stretch-far": _(
        "The hands are far in front and press down. The back bends backward a little and the hips "
        "stay down."
    ),
    "3-press-up-stretch-mid": _(
        "The hands are nearer and press down. The back bends backward more and the hips stay down."
    ),
    "3-press-up-stretch": _(
        "The hands are under the shoulders and the arms are straight. The back bends backward and "
        "the hips stay down."
    ),
    "3-press-up-stretch-elbows": _(
        "A person lies face down and comes up on the elbows. The back bends backward a little and "
        "the hips stay down."
    ),
    "4-open-book-start": _(
        "A person lies on the side, top leg bent, bottom leg straight, both arms in front."
    ),
    "4-open-book-stretch": _(
        "Lying on the side, top leg bent and bottom leg straight, the top arm opens backward and "
        "the chest turns with it."
    ),
    "4-open-book-stretch-knees": _(
        "Lying on the side with both knees bent, the top arm opens backward and the chest turns "
        "with it."
    ),
    "5-hip-flexor-start": _("A person kneels on one knee, the other foot flat in front."),
    "5-hip-flexor-stretch": _(
        "Kneeling on one knee, the person pushes the hip of that side forward and stays tall."
    ),
    "5-hip-flexor-stretch-chair": _(
        "Kneeling on one knee and holding a chair, the person pushes the hip of that side forward."
    ),
    "6-figure-4-start": _(
        "A person lies face up, knees bent, one ankle crossed over the other knee."
    ),
    "6-figure-4-stretch": _(
        "Lying face up with one ankle crossed over the other knee, the person holds that thigh and "
        "brings the knee nearer."
    ),
    "6-figure-4-stretch-towel": _(
        "Lying face up with one ankle crossed over the other knee, the person pulls a towel behind "
        "that thigh to bring the knee nearer."
    ),
    "6-figure-4-stretch-seated": _(
        "Sitting on a chair with one ankle crossed over the other knee, the person leans forward."
    ),
}

START = _("1. Start")
HIPS_DOWN = _("2. Press up. Hips stay down.")

# Exercise and variation to its stills in order; the last one is the stretch itself.
SHOWN = {
    ("foam-roll-thoracic-extension", "standard"): [
        ("1-foam-roll-start", START),
        ("1-foam-roll-stretch", _("2. Rock back")),
    ],
    ("foam-roll-thoracic-extension", "rolled-towel"): [
        ("1-foam-roll-stretch-towel", _("Rock back over the towel")),
    ],
    ("thread-the-needle", "standard"): [
        ("2-thread-needle-start", START),
        ("2-thread-needle-thread", _("2. Under")),
        ("2-thread-needle-stretch", _("3. Up")),
    ],
    ("thread-the-needle", "hand-behind-head"): [
        ("2-thread-needle-start", START),
        ("2-thread-needle-stretch-hand-behind-head", _("2. Elbow up")),
    ],
    ("press-up", "standard"): [
        ("3-press-up-start", START),
        ("3-press-up-stretch-far", HIPS_DOWN),
        ("3-press-up-stretch", _("3. Later: hands nearer")),
    ],
    ("press-up", "hands-far"): [
        ("3-press-up-start", START),
        ("3-press-up-stretch-far", HIPS_DOWN),
    ],
    ("press-up", "hands-middle"): [
        ("3-press-up-start-mid", START),
        ("3-press-up-stretch-mid", HIPS_DOWN),
    ],
    ("press-up", "hands-near"): [
        ("3-press-up-start-near", START),
        ("3-press-up-stretch", HIPS_DOWN),
    ],
    ("press-up", "elbows"): [
        ("3-press-up-stretch-elbows", _("Up on your elbows. Hips stay down.")),
    ],
    ("open-book", "standard"): [
        ("4-open-book-start", START),
        ("4-open-book-stretch", _("2. Open and turn back")),
    ],
    ("open-book", "both-knees"): [
        ("4-open-book-stretch-knees", _("Open and turn back")),
    ],
    ("kneeling-hip-flexor-stretch", "standard"): [
        ("5-hip-flexor-start", START),
        ("5-hip-flexor-stretch", _("2. Hip forward, and hold")),
    ],
    ("kneeling-hip-flexor-stretch", "chair"): [
        ("5-hip-flexor-stretch-chair", _("Hip forward, and hold")),
    ],
    ("kneeling-hip-flexor-stretch", "pad"): [
        ("5-hip-flexor-start", START),
        ("5-hip-flexor-stretch", _("2. Hip forward, and hold")),
    ],
    ("figure-4-glute-stretch", "standard"): [
        ("6-figure-4-start", START),
        ("6-figure-4-stretch", _("2. Knee nearer, and hold")),
    ],
    ("figure-4-glute-stretch", "towel"): [
        ("6-figure-4-stretch-towel", _("Pull the towel, and hold")),
    ],
    ("figure-4-glute-stretch", "seated"): [
        ("6-figure-4-stretch-seated", _("Lean forward, and hold")),
    ],
}


def stills(variation):
    """The drawn stills of a shipped variation in order, the stretch itself last; [] when none is.

    A clinic's own stretch has pictures instead. Costs no query when `variation.exercise` is loaded.
    """
    exercise = variation.exercise
    if exercise.clinic_id is not None:
        return []
    shown = SHOWN.get((exercise.slug, variation.slug), [])
    return [Still(file, caption, ALT[file]) for file, caption in shown]


def still_alt(pose):
    """What the still named in `Variation.pose` shows, in words; "" for a pose not drawn."""
    return ALT.get(pose, "")
