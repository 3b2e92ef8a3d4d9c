"""How the directory is searched, sorted, counted and cut into pages (DIRECTORY)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time

from flask import abort, request
from sqlalchemy import and_, func, or_, select
from wtforms.fields import SelectChoice

from accounts.models import User
from core.extensions import db
from core.fields import ChoiceField, DateField, StringField
from core.forms import Form
from core.validators import MaxLength

PER_PAGE = 20
LAST_PAGE = 50
COUNTED = 1000  # people; more are not told apart
SORTS = {
    "username": [User.username],
    "-username": [User.username.desc()],
    "joined": [User.date_joined, User.id],
    "-joined": [User.date_joined.desc(), User.id.desc()],
}
LABELS = ["Username, A to Z", "Username, Z to A", "First to join", "Last to join"]


class DirectoryForm(Form):
    """What people are looked for, and in which order they are wanted."""

    class Meta(Form.Meta):
        csrf = False

        def wrap_formdata(self, form, formdata):
            return request.args

    q = StringField("Search", [MaxLength(100)])
    joined_after = DateField("Joined since")
    sort = ChoiceField("Sort by", choices=list(map(SelectChoice, SORTS, LABELS)))

    @property
    def order(self):
        """The order that is wanted, as one of SORTS."""
        return self.sort.data if self.sort.data in SORTS else "username"

    def filter(self, people):
        """Return those of the people who are looked for."""
        if self.q.data:
            people = people.where(User.matches(self.q.data))
        if self.joined_after.data:
            day = datetime.combine(self.joined_after.data, time.min, UTC)
            people = people.where(User.date_joined >= day)
        return people


@dataclass
class Page:
    """Some people in their order, and the parameters of the pages before and after them."""

    people: list
    previous: dict | None
    next: dict | None
    number: int | None = None


def link(**position):
    """Return the parameters that lead to a position, and None for those that would not."""
    return {"page": None, "after": None, "before": None} | position


def count(people):
    """Return how many people there are, at most one more than are counted."""
    some = people.with_only_columns(User.id).limit(COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some))


def cut(people, sort, parameters):
    """Return the page that the parameters ask for; abort with 404 if there is none."""
    for name in ("after", "before"):
        if name in parameters:
            return page_by_key(people, sort, parameters[name], backwards=name == "before")
    return page_by_number(people.order_by(*SORTS[sort]), parameters.get("page", "1"))


def page_by_number(people, number):
    """Return one of the first pages (DIRECTORY-2)."""
    if not re.fullmatch(r"[1-9]|[1-4][0-9]|50", number):
        abort(404)
    number = int(number)
    some = people.offset((number - 1) * PER_PAGE).limit(PER_PAGE + 1)
    rows = list(db.session.scalars(some))
    if not rows and number > 1:
        abort(404)
    more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE]
    previous, following = None, None
    if number > 1:
        previous = link(page=number - 1)
    if more:
        following = link(page=number + 1) if number < LAST_PAGE else link(after=rows[-1].id)
    return Page(rows, previous, following, number)


def page_by_key(people, sort, pk, backwards):
    """Return the page that follows, or precedes, one of these people (DIRECTORY-6)."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}", pk):
        abort(404)
    person = db.session.scalar(people.where(User.id == int(pk)))
    if person is None:
        abort(404)
    if backwards:
        sort = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    further = people.where(beyond(person, sort)).order_by(*SORTS[sort])
    rows = list(db.session.scalars(further.limit(PER_PAGE + 1)))
    more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE][::-1] if backwards else rows[:PER_PAGE]
    if not rows:
        abort(404)
    previous, following = link(before=rows[0].id), link(after=rows[-1].id)
    if backwards:
        return Page(rows, previous if more else None, following)
    return Page(rows, previous, following if more else None)


def beyond(person, sort):
    """Return the condition that somebody comes after a person in this order."""
    column = User.username if sort.endswith("username") else User.date_joined
    value = getattr(person, column.key)
    if sort.startswith("-"):
        return and_(column <= value, or_(column < value, User.id < person.id))
    return and_(column >= value, or_(column > value, User.id > person.id))
