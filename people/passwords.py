"""Words that make a password easy to guess, whatever numbers and signs stand around them."""

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What somebody would try first on this site; docs/security.md lists them.
OURS = """
    homestretch stretches stretching stretch physicaltherapist physicaltherapy physiotherapist
    physiotherapy therapist therapy physio exercises exercise rehabilitation rehab clinic practice
    patient doctor password passwort passphrase welcome letmein qwerty admin login
""".split()
FEWEST_LETTERS = 4


class EasyWordValidator(CommonPasswordValidator):
    """Refuses a common password with anything but letters around it ("sunshine2026!"), and one in
    which fewer than four letters are left without our own words and the person's names."""

    def validate(self, password, user=None):
        letters = "".join(mark for mark in password.casefold() if mark.isalpha())
        rest = letters
        for word in sorted([*OURS, *names_of(user)], key=len, reverse=True):
            rest = rest.replace(word, "")
        if letters in self.passwords or (rest != letters and len(rest) < FEWEST_LETTERS):
            raise ValidationError(
                _("This is easy to guess. Add a word or two of your own."), code="easy_word"
            )

    def get_help_text(self):
        return ""


def names_of(user):
    """The names of somebody and of their mailbox, of three letters or more, in small letters."""
    words = f"{user.name} {user.email.partition('@')[0]}".casefold() if user else ""
    apart = "".join(mark if mark.isalpha() else " " for mark in words).split()
    return {word for word in apart if len(word) >= 3}
