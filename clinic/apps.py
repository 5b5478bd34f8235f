from django.apps import AppConfig
from django.core.checks import Tags, register


class ClinicConfig(AppConfig):
    name = "clinic"

    def ready(self):
        from clinic import durability

        register(durability.database_keeps_its_word, Tags.database)
        register(durability.journal_in_use, deploy=True)
