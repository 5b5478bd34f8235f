from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self):
        from people import append_only, wall
        from people.session_limits import begin, end

        user_logged_in.connect(begin, dispatch_uid="session_limits")
        user_logged_out.connect(end, dispatch_uid="session_limits")
        post_migrate.connect(append_only.guard, sender=self)
        post_migrate.connect(wall.build, sender=self)
        register(append_only.stands, Tags.database)
        register(wall.stands, Tags.database)
