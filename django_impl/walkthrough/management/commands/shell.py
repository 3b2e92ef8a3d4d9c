"""`shell` with the steps at hand, beside the models that Django brings there (WALK-12)."""

from django.core.management.commands import shell


class Command(shell.Command):
    def get_auto_imports(self):
        return [*super().get_auto_imports(), "walkthrough.steps.STEPS"]
