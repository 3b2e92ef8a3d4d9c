"""Step 12: the look-up of a profile with another ORM, peewee (WALK-14)."""

from django.db import OperationalError
from django.http import Http404
from django.views.generic import TemplateView
from peewee import DataError, DoesNotExist
from peewee import OperationalError as ConnectionFailed

from walkthrough.peewee_models import Person, database, public_people


class PeeweeView(TemplateView):
    template_name = "walkthrough/peewee.html"

    def get_context_data(self, **kwargs):
        people = public_people()
        if username := self.request.GET.get("username"):
            people = people.where(Person.username == username)
        try:
            with database.connection_context():
                person = people.get()
        except (DoesNotExist, DataError):  # no user, or a NUL in the username
            raise Http404 from None
        except ConnectionFailed as error:
            raise OperationalError from error
        return super().get_context_data(found=person, **kwargs)
