"""How the directory is searched, sorted, counted and cut into pages (DIRECTORY)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django import forms
from django.db.models import Q
from django.http import Http404
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from core.fields import CharField

PER_PAGE = 20
LAST_PAGE = 50
COUNTED = 1000  # people; more are not told apart
SORTS = {
    "username": ["username"],
    "-username": ["-username"],
    "joined": ["date_joined", "id"],
    "-joined": ["-date_joined", "-id"],
}
LABELS = ["Username, A to Z", "Username, Z to A", "First to join", "Last to join"]


class TextFilter(CharFilter):
    """Text, as in other forms (FORM-3)."""

    field_class = CharField


class DirectoryFilter(FilterSet):
    """What people are looked for, and in which order they are wanted."""

    q = TextFilter(method="search", label="Search", max_length=100)
    joined_after = DateFilter(
        method="filter_joined_after",
        label="Joined since",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    sort = ChoiceFilter(
        method="order",
        label="Sort by",
        choices=list(zip(SORTS, LABELS, strict=True)),
        empty_label=None,
        error_messages={"invalid_choice": "Select a valid choice."},
    )

    def search(self, people, name, text):
        return people.search(text)

    def filter_joined_after(self, people, name, day):
        return people.filter(date_joined__gte=datetime.combine(day, time.min, UTC))

    def order(self, people, name, value):
        return people.order_by(*SORTS[value])


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
    return people.order_by()[: COUNTED + 1].count()


def cut(people, parameters):
    """Return the page that the parameters ask for; raise Http404 if there is none."""
    for name in ("after", "before"):
        if name in parameters:
            return page_by_key(people, parameters[name], backwards=name == "before")
    return page_by_number(people, parameters.get("page", "1"))


def page_by_number(people, number):
    """Return one of the first pages (DIRECTORY-2)."""
    if not re.fullmatch(r"[1-9]|[1-4][0-9]|50", number):
        raise Http404("Not the number of a page.")
    number = int(number)
    rows = list(people[(number - 1) * PER_PAGE :][: PER_PAGE + 1])
    if not rows and number > 1:
        raise Http404("No such page.")
    more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE]
    previous, following = None, None
    if number > 1:
        previous = link(page=number - 1)
    if more:
        following = link(page=number + 1) if number < LAST_PAGE else link(after=rows[-1].pk)
    return Page(rows, previous, following, number)


def page_by_key(people, pk, backwards):
    """Return the page that follows, or precedes, one of these people (DIRECTORY-6)."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}", pk):
        raise Http404("Not a primary key.")
    person = people.filter(pk=pk).first()
    if person is None:
        raise Http404("Nobody to go on from.")
    rows = list(beyond(people.reverse() if backwards else people, person)[: PER_PAGE + 1])
    more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE][::-1] if backwards else rows[:PER_PAGE]
    if not rows:
        raise Http404("No such page.")
    previous, following = link(before=rows[0].pk), link(after=rows[-1].pk)
    if backwards:
        return Page(rows, previous if more else None, following)
    return Page(rows, previous, following if more else None)


def beyond(people, person):
    """Return the people who come after a person, in the order that they have."""
    first = people.query.order_by[0]
    downwards = first.startswith("-") != (not people.query.standard_ordering)
    name, than = first.lstrip("-"), "lt" if downwards else "gt"
    value = getattr(person, name)
    further = Q(**{f"{name}__{than}": value})
    same = Q(**{name: value, f"id__{than}": person.pk})
    return people.filter(Q(**{f"{name}__{than}e": value}), further | same)
