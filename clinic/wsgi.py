import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
application = get_wsgi_application()

from clinic.durability import refuse_to_lose  # noqa: E402  needs the settings of the line above

refuse_to_lose()

# A list of patients makes some ten thousand objects and lets them go. To look for rings among them,
# and in all that is loaded, after each 700 of them takes longer than the answer of the database.
gc.set_threshold(10_000)
