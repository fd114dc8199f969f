from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import anonymise, privacy

        privacy.register_own()
        anonymise.register_steps()
