"""A source reference is resolved by its file and its symbol."""

import pytest

from comparison.model import source_refs
from comparison.model.source_refs import IMPLEMENTATIONS, file_symbols, list_files, resolve


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_file_has_all_its_lines(implementation):
    ref = resolve(implementation, "profiles/views.py")
    assert ref.start == 1
    assert ref.end == len(ref.lines) > 50


def test_a_function_is_found_with_its_decorators():
    ref = resolve("flask", "profiles/views.py: by_pk")
    assert ref.lines[0].startswith("@bp.get(")
    assert ref.lines[1] == "def by_pk(pk: int) -> ResponseReturnValue:"
    assert ref.text.endswith("\n")


def test_a_method_is_found_in_its_class():
    ref = resolve("django", "accounts/models.py: UserQuerySet.visible_to")
    assert ref.lines[0].strip() == "def visible_to(self, user, token=None):"


def test_an_assignment_is_found():
    ref = resolve("django", "config/settings/base.py: MIDDLEWARE")
    assert ref.lines[0] == "MIDDLEWARE = ["
    assert ref.lines[-1] == "]"


def test_a_column_is_found_in_its_model():
    assert len(resolve("flask", "accounts/models.py: User.bio").lines) == 1


def test_attributes_set_in_a_function_are_symbols_and_variables_are_not():
    assert len(resolve("flask", "app.py: create_app.app.wsgi_app").lines) == 1
    assert "create_app.app" not in file_symbols("flask", "app.py")
    assert "Throttle.__init__.self.own" not in file_symbols("flask", "accounts/throttle.py")


def test_a_key_of_the_settings_is_found():
    assert "CONN_MAX_AGE" in resolve("django", "config/settings/base.py: CONN_MAX_AGE").text


def test_a_named_route_is_found():
    ref = resolve("django", "profiles/urls.py: by_pk")
    assert "ProfileByPkView" in ref.text


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_block_of_a_template_is_found_in_both_languages(implementation):
    ref = resolve(implementation, "templates/base.html: account_links")
    assert ref.lines[0].strip() == "{% block account_links %}"
    assert ref.lines[-1].strip() == "{% endblock %}"


def test_a_macro_is_found():
    assert "endmacro" in resolve("flask", "templates/field.html: field_group").lines[-1]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_every_file_has_valid_symbols(implementation):
    for file in list_files(implementation):
        symbols = file_symbols(implementation, file)
        assert all(first <= last for first, last in symbols.values()), file


@pytest.mark.parametrize(
    ("reference", "near"),
    [
        ("profile/views.py", "profiles/views.py"),
        ("profiles/views.py: ProfileByPk", "ProfileByPkView"),
        ("templates/base.html: account_linkz", "account_links"),
    ],
)
def test_an_unknown_reference_is_an_error_with_the_closest_matches(reference, near):
    with pytest.raises(LookupError, match=f"did you mean .*{near}"):
        resolve("django", reference)


def test_files_with_secrets_or_data_are_not_listed(tmp_path, monkeypatch):
    monkeypatch.setattr(source_refs, "ROOT", tmp_path)
    implementation = next(iter(IMPLEMENTATIONS))
    (tmp_path / IMPLEMENTATIONS[implementation]).mkdir()
    for name in (".env", ".env.local", "db.sqlite3", "app.py"):
        (tmp_path / IMPLEMENTATIONS[implementation] / name).touch()
    assert list_files.__wrapped__(implementation) == ("app.py",)
