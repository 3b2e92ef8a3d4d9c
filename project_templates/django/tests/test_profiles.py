"""The pages, tested with Django's test client."""

from django.test import TestCase
from django.urls import reverse

from accounts.models import User


class ProfilesTest(TestCase):
    """Each test has the database of `setUpTestData`, and leaves nothing in it."""

    @classmethod
    def setUpTestData(cls):
        cls.ada = User.objects.create_user(
            "ada", "ada@example.com", "a strong password", first_name="Ada", last_name="Lovelace"
        )

    def log_in(self):
        data = {"username": "ada", "password": "a strong password"}
        return self.client.post(reverse("accounts:login"), data)

    def test_a_user_is_found_by_pk_and_by_username(self):
        for name, value in (("by_pk", self.ada.pk), ("by_username", "ada")):
            response = self.client.get(reverse(f"profiles:{name}", args=[value]))
            self.assertContains(response, "<h1>Ada Lovelace</h1>", html=True)

    def test_a_private_user_is_not_found(self):
        User.objects.update(visibility="private")
        response = self.client.get(reverse("profiles:by_username", args=["ada"]))
        self.assertEqual(response.status_code, 404)

    def test_the_own_page_redirects_to_the_login_page(self):
        response = self.client.get(reverse("profiles:me"))
        self.assertRedirects(response, "/accounts/login/?next=/profile/")

    def test_a_login_redirects_to_the_own_page(self):
        self.assertRedirects(self.log_in(), reverse("profiles:me"))
        response = self.client.get(reverse("profiles:me"))
        self.assertContains(response, 'id="current-user"')
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")

    def test_a_sign_up_creates_a_user_in_lower_case(self):
        password = "another strong password"
        data = {"username": "Grace", "email": "grace@Example.com"}
        data |= {"password1": password, "password2": password}
        response = self.client.post(reverse("accounts:signup"), data)
        self.assertRedirects(response, reverse("profiles:me"))
        self.assertEqual(User.objects.get(username="grace").email, "grace@example.com")
