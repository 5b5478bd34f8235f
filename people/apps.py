from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self):
        from people.session_limits import begin

        user_logged_in.connect(begin, dispatch_uid="session_limits")
