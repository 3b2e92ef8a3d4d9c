from django.contrib.auth.models import User
from django.test import TestCase


# example/tests.py, for the topic “Profile by username (slug)”
class ProfileTests(TestCase):
    def setUp(self):
        User.objects.create_user("hedy")

    def test_profile(self):
        response = self.client.get("/profile/hedy/")
        self.assertContains(response, "hedy")

    def test_unknown_username(self):
        response = self.client.get("/profile/nothing/")
        self.assertContains(response, "Not Found", status_code=404)
