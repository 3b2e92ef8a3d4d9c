"""The table of users as a model of peewee, for step 12 (WALK-14)."""

import peewee
from django.conf import settings

from accounts.models import Visibility
from core.environment import postgresql_parameters, sqlite_path


def create_database(url):
    """Return a database for the setting DATABASE_URL; it connects when it is used."""
    if url.startswith("sqlite:"):
        return peewee.SqliteDatabase(sqlite_path(url))
    parameters = postgresql_parameters(url)
    return peewee.PostgresqlDatabase(parameters.pop("dbname"), **parameters)


database = create_database(settings.DATABASE_URL)


class Person(peewee.Model):
    """The columns of a user that the page needs; another ORM makes the migrations."""

    username = peewee.CharField()
    is_active = peewee.BooleanField()
    visibility = peewee.CharField()

    class Meta:
        database = database
        table_name = "users"


def public_people():
    """Return the active users with a public profile, by primary key."""
    people = Person.select().where(Person.is_active, Person.visibility == Visibility.PUBLIC)
    return people.order_by(Person.id)
