from django.urls import reverse


def test_scripts_get_their_words_without_signing_in(client):
    response = client.get(reverse("words"))
    assert response["Content-Type"].startswith("text/javascript")
    assert "gettext" in response.text
    assert "interpolate" in response.text


def test_they_may_be_kept_for_ten_minutes_by_language(client):
    response = client.get(reverse("words"))
    assert response["Cache-Control"] == "max-age=600"
    assert "Accept-Language" in response["Vary"]
