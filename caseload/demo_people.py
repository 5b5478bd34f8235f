"""The demo's cast: two clinics, who works there, and the patients with the weeks behind them.

Everybody here is made up.
"""

from dataclasses import dataclass, field

# A demo answers on this computer only; bin/run.py sees to it.
PASSWORD = "homestretch-demo"  # noqa: S105

RIVERBEND, HILLSIDE = "Riverbend PT", "Hillside PT"
CLINICS = {
    RIVERBEND: {"phone": "(555) 010-0142", "zone": "America/New_York"},
    HILLSIDE: {"phone": "(555) 010-0177", "zone": "America/Denver"},
}

# Each address with a name, a role, credentials and a clinic.
STAFF = {
    "admin@demo.test": ("Lee Park", "admin", "", RIVERBEND),
    "therapist@demo.test": ("Dana Okafor", "therapist", "PT", RIVERBEND),
    "colleague@demo.test": ("Sam Rivera", "therapist", "PT", RIVERBEND),
    "outsider@demo.test": ("Olga Brandt", "therapist", "PT", HILLSIDE),
}
OPERATOR = ("operator@demo.test", "Robin Hale")

FOAM, THREAD = "foam-roll-thoracic-extension", "thread-the-needle"
PRESS, BOOK = "press-up", "open-book"
FLEXOR, FIGURE = "kneeling-hip-flexor-stretch", "figure-4-glute-stretch"

# A program is {(stretch, way): what differs from the stretch's own start values}.
SIX: dict = {(slug, "standard"): {} for slug in (FOAM, THREAD, PRESS, BOOK, FLEXOR, FIGURE)}
GENTLE: dict = {
    (FOAM, "rolled-towel"): {},
    (PRESS, "elbows"): {},
    (BOOK, "standard"): {},
    (FIGURE, "seated"): {},
}
BACK_TWO: dict = {(PRESS, "standard"): {}, (BOOK, "standard"): {}}
MON_WED_FRI = {"weekdays": 0b0010101}
EVERY_DAY = {"weekdays": 0b1111111}


@dataclass(frozen=True)
class Story:
    """One patient and how the last weeks went. Days are counted back from today."""

    name: str
    born: int
    complaint: str
    email: str
    therapist: str = "therapist@demo.test"
    side: str = "none"
    goals: str = ""
    referrer: str = ""
    direction: str = "not_tested"
    tags: tuple = ()
    next_visit: int | None = None
    program: dict = field(default_factory=dict)
    days: dict = field(default_factory=dict)  # the same change for every row: weekdays
    weeks: float = 8
    changed_program: dict | None = None
    changed_weeks_ago: float = 4
    signed_up: bool = True
    pain: tuple = (5, 3)
    does: float = 0.8
    stopped: int = 0  # the last session was more than this many days ago
    cuts: tuple = ()  # (stretch, reason, how often)
    notes: dict = field(default_factory=dict)
    worse_yesterday: bool = False
    today: bool = False  # has done today's session already, if the day is old enough
    in_clinic: int | None = None
    discharged: int | None = None


