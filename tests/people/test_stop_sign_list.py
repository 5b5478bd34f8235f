import pytest
from django.core.exceptions import ValidationError

from exercises.reading_grade import reading_grade
from people.models import StopSignList
from tests.factories import make_stop_signs


def test_the_current_list_is_the_newest_published_one(django_assert_num_queries):
    make_stop_signs(1, emergency="Old sign")
    make_stop_signs(2, emergency="Chest pain\n\n Faint ", urgent="Fever")
    make_stop_signs(3, published=False)

    with django_assert_num_queries(2):
        signs = StopSignList.signs_in("en")
        assert signs.number == 2

    assert signs.emergency_signs == ["Chest pain", "Faint"]
    assert signs.urgent_signs == ["Fever"]


def test_other_languages_read_english_until_they_have_their_own_words():
    current = make_stop_signs(published=False)
    assert StopSignList.signs_in("es") is None
    current.texts.create(language="es", emergency="Dolor en el pecho", urgent="Fiebre")
    current.publish()

    assert StopSignList.signs_in("es").urgent_signs == ["Fiebre"]
    assert StopSignList.signs_in("fr").language == "en"


def test_a_published_list_is_never_changed():
    signs = make_stop_signs()
    text = signs.texts.get()
    for name in ("emergency", "urgent"):
        setattr(text, name, "Other.")
        with pytest.raises(ValidationError):
            text.save()
        text.refresh_from_db()
    for thing in (text, signs):
        with pytest.raises(ValidationError):
            thing.delete()


def test_publishing_is_once_newest_and_whole():
    make_stop_signs(2)
    with pytest.raises(ValidationError, match="newer"):
        make_stop_signs(1, published=False).publish()
    with pytest.raises(ValidationError, match="already"):
        StopSignList.objects.get(number=2).publish()
    with pytest.raises(ValidationError, match="both lists"):
        make_stop_signs(3, published=False, emergency="\n").publish()


def test_the_shipped_list_is_whole_and_plain(library):
    """Source: clinical.md, "Stop signs"."""
    signs = StopSignList.signs_in("en")

    assert (len(signs.emergency_signs), len(signs.urgent_signs)) == (8, 8)
    for words in ("both legs", "foot that drops", "inner thighs", "bladder", "sexual", "Chest pain",
                  "belly", "accident"):  # fmt: skip
        assert words in signs.emergency
    for words in ("Fever", "lump", "night", "cough", "shoulder blades", "fall", "Cancer", "walk"):
        assert words in signs.urgent
    for text in (signs.emergency, signs.urgent):
        assert reading_grade(text) <= 6
        assert "safe" not in text
