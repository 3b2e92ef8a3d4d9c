"""topics.toml speaks of what exists, and leaves nothing out."""

import copy

import pytest

from comparison.model import topics, validate_topics
from comparison.model.coverage import covers, inventory
from comparison.model.defaults import differences
from comparison.model.source_refs import SIDES, resolve


def test_the_topics_are_whole():
    found = topics.complaints()
    assert not found, "\n".join(found)


def test_a_topic_has_its_places_in_order():
    topic = topics.find("profile-by-pk")
    assert [place.symbol for place in topic.places["django"]] == ["by_pk", "ProfileByPkView"]
    assert topic.places["flask"][0].lines[1] == "def by_pk(pk):"


@pytest.fixture
def entries():
    """The tables of topics.toml, to be broken."""
    return copy.deepcopy(topics.entries())


def changed(entries, name, **values):
    """Change the topic of this id; return all complaints."""
    next(entry for entry in entries if entry["id"] == name).update(values)
    return validate_topics.complaints(entries)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        (
            {"flask": ["profile/views.py"]},
            "flask has no file profile/views.py; did you mean profiles/v",
        ),
        (
            {"flask": ["profiles/views.py: by_pkk"]},
            "flask: profiles/views.py has no by_pkk; did you mean by",
        ),
        ({"flask": ["ops/health.py: by_pk"]}, "flask: ops/health.py has no by_pk"),
        (
            {"requirements": ["PROFIL-1"]},
            "there is no requirement PROFIL-1; did you mean PROFILE-1",
        ),
        (
            {"differences": ["User names"]},
            "there is no entry of DIFFERENCES.md User names; did you mean User",
        ),
        ({"flask": []}, "has no source reference for flask and no `alone` to say why"),
        ({"flask": [], "django": []}, "has no source references"),
        ({"alone": "why"}, "has source references for all implementations, but also `alone`"),
        ({"title": ""}, "has no title"),
        ({"sentance": "It."}, "has an unknown key sentance; did you mean sentence"),
    ],
)
def test_what_is_wrong_with_a_topic_is_told(entries, values, complaint):
    found = changed(entries, "profile-by-pk", **values)
    assert any(line.startswith(f"profile-by-pk: {complaint}") for line in found), found


def test_two_topics_of_one_id_are_told(entries):
    assert "profile-by-pk: appears 2 times" in changed(entries, "home", id="profile-by-pk")


def test_an_area_in_pieces_is_told(entries):
    assert "the area Email is split into 2 parts" in changed(entries, "home", area="Email")


@pytest.mark.parametrize(
    ("topic", "complaint"),
    [
        ("hashing", "no topic covers PASSWORD-1"),
        ("hashing", "no topic covers the difference “Password hashing”"),
        ("end-session", "no topic covers the route accounts/views.py: end_session of django"),
        ("end-session", "no topic covers the route accounts/views.py: end_session of flask"),
        ("session-model", "no topic covers the model accounts/models.py: Session of django"),
        ("session-model", "no topic covers the model accounts/models.py: Session of flask"),
        ("profile-form", "no topic covers the form profiles/forms.py: ProfileForm of flask"),
        (
            "clearsessions",
            "no topic covers the command tokens/commands.py: clearsessions of flask",
        ),
        ("error-pages", "no topic covers the template templates/error.html of django"),
    ],
)
def test_what_is_left_out_is_told(entries, topic, complaint):
    left = [entry for entry in entries if entry["id"] != topic]
    assert complaint in validate_topics.complaints(left)


@pytest.mark.parametrize(
    ("side", "kind", "spec"),
    [
        ("django", "route", "profiles/views.py: ProfileByPkView"),
        ("django", "route", "ops/health.py: healthz"),
        ("django", "model", "tokens/models.py: Token"),
        ("django", "form", "accounts/forms.py: SignUpForm"),
        ("django", "command", "accounts/management/commands/seed.py"),
        ("flask", "route", "profiles/views.py: by_pk"),
        ("flask", "route", "api/profiles.py: ProfilesView"),
        ("flask", "route", "ops/health.py: healthz"),
        ("flask", "model", "accounts/models.py: User"),
        ("flask", "form", "passwords/forms.py: SetPasswordForm"),
        ("flask", "command", "accounts/commands.py: createsuperuser"),
        ("flask", "template", "templates/passwords/reset_mail.txt"),
    ],
)
def test_the_inventory_finds_what_a_side_has(side, kind, spec):
    assert (kind, resolve(side, spec)) in inventory(side)


@pytest.mark.parametrize("side", SIDES)
def test_a_file_covers_what_is_in_it(side):
    whole, part = resolve(side, "accounts/models.py"), resolve(side, "accounts/models.py: User")
    assert covers(whole, part)
    assert covers(part, part)
    assert not covers(part, whole)


def test_an_entry_of_the_differences_is_read_by_its_fields():
    entry = differences()["Password hashing"]
    assert entry.defaults["django"] == "PBKDF2."
    assert entry.risk.startswith("Users can't log in after a migration")
    assert entry.requirements == ("PASSWORD-1",)
    assert "`hash_password`" in entry.here["flask"]
