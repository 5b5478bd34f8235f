import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.urls import reverse


@pytest.fixture
def kept(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path


def read(client):
    return client.get(reverse("demo_mail")).content.decode()


def test_newest_first_with_links_to_follow(client, kept):
    send_mail("First", "one", None, ["a@example.com"])
    send_mail("Second", "Open\n\nhttp://testserver/invitation/abc/", None, ["b@example.com"])
    page = read(client)
    assert page.index("Second") < page.index("First")
    assert 'href="http://testserver/invitation/abc/"' in page
    assert "To b@example.com" in page


def test_a_mail_is_text_and_never_a_page(client, kept):
    mail = EmailMultiAlternatives("<b>hi</b>", "<script>alert(1)</script>", None, ["a@example.com"])
    mail.attach_alternative("<img src=x onerror=alert(2)>", "text/html")
    mail.send()
    page = read(client)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;hi&lt;/b&gt;" in page
    assert "onerror" not in page


def test_no_mail_yet(client, kept):
    assert "No mail yet." in read(client)


def test_only_on_a_demo(client, kept, settings):
    settings.MODE = "production"
    assert client.get(reverse("demo_mail")).status_code == 404
