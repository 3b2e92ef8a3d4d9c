from datetime import date

from django.http import HttpResponse
from django.urls import path, register_converter


# example/converters.py
class DateConverter:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return value.isoformat()


# example/views.py
def day(request, day):
    return HttpResponse(f"{day:%A}")


# example/urls.py
register_converter(DateConverter, "date")
urlpatterns = [path("days/<date:day>/", day)]
