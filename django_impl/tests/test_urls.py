"""What a view gets from a regular expression in a URL pattern."""

from django.http import HttpResponse
from django.test import SimpleTestCase, override_settings
from django.urls import re_path, resolve


def view(request, *args, **kwargs):
    return HttpResponse()


urlpatterns = [
    re_path(r"^profile/(?P<pk>\d+)/$", view),
    re_path(r"^archive/(\d+)/(\d+)/$", view),
    re_path(r"^(profiles|people)/(?P<page>\d+)/$", view),
]


@override_settings(ROOT_URLCONF=__name__)
class RegularExpressionsTest(SimpleTestCase):
    def arguments(self, path):
        match = resolve(path)
        return match.args, match.kwargs

    def test_a_named_group_is_a_keyword_argument(self):
        self.assertEqual(self.arguments("/profile/1/"), ((), {"pk": "1"}))

    def test_groups_without_a_name_are_positional_arguments(self):
        self.assertEqual(self.arguments("/archive/2026/11/"), (("2026", "11"), {}))

    def test_a_group_without_a_name_is_left_out_next_to_a_named_group(self):
        self.assertEqual(self.arguments("/people/2/"), ((), {"page": "2"}))
