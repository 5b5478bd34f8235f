import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
application = get_wsgi_application()

from clinic.durability import refuse_to_lose  # noqa: E402  needs the settings of the line above

refuse_to_lose()
