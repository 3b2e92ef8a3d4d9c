from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self):
        from passwords import emails
        from sharing import csrf, reset  # noqa: F401, csrf connects its signal

        emails.get_reset_path = reset.get_reset_path  # links that both implementations read
