from django.contrib.auth.models import User
from django.core.management.base import BaseCommand


# example/management/commands/seed.py
class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("number", type=int)

    def handle(self, number, **options):
        for index in range(number):
            User.objects.create_user(f"user{index}")
        self.stdout.write(f"{number} users created")
