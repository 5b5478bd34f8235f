"""Reads the builder as a browser would: what the form holds is what its buttons post."""

from html.parser import HTMLParser

from django.urls import reverse

from programs.models import Prescription


class FormReader(HTMLParser):
    """The successful controls of the form with this id, in page order."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.data = form_id, False, {}
        self.select = self.textarea = None

    def put(self, name, value):
        self.data.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside or "disabled" in given:
            return
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.put(given["name"], given.get("value", ""))
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            self.put(self.select, given["value"])
        elif tag == "textarea":
            self.textarea, self.text = given["name"], ""

    def handle_data(self, data):
        if self.textarea:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            self.put(self.textarea, self.text.removeprefix("\n"))
            self.textarea = None


def fields(response):
    """What the builder on this page would post, as {name: [values]}."""
    reader = FormReader("program-form")
    reader.feed(response.content.decode())
    reader.data.pop("csrfmiddlewaretoken", None)
    return reader.data


def open_page(client, patient, **query):
    response = client.get(reverse("program", args=[patient.code]), query)
    assert response.status_code == 200
    return fields(response)


def press(client, patient, button, data=None, row=None, htmx=False, **more):
    """Post the page's form with this button: the URL name, and what the button carries."""
    args = [patient.code, row.code] if row else [patient.code]
    headers = {"HX-Request": "true"} if htmx else {}
    whole = (open_page(client, patient) if data is None else data) | more
    return client.post(reverse(button, args=args), whole, headers=headers)


def rows(patient):
    """The draft's rows in the order the page shows them."""
    return list(
        Prescription.objects.filter(patient=patient, version__status="draft").in_region_order()
    )


def slugs(patient):
    return [row.exercise.slug for row in rows(patient)]
