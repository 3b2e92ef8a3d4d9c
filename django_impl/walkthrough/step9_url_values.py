"""Step 9: a value in many URLs that no view takes as an argument (WALK-10)."""

from django.http import Http404
from django.urls import reverse
from django.utils.decorators import decorator_from_middleware, method_decorator
from django.utils.deprecation import MiddlewareMixin
from django.views.generic import TemplateView

GREETINGS = {"en": "Hello", "de": "Guten Tag", "fr": "Bonjour"}


class LanguageMiddleware(MiddlewareMixin):
    def process_view(self, request, view, args, kwargs):
        """Store the language of the URL on the request, before the view runs."""
        request.language = kwargs.get("language")


def greeting_url(language):
    """Return the URL of the greeting in a language, or the URL without one for None."""
    values = {"language": language} if language else {}
    return reverse("walkthrough:url_values", kwargs=values)


@method_decorator(decorator_from_middleware(LanguageMiddleware), name="dispatch")
class GreetingView(TemplateView):
    template_name = "walkthrough/url_values.html"

    def get_context_data(self, **kwargs):
        language = self.request.language or "en"
        if language not in GREETINGS:
            raise Http404
        context = {
            "greeting": GREETINGS[language],
            "urls": {each: greeting_url(each) for each in GREETINGS},
            "same_language": greeting_url(self.request.language),
        }
        return super().get_context_data(**context)
