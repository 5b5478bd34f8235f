from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self):
        from people.session_limits import begin, end

        user_logged_in.connect(begin, dispatch_uid="session_limits")
        user_logged_out.connect(end, dispatch_uid="session_limits")
