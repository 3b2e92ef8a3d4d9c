"""The pages of people, tested from within: a client without a server, and the models."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory, TestCase, override_settings
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.models import User


class CheckedView(LoginRequiredMixin, TemplateView):
    """The mixin is to the left of the view."""

    template_name = "home.html"


class UncheckedView(TemplateView, LoginRequiredMixin):
    """The view's `dispatch()` runs first, and does not call that of the mixin."""

    template_name = "home.html"


@override_settings(TASK_WORKER=False)  # a thread would use the database of the tests, too
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

    def test_a_page_is_made_from_its_template_in_one_query(self):
        self.client.get(reverse("profiles:home"))  # the first page reads the sites, too
        with self.assertNumQueries(1):
            response = self.client.get(reverse("profiles:by_username", args=["ada"]))
        self.assertTemplateUsed(response, "profiles/detail.html")
        self.assertEqual(response.context["person"], self.ada)

    def test_a_private_user_is_not_found(self):
        User.objects.update(visibility="private")
        response = self.client.get(reverse("profiles:by_username", args=["ada"]))
        self.assertEqual(response.status_code, 404)

    def test_the_own_page_asks_for_a_login(self):
        response = self.client.get(reverse("profiles:me"))
        self.assertRedirects(response, "/accounts/login/?next=/profile/")

    def test_the_mixin_checks_the_login_to_the_left_of_the_view_only(self):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        self.assertEqual(CheckedView.as_view()(request).status_code, 302)
        self.assertEqual(UncheckedView.as_view()(request).status_code, 200)

    def test_a_login_leads_to_the_own_page(self):
        self.assertRedirects(self.log_in(), reverse("profiles:me"))
        self.assertContains(self.client.get(reverse("profiles:me")), 'id="current-user"')

    def test_an_edit_is_stored(self):
        self.log_in()
        data = {"email": "ada@example.com", "bio": "Mathematician", "visibility": "public"}
        self.client.post(reverse("profiles:edit"), data)
        self.ada.refresh_from_db()
        self.assertEqual(self.ada.bio, "Mathematician")
