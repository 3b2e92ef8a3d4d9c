"""The command `shell`, which also imports the steps (WALK-12)."""

from django.core.management.commands import shell


class Command(shell.Command):
    def get_auto_imports(self):
        return [*super().get_auto_imports(), "walkthrough.steps.STEPS"]
