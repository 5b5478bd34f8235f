from .library import Exercise, Picture, Region, StretchParameters, Variation
from .words import ParametersWording, SignOff, Wording

__all__ = [
    "Exercise",
    "ParametersWording",
    "Picture",
    "Region",
    "SignOff",
    "StretchParameters",
    "Variation",
    "Wording",
]
