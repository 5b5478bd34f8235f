from .logos import clinic_logo
from .pictures import picture
from .sign_offs import stretch_sign_off
from .stretches import stretch_detail, stretch_list

__all__ = ["clinic_logo", "picture", "stretch_detail", "stretch_list", "stretch_sign_off"]
