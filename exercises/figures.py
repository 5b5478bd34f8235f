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
    "1-foam-roll-start-towel": _(
        "A person lies face up over a rolled towel near the shoulder blades. The knees are bent, "
        "the hips are on the floor, the hands are behind the head."
    ),
    "1-foam-roll-stretch-towel": _(
        "A person leans back over a rolled towel near the shoulder blades. The hips stay on the "
        "floor and the hands hold the head."
    ),
    "1-foam-roll-start-chair": _(
        "A person sits tall on a chair, feet flat on the floor, hands behind the head. The back of "
        "the chair ends near the shoulder blades."
    ),
    "1-foam-roll-stretch-chair": _(
        "Sitting on a chair with the hands behind the head, the person leans back over the top of "
        "the chair."
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
    "2-thread-needle-start-hand-behind-head": _(
        "A person on hands and knees with one hand behind the head."
    ),
    "2-thread-needle-thread-hand-behind-head": _(
        "On hands and knees with one hand behind the head. That elbow turns down, under the other "
        "arm."
    ),
    "2-thread-needle-stretch-hand-behind-head": _(
        "A person on hands and knees with one hand behind the head. That elbow turns up to the "
        "ceiling."
    ),
    "2-thread-needle-start-forearms": _(
        "A person kneels on a pad and leans on both forearms. The hips are above the knees."
    ),
    "2-thread-needle-thread-forearms": _(
        "Kneeling on a pad and leaning on one forearm, the person reaches the other arm under it."
    ),
    "2-thread-needle-stretch-forearms": _(
        "Kneeling on a pad and leaning on one forearm, the person brings the other arm up and out."
    ),
    "2-thread-needle-start-seated": _(
        "A person sits tall on a chair, feet flat on the floor, hands on the thighs."
    ),
    "2-thread-needle-thread-seated": _(
        "Sitting on a chair, the person reaches one arm low across the body, past the other knee."
    ),
    "2-thread-needle-stretch-seated": _(
        "Sitting on a chair, the same arm reaches up and out, and the chest turns with it."
    ),
    "3-press-up-start": _("A person lies face down, hands on the floor above the head."),
    "3-press-up-start-mid": _("A person lies face down, hands on the floor beside the face."),
    "3-press-up-start-near": _("A person lies face down, hands on the floor under the shoulders."),
    "3-press-up-start-elbows": _(
        "A person lies face down, elbows near the shoulders, forearms on the floor."
    ),
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
    "3-press-up-start-standing": _(
        "A person stands tall near a counter, both hands on the small of the back."
    ),
    "3-press-up-stretch-standing": _(
        "Standing near a counter with both hands on the small of the back, the person bends "
        "backward over the hands."
    ),
    "4-open-book-start": _(
        "A person lies on the side, top leg bent, bottom leg straight, both arms in front."
    ),
    "4-open-book-stretch": _(
        "Lying on the side, top leg bent and bottom leg straight, the top arm opens backward and "
        "the chest turns with it."
    ),
    "4-open-book-start-knees": _(
        "A person lies on the side, both knees bent and together, both arms in front."
    ),
    "4-open-book-stretch-knees": _(
        "Lying on the side with both knees bent, the top arm opens backward and the chest turns "
        "with it."
    ),
    "4-open-book-start-pillows": _(
        "A person lies on the side, both arms in front. The top knee rests on a pillow and another "
        "pillow lies behind the back."
    ),
    "4-open-book-stretch-pillows": _(
        "Lying on the side, the top knee on a pillow, the top arm opens back to the pillow behind "
        "and the chest turns a little."
    ),
    "5-hip-flexor-start": _("A person kneels on one knee, the other foot flat in front."),
    "5-hip-flexor-stretch": _(
        "Kneeling on one knee, the person pushes the hip of that side forward and stays tall."
    ),
    "5-hip-flexor-start-chair": _(
        "A person kneels on one knee, the other foot flat in front, one hand on a chair."
    ),
    "5-hip-flexor-stretch-chair": _(
        "Kneeling on one knee and holding a chair, the person pushes the hip of that side forward."
    ),
    "5-hip-flexor-start-pad": _(
        "A person kneels with one knee on a pad, the other foot flat in front."
    ),
    "5-hip-flexor-stretch-pad": _(
        "Kneeling with one knee on a pad, the person pushes the hip of that side forward and stays "
        "tall."
    ),
    "5-hip-flexor-start-standing": _(
        "A person stands with one foot a long step behind, both knees bent a little, one hand on a "
        "chair."
    ),
    "5-hip-flexor-stretch-standing": _(
        "Standing with one foot behind and holding a chair, the person pushes the hip of the back "
        "leg forward and stays tall."
    ),
    "6-figure-4-start": _(
        "A person lies face up, knees bent, one ankle crossed over the other knee."
    ),
    "6-figure-4-stretch": _(
        "Lying face up with one ankle crossed over the other knee, the person holds that thigh and "
        "brings the knee nearer."
    ),
    "6-figure-4-start-towel": _(
        "A person lies face up, one ankle crossed over the other knee, both hands on the ends of a "
        "towel behind that thigh."
    ),
    "6-figure-4-stretch-towel": _(
        "Lying face up with one ankle crossed over the other knee, the person pulls a towel behind "
        "that thigh to bring the knee nearer."
    ),
    "6-figure-4-start-seated": _(
        "A person sits tall on a chair, one ankle crossed over the other knee."
    ),
    "6-figure-4-stretch-seated": _(
        "Sitting on a chair with one ankle crossed over the other knee, the person leans forward."
    ),
}

