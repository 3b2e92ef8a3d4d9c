"""The system check of the settings."""

from django.test import SimpleTestCase, override_settings

from accounts.checks import check_trusted_proxies


class TrustedProxiesTests(SimpleTestCase):
    def test_https_without_trusted_proxies_is_a_warning(self):
        with override_settings(HTTPS=True, TRUSTED_PROXIES=0):
            (warning,) = check_trusted_proxies(None)
        self.assertEqual(warning.id, "accounts.W001")

    def test_other_settings_have_no_warning(self):
        for https, proxies in ((True, 1), (False, 0)):
            with override_settings(HTTPS=https, TRUSTED_PROXIES=proxies):
                self.assertEqual(check_trusted_proxies(None), [])
