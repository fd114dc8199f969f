from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import anonymise, checks  # noqa: F401

        anonymise.register_steps()
