"""Object permissions as Django documents them, with grants."""

from datetime import timedelta
from io import StringIO

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from accounts.models import User, Visibility
from grants.models import Grant
from tokens.models import Token


class ObjectPermissionTests(TestCase):
    def setUp(self):
        self.ada = User.objects.create_user("ada", visibility=Visibility.PRIVATE)
        self.grace = User.objects.create_user("grace")

    def grant(self, **lifetime):
        expires_at = timezone.now() + timedelta(**lifetime)
        Grant.objects.create(granter=self.ada, user=self.grace, expires_at=expires_at)

    def test_a_grant_gives_the_permission_on_one_object(self):
        self.grant(hours=1)
        with self.assertNumQueries(1):
            self.assertTrue(self.grace.has_perm("accounts.view_profile", self.ada))
        self.assertFalse(self.grace.has_perm("accounts.view_profile"))
        self.assertFalse(self.grace.has_perm("accounts.view_email", self.ada))
        self.assertFalse(AnonymousUser().has_perm("accounts.view_profile", self.ada))

    def test_an_expired_grant_gives_no_permission(self):
        self.grant(seconds=-1)
        self.assertFalse(self.grace.has_perm("accounts.view_profile", self.ada))


class ClearSessionsTests(TestCase):
    def test_the_grants_of_a_token_are_not_counted_as_tokens(self):
        ada, now = User.objects.create_user("ada"), timezone.now()
        token = Token.objects.create(user=ada, expires_at=now)
        Grant.objects.create(granter=ada, token=token, expires_at=now + timedelta(hours=1))
        output = StringIO()
        call_command("clearsessions", stdout=output)
        self.assertIn("0 sessions and 1 tokens.", output.getvalue())
