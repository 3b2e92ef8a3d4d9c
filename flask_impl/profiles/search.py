"""Search and order of the directory (DIRECTORY-3 to DIRECTORY-5)."""

from datetime import UTC, datetime, time

from accounts.models import User
from core.fields import DateField, SelectField, StringField
from core.forms import Form
from core.search import count_rows, limit_to_found
from core.validators import MaxLength

ORDERINGS = {
    "username": [User.username],
    "-username": [User.username.desc()],
    "joined": [User.date_joined, User.id],
    "-joined": [User.date_joined.desc(), User.id.desc()],
}
ORDERING_LABELS = ["Username, A to Z", "Username, Z to A", "First to join", "Last to join"]


class DirectoryForm(Form):
    """The search form of the directory, and the filters that it applies to the users."""

    class Meta:
        csrf = False

    q = StringField("Search", [MaxLength(100)])
    joined_after = DateField("Joined since")
    sort = SelectField("Sort by", choices=dict(zip(ORDERINGS, ORDERING_LABELS, strict=True)))

    @property
    def order(self):
        """The selected ordering: a key of ORDERINGS."""
        return self.sort.data if self.sort.data in ORDERINGS else "username"

    def filter(self, users):
        """Return the users that match the form."""
        if self.q.data:
            users = users.where(User.matches(self.q.data))
        if self.joined_after.data:
            day = datetime.combine(self.joined_after.data, time.min, UTC)
            users = users.where(User.date_joined >= day)
        return users


def count_and_limit(users, text):
    """Return the users, who match a text, and their number as `count_rows` returns it."""
    if not text:
        return users, count_rows(users, User.id)
    return limit_to_found(users, User.has_grams(text), User.id)
