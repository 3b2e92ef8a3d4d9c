"""Object permissions as Django documents them, with grants."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.test import TestCase
from django.utils import timezone

from accounts.models import User, Visibility
from grants.models import Grant


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
