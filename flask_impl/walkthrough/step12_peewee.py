"""Step 12: the look-up of a profile with another ORM, peewee (WALK-14)."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from peewee import DataError, DoesNotExist
from peewee import OperationalError as ConnectionFailed

from walkthrough.peewee_models import Person, database, public_people
from walkthrough.steps import bp


@bp.get("/peewee/")
def peewee() -> ResponseReturnValue:
    people = public_people()
    if username := request.args.get("username"):
        people = people.where(Person.username == username)
    try:
        with database.connection_context():
            person = people.get()
    except (DoesNotExist, DataError):  # no user, or a NUL in the username
        abort(404)
    except ConnectionFailed:
        abort(503)
    return render_template("walkthrough/peewee.html", found=person)
