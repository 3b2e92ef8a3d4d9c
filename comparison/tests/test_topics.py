"""data/topics/ is valid and complete."""

import copy

import pytest

from comparison.model import topics
from comparison.model.coverage import covers, items_to_cover
from comparison.model.defaults import different_defaults, parse_at_risk
from comparison.model.source_refs import IMPLEMENTATIONS, resolve
from comparison.model.validate_topics import validate


def test_the_topics_are_valid():
    errors = validate(topics.entries())
    assert not errors, "\n".join(errors)


def test_a_topic_has_its_source_refs_in_order():
    topic = topics.get("profile-by-pk")
    assert [ref.symbol for ref in topic.source_refs["django"]] == ["by_pk", "ProfileByPkView"]
    assert topic.source_refs["flask"][0].lines[1] == "def by_pk(pk: int) -> ResponseReturnValue:"


@pytest.fixture
def entries():
    """A copy of the tables of data/topics/."""
    return copy.deepcopy(topics.entries())


def changed(entries, name, **values):
    """Change the topic with this id; return all errors."""
    next(entry for entry in entries if entry["id"] == name).update(values)
    return validate(entries)


@pytest.mark.parametrize(
    ("values", "error"),
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
def test_an_error_in_a_topic_is_reported(entries, values, error):
    errors = changed(entries, "profile-by-pk", **values)
    assert any(line.startswith(f"profile-by-pk: {error}") for line in errors), errors


def test_a_duplicate_id_is_reported(entries):
    assert "profile-by-pk: appears 2 times" in changed(entries, "home", id="profile-by-pk")


def test_a_split_area_is_reported(entries):
    assert "the area Email is split into 2 parts" in changed(entries, "home", area="Email")


@pytest.mark.parametrize(
    ("topic", "error"),
    [
        ("hashing", "no topic covers PASSWORD-1"),
        ("hashing", "no topic covers the difference “Password hashing”"),
        ("end-session", "no topic covers the route accounts/views.py: end_session of django"),
        ("end-session", "no topic covers the route accounts/views.py: end_session of flask"),
        ("session-model", "no topic covers the model accounts/models.py: Session of django"),
        ("session-model", "no topic covers the model accounts/models.py: Session of flask"),
        ("profile-form", "no topic covers the form profiles/forms.py: ProfileForm of flask"),
        ("clearsessions", "no topic covers the command tokens/commands.py: clearsessions of flask"),
        ("error-pages", "no topic covers the template templates/error.html of django"),
    ],
)
def test_an_uncovered_item_is_reported(entries, topic, error):
    left = [entry for entry in entries if entry["id"] != topic]
    assert error in validate(left)


@pytest.mark.parametrize(
    ("implementation", "kind", "reference"),
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
def test_items_to_cover_are_found(implementation, kind, reference):
    assert (kind, resolve(implementation, reference)) in items_to_cover(implementation)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_file_covers_its_symbols(implementation):
    whole, part = (
        resolve(implementation, "accounts/models.py"),
        resolve(implementation, "accounts/models.py: User"),
    )
    assert covers(whole, part)
    assert covers(part, part)
    assert not covers(part, whole)


def test_an_entry_of_differences_md_is_parsed():
    entry = different_defaults()["Password hashing"]
    assert entry.area == "Passwords and accounts"
    assert entry.defaults["django"] == "Django hashes with PBKDF2."
    assert entry.risk.startswith("Users can't log in after a migration")
    assert (entry.side, entry.severity) == ("both", "medium")
    assert entry.requirements == ("PASSWORD-1",)
    assert "`hash_password`" in entry.handling["flask"]


def test_an_area_of_differences_md_is_a_heading_without_the_text_below_it():
    assert different_defaults()["API errors"].area == "The API"


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("Django, low", ("django", "low")),
        ("Flask, high", ("flask", "high")),
        ("both, medium", ("both", "medium")),
    ],
)
def test_the_side_at_risk_and_the_severity_are_parsed(text, parsed):
    assert parse_at_risk("A title", text) == parsed


@pytest.mark.parametrize("text", ["", "Flask", "Both, high", "flask, high", "Flask, critical"])
def test_another_side_or_severity_is_an_error(text):
    with pytest.raises(ValueError, match="A title: At risk"):
        parse_at_risk("A title", text)
