"""Search and order of the directory (DIRECTORY-3 to DIRECTORY-5)."""

from datetime import UTC, datetime, time

from django import forms
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from accounts.models import User
from core.fields import CharField
from core.search import count_rows, limit_to_found

ORDERINGS = {
    "username": ["username"],
    "-username": ["-username"],
    "joined": ["date_joined", "id"],
    "-joined": ["-date_joined", "-id"],
}
ORDERING_LABELS = ["Username, A to Z", "Username, Z to A", "First to join", "Last to join"]


class TextFilter(CharFilter):
    """Extends `django_filters.CharFilter`: text as in other forms (FORM-3)."""

    field_class = CharField


class DirectoryFilter(FilterSet):
    """The search form of the directory, and the filters that it applies to the users."""

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
        choices=list(zip(ORDERINGS, ORDERING_LABELS, strict=True)),
        empty_label=None,
        error_messages={"invalid_choice": "Select a valid choice."},
    )

    @property
    def text(self):
        """The text to search for, or an empty string."""
        return self.form.cleaned_data.get("q", "") if self.is_bound else ""

    def search(self, users, name, text):
        return users.filter(User.matches(text))

    def filter_joined_after(self, users, name, day):
        return users.filter(date_joined__gte=datetime.combine(day, time.min, UTC))

    def order(self, users, name, value):
        return users.order_by(*ORDERINGS[value])


def count_and_limit(users, text):
    """Return the users, who match a text, and their number as `count_rows` returns it."""
    if not text:
        return users, count_rows(users)
    return limit_to_found(users, User.has_grams(text))
