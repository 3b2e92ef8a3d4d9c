"""A place is found by its file and its name."""

import pytest

from comparison.model import source_refs
from comparison.model.source_refs import SIDES, files, names, resolve


@pytest.mark.parametrize("side", SIDES)
def test_a_file_is_a_place_with_all_its_lines(side):
    place = resolve(side, "profiles/views.py")
    assert place.start == 1
    assert place.end == len(place.lines) > 50


def test_a_function_is_found_with_its_decorators():
    place = resolve("flask", "profiles/views.py: by_pk")
    assert place.lines[0].startswith("@bp.get(")
    assert place.lines[1] == "def by_pk(pk):"
    assert place.text.endswith("\n")


def test_a_method_is_found_in_its_class():
    place = resolve("django", "accounts/models.py: UserQuerySet.visible_to")
    assert place.lines[0].strip() == "def visible_to(self, user):"


def test_an_assignment_is_found():
    place = resolve("django", "config/settings/base.py: MIDDLEWARE")
    assert place.lines[0] == "MIDDLEWARE = ["
    assert place.lines[-1] == "]"


def test_a_column_is_found_in_its_model():
    assert len(resolve("flask", "accounts/models.py: User.bio").lines) == 1


def test_a_function_has_names_for_what_it_sets_on_others_but_not_for_its_variables():
    assert len(resolve("flask", "app.py: create_app.app.wsgi_app").lines) == 1
    assert "create_app.app" not in names("flask", "app.py")
    assert "Throttle.__init__.self.own" not in names("flask", "accounts/throttle.py")


def test_a_key_of_the_settings_is_found():
    assert "CONN_MAX_AGE" in resolve("django", "config/settings/base.py: CONN_MAX_AGE").text


def test_a_named_route_is_found():
    place = resolve("django", "profiles/urls.py: by_pk")
    assert "ProfileByPkView" in place.text


@pytest.mark.parametrize("side", SIDES)
def test_a_block_of_a_template_is_found_in_both_languages(side):
    place = resolve(side, "templates/base.html: visitor")
    assert place.lines[0].strip() == "{% block visitor %}"
    assert place.lines[-1].strip() == "{% endblock %}"


def test_a_macro_is_found():
    assert "endmacro" in resolve("flask", "templates/field.html: field_group").lines[-1]


@pytest.mark.parametrize("side", SIDES)
def test_every_file_of_the_trees_can_be_read_for_names(side):
    for file in files(side):
        assert all(first <= last for first, last in names(side, file).values()), file


@pytest.mark.parametrize(
    ("spec", "near"),
    [
        ("profile/views.py", "profiles/views.py"),
        ("profiles/views.py: ProfileByPk", "ProfileByPkView"),
        ("templates/base.html: visitors", "visitor"),
    ],
)
def test_what_does_not_exist_is_an_error_that_names_the_nearest(spec, near):
    with pytest.raises(LookupError, match=f"did you mean .*{near}"):
        resolve("django", spec)


def test_files_with_secrets_or_data_are_not_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(source_refs, "ROOT", tmp_path)
    side = next(iter(SIDES))
    (tmp_path / SIDES[side]).mkdir()
    for name in (".env", ".env.local", "db.sqlite3", "app.py"):
        (tmp_path / SIDES[side] / name).touch()
    assert files.__wrapped__(side) == ("app.py",)
