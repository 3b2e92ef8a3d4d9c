"""Step 9: a value that is in many addresses, and that no view takes as an argument (WALK-10)."""

from django.http import Http404
from django.urls import reverse
from django.utils.decorators import decorator_from_middleware, method_decorator
from django.utils.deprecation import MiddlewareMixin
from django.views.generic import TemplateView

GREETINGS = {"en": "Hello", "de": "Guten Tag", "fr": "Bonjour"}


class LanguageMiddleware(MiddlewareMixin):
    def process_view(self, request, view, args, kwargs):
        """Keep the language of the address with the request, before the view."""
        request.language = kwargs.get("language")


def url_in(language):
    """Return the address in a language; for None, that without."""
    values = {"language": language} if language else {}
    return reverse("walkthrough:url_values", kwargs=values)


@method_decorator(decorator_from_middleware(LanguageMiddleware), name="dispatch")
class GreetingView(TemplateView):
    template_name = "walkthrough/url_values.html"

    def get_context_data(self, **kwargs):
        language = self.request.language or "en"
        if language not in GREETINGS:
            raise Http404
        urls = {each: url_in(each) for each in GREETINGS}
        context = {
            "greeting": GREETINGS[language],
            "again": url_in(self.request.language),
            "urls": urls,
        }
        return super().get_context_data(**context)