START = _("1. Start")
HIPS_DOWN = _("2. Press up. Hips stay down.")
OPEN = _("2. Open and turn back")
HIP_FORWARD = _("2. Hip forward, and hold")

# Exercise and variation to its stills in order; the last one is the stretch itself.
SHOWN = {
    ("foam-roll-thoracic-extension", "standard"): [
        ("1-foam-roll-start", START),
        ("1-foam-roll-stretch", _("2. Rock back")),
    ],
    ("foam-roll-thoracic-extension", "rolled-towel"): [
        ("1-foam-roll-start-towel", START),
        ("1-foam-roll-stretch-towel", _("2. Rock back over the towel")),
    ],
    ("foam-roll-thoracic-extension", "chair-back"): [
        ("1-foam-roll-start-chair", START),
        ("1-foam-roll-stretch-chair", _("2. Lean back over the chair")),
    ],
    ("thread-the-needle", "standard"): [
        ("2-thread-needle-start", START),
        ("2-thread-needle-thread", _("2. Under")),
        ("2-thread-needle-stretch", _("3. Up")),
    ],
    ("thread-the-needle", "hand-behind-head"): [
        ("2-thread-needle-start-hand-behind-head", START),
        ("2-thread-needle-thread-hand-behind-head", _("2. Elbow under")),
        ("2-thread-needle-stretch-hand-behind-head", _("3. Elbow up")),
    ],
    ("thread-the-needle", "forearms"): [
        ("2-thread-needle-start-forearms", START),
        ("2-thread-needle-thread-forearms", _("2. Under")),
        ("2-thread-needle-stretch-forearms", _("3. Up")),
    ],
    ("thread-the-needle", "seated"): [
        ("2-thread-needle-start-seated", START),
        ("2-thread-needle-thread-seated", _("2. Low across")),
        ("2-thread-needle-stretch-seated", _("3. Up and out")),
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
        ("3-press-up-start-elbows", START),
        ("3-press-up-stretch-elbows", _("2. Up on your elbows. Hips stay down.")),
    ],
    ("press-up", "standing"): [
        ("3-press-up-start-standing", START),
        ("3-press-up-stretch-standing", _("2. Bend back over your hands")),
    ],
    ("open-book", "standard"): [
        ("4-open-book-start", START),
        ("4-open-book-stretch", OPEN),
    ],
    ("open-book", "both-knees"): [
        ("4-open-book-start-knees", START),
        ("4-open-book-stretch-knees", OPEN),
    ],
    ("open-book", "pillows"): [
        ("4-open-book-start-pillows", START),
        ("4-open-book-stretch-pillows", _("2. Open to the pillow")),
    ],
    ("kneeling-hip-flexor-stretch", "standard"): [
        ("5-hip-flexor-start", START),
        ("5-hip-flexor-stretch", HIP_FORWARD),
    ],
    ("kneeling-hip-flexor-stretch", "chair"): [
        ("5-hip-flexor-start-chair", START),
        ("5-hip-flexor-stretch-chair", HIP_FORWARD),
    ],
    ("kneeling-hip-flexor-stretch", "pad"): [
        ("5-hip-flexor-start-pad", START),
        ("5-hip-flexor-stretch-pad", HIP_FORWARD),
    ],
    ("kneeling-hip-flexor-stretch", "standing"): [
        ("5-hip-flexor-start-standing", START),
        ("5-hip-flexor-stretch-standing", HIP_FORWARD),
    ],
    ("figure-4-glute-stretch", "standard"): [
        ("6-figure-4-start", START),
        ("6-figure-4-stretch", _("2. Knee nearer, and hold")),
    ],
    ("figure-4-glute-stretch", "towel"): [
        ("6-figure-4-start-towel", START),
        ("6-figure-4-stretch-towel", _("2. Pull the towel, and hold")),
    ],
    ("figure-4-glute-stretch", "seated"): [
        ("6-figure-4-start-seated", START),
        ("6-figure-4-stretch-seated", _("2. Lean forward, and hold")),
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
