"""Step 8: an error that nothing handles shows the debug page in development (WALK-9)."""

from django.http import HttpRequest, HttpResponse


def unexpected_error(request: HttpRequest) -> HttpResponse:
    birthday = "2005-07-21"
    return birthday + 1
