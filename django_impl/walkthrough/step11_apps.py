"""Step 11: apps from a list of import strings in the settings (WALK-13)."""

from django.apps import AppConfig
from django.conf import UserSettingsHolder
from django.views.generic import TemplateView

from walkthrough import example_settings


def load_apps(settings):
    """Return the apps that the settings list. Django's app registry creates each like this."""
    return [AppConfig.create(entry) for entry in settings.INSTALLED_APPS]


class AppsView(TemplateView):
    template_name = "walkthrough/apps.html"

    def get_context_data(self, **kwargs):
        settings = UserSettingsHolder(example_settings)
        return super().get_context_data(apps=load_apps(settings), **kwargs)