STORIES = [
    Story(
        "Maria Delgado",
        1968,
        "Low back pain",
        "patient@demo.test",
        side="left",
        goals="Kneel in the garden for an hour. Sleep all night.",
        referrer="Dr. Lin",
        direction="back",
        tags=("knee",),
        next_visit=7,
        program=SIX,
        days=EVERY_DAY,
        weeks=4,
        changed_program=SIX | {(FLEXOR, "standard"): {"sets": 1}},
        changed_weeks_ago=2,
        pain=(6, 3),
        does=0.72,
        cuts=((FLEXOR, "pain", 0.5),),
        notes={3: "Kneeling on the floor hurts my knee, not my back."},
    ),
    Story(
        "Walter Nguyen",
        1955,
        "Low back and right leg pain",
        "walter.nguyen@example.com",
        side="right",
        goals="Walk the dog around the lake.",
        referrer="Dr. Abara",
        direction="back",
        tags=("stenosis",),
        next_visit=1,
        program=BACK_TWO | {(FIGURE, "towel"): {}},
        pain=(3, 6),
        does=0.8,
        cuts=((PRESS, "pain", 0.25),),
        notes={1: "After the press ups the pain went down below my knee."},
        worse_yesterday=True,
    ),
    Story(
        "Priya Raman",
        1980,
        "Stiff upper back",
        "priya.raman@example.com",
        goals="Sit through a work day without a break for my back.",
        next_visit=6,
        program={(FOAM, "standard"): {"sets": 2}, (THREAD, "standard"): {}, (BOOK, "standard"): {}},
        pain=(1, 6),
        does=0.97,
        today=True,
    ),
    Story(
        "Joan Whitfield",
        1962,
        "Low back pain",
        "joan.whitfield@example.com",
        goals="Carry my grandson.",
        referrer="Dr. Lin",
        direction="back",
        next_visit=8,
        program=BACK_TWO | {(FIGURE, "standard"): {}},
        days=MON_WED_FRI,
        pain=(5, 4),
        does=0.95,
        notes={2: "Can I do press ups in bed?"},
    ),
    Story(
        "Samir Haddad",
        1971,
        "Hip and low back pain",
        "samir.haddad@example.com",
        side="right",
        goals="Play five-a-side again.",
        program=SIX,
        changed_program={key: SIX[key] for key in SIX if key[0] in (PRESS, BOOK, FLEXOR, FIGURE)},
        pain=(5, 3),
        does=0.8,
        stopped=8,
        cuts=((FLEXOR, "no-time", 0.2),),
    ),
    Story(
        "Aaron Blake",
        1987,
        "Low back pain",
        "aaron.blake@example.com",
        goals="Lift at work without fear.",
        next_visit=4,
        program=BACK_TWO,
        weeks=1,
        pain=(5, 4),
        does=1,
        today=True,
    ),
    Story(
        "Ruth Feldman",
        1949,
        "Stiff upper back",
        "ruth.feldman@example.com",
        goals="Look over my shoulder when I park.",
        referrer="Dr. Osei",
        tags=("osteoporosis", "floor"),
        next_visit=14,
        program={(FOAM, "chair-back"): {}, (THREAD, "seated"): {}},
        changed_program={
            (FOAM, "chair-back"): {"sets": 2},
            (THREAD, "seated"): {},
            (PRESS, "standing"): {},
        },
        pain=(3, 1),
        does=0.98,
        today=True,
    ),
    Story(
        "Luis Ortega",
        1965,
        "Hip and low back pain",
        "luis.ortega@example.com",
        side="left",
        goals="Stand through a shift in the kitchen.",
        next_visit=6,
        program=SIX,
        days=MON_WED_FRI,
        pain=(5, 5),
        does=0.75,
        cuts=((FIGURE, "tired", 0.2),),
    ),
    Story(
        "Hannah Kim",
        1976,
        "Low back pain",
        "hannah.kim@example.com",
        goals="Run 5 km.",
        next_visit=9,
        program=SIX,
        changed_program=SIX | {(PRESS, "standard"): {"sets": 2}},
        pain=(5, 2),
        does=0.9,
        in_clinic=10,
    ),
    Story(
        "George Amadi",
        1958,
        "Low back pain",
        "george.amadi@example.com",
        goals="Drive to my daughter, two hours.",
        referrer="Dr. Osei",
        direction="forward",
        tags=("extension-sensitive",),
        next_visit=1,
        program={(THREAD, "standard"): {}, (BOOK, "standard"): {}, (FIGURE, "standard"): {}},
        pain=(6, 4),
        does=0.6,
        cuts=((THREAD, "did-not-understand", 0.3),),
    ),
    Story(
        "Tomasz Nowak",
        1992,
        "Low back pain after a fall",
        "tomasz.nowak@example.com",
        goals="Go back to the building site.",
        next_visit=3,
        program=GENTLE,
        weeks=1.5,
        does=0,
    ),
    Story(
        "Mei-Ling Chen",
        1990,
        "Back pain in pregnancy, now after birth",
        "meiling.chen@example.com",
        goals="Lift the baby out of the cot.",
        next_visit=2,
        program=GENTLE,
        weeks=0,
        does=0,
        signed_up=False,
    ),
    Story(
        "Grace Lindqvist",
        1983,
        "Upper and lower back pain",
        "grace.lindqvist@example.com",
        goals="Swim twice a week.",
        next_visit=1,
        signed_up=False,
    ),
    Story(
        "Aisha Bello",
        1995,
        "Low back pain",
        "aisha.bello@example.com",
        therapist="colleague@demo.test",
        goals="Sit through lectures.",
        next_visit=5,
        program=BACK_TWO,
        pain=(4, 1),
        does=0.85,
    ),
    Story(
        "Yusuf Demir",
        1969,
        "Hip pain",
        "yusuf.demir@example.com",
        therapist="colleague@demo.test",
        side="left",
        tags=("hip-replacement",),
        next_visit=12,
        program={(FLEXOR, "standing"): {}, (FIGURE, "seated"): {}},
        pain=(5, 4),
        does=0.5,
        cuts=((FIGURE, "pain", 0.3),),
    ),
    Story(
        "Elena Petrova",
        1973,
        "Low back and hip pain",
        "elena.petrova@example.com",
        therapist="colleague@demo.test",
        goals="Dance again on Fridays.",
        next_visit=10,
        program=GENTLE,
        changed_program=SIX,
        pain=(7, 3),
        does=0.88,
        today=True,
    ),
    Story(
        "Carlos Mendes",
        1960,
        "Low back pain",
        "carlos.mendes@example.com",
        therapist="colleague@demo.test",
        goals="Paint the house.",
        program=SIX,
        pain=(6, 1),
        does=0.9,
        stopped=15,
        discharged=14,
    ),
    Story(
        "Kofi Mensah",
        1978,
        "Low back pain",
        "kofi.mensah@example.com",
        therapist="outsider@demo.test",
        goals="Ride my bike to work.",
        next_visit=4,
        program=SIX,
        pain=(5, 3),
        does=0.8,
    ),
    Story(
        "Fiona Walsh",
        1952,
        "Stiff upper back",
        "fiona.walsh@example.com",
        therapist="outsider@demo.test",
        next_visit=11,
        program=GENTLE,
        pain=(4, 3),
        does=0.7,
    ),
]
