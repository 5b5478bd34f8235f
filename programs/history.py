"""A patient's versions, of ended programs too, and what differs between any two of them."""

from programs.calendar import in_effect
from programs.differences import about, differences, pair
from programs.models import Prescription, ProgramVersion
from programs.models.prescriptions import session_minutes
from programs.shelf import Shelf


class History:
    def __init__(self, patient, request):
        self.patient = patient
        self.shelf = Shelf(request.membership.clinic, request.LANGUAGE_CODE)
        self.today = patient.today()
        self.versions = list(ProgramVersion.objects.of_patient(patient))
        self.mark()

    def mark(self):
        """Say of each version where it stands: draft, followed, waiting, passed over, or ""."""
        of_open = [v for v in self.sent if v.program.status == "open"]
        current = in_effect(of_open, self.today)
        for version in self.versions:
            newer = [v for v in self.sent if v.number > version.number]
            version.state = ""
            if version.is_draft:
                version.state = "draft"
            elif version == current:
                version.state = "followed"
            elif any(v.effective_on <= version.effective_on for v in newer):
                version.state = "passed-over"
            elif version in of_open and version.waits_on(self.today):
                version.state = "waiting"

    @property
    def sent(self):
        return [version for version in self.versions if not version.is_draft]

    @property
    def newest(self):
        return next(iter(self.versions), None)

    def find(self, number):
        """The version of this number, given as text or number; None for no such version."""
        return next((v for v in self.versions if str(v.number) == str(number)), None)

    def before(self, version):
        """The sent version before this one, or None."""
        return next((v for v in self.sent if v.number < version.number), None)

    def load(self, *versions):
        """These with their `.rows` in body order and `.minutes`; the first one is returned. Two
        queries, whatever the number."""
        found = Prescription.objects.filter(patient=self.patient, version__in=versions)
        rows = self.shelf.put_on_with_swaps(list(found.order_by("position", "id")))
        rows.sort(key=lambda row: row.exercise.region.order)
        for version in versions:
            version.rows = [row for row in rows if row.version_id == version.pk]
            version.minutes = session_minutes(version.rows)
        return versions[0]

    def compare(self, older, newer):
        """[Difference] from one version to a later one. Three queries."""
        self.load(newer, older)
        links = Prescription.objects.filter(patient=self.patient)
        came_from = dict(links.values_list("pk", "copied_from_id"))
        pairs = pair(older.rows, newer.rows, came_from)
        return differences(older.rows, newer.rows, pairs) + about(older, newer)
