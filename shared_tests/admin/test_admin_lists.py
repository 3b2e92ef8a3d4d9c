"""The lists of users and tokens in the admin: how much of a search counts, and what a row shows."""

import pytest

from shared_tests.support.admin_pages import open_list, sign_up
from shared_tests.support.api_client import APIClient
from shared_tests.support.forms_by_label import text

SEARCH_LENGTH = 100  # characters


def find_rows(page, name):
    """Return the texts of the cells of each row that has a cell with this text."""
    rows = [[*map(text, row(["td", "th"]))] for row in page.soup.select("tr")]
    return [row for row in rows if name in row]


@pytest.fixture
def token(api_client, open_browser):
    """A function that creates a token of a new user, and returns it."""
    user = sign_up(open_browser())

    def make(**fields):
        return api_client.make_token(user["username"], user["password1"], **fields).json()["token"]

    return make


@pytest.mark.spec("ADMIN-3")
@pytest.mark.parametrize(("end", "is_found"), [(SEARCH_LENGTH - 1, False), (SEARCH_LENGTH, True)])
def test_only_the_first_100_characters_of_a_search_count(superuser, browser, end, is_found):
    name = sign_up(browser)["username"]
    page = open_list(superuser, "Users", name.ljust(end) + "\u0444")
    assert bool(find_rows(page, name)) == is_found


@pytest.mark.spec("ADMIN-9", "PROFILE-10")
def test_name_of_a_token_is_not_interpreted_as_markup(superuser, token):
    name = "<b>Backup</b> &amp; <i>more</i>"
    token(name=name)
    page = open_list(superuser, "Tokens", name)
    assert len(find_rows(page, name)) == 1
    assert page.soup.main.select("td b, th b, td i, th i") == []


def count_cells_with_digits(superuser, name):
    """Return how many cells of a token's row in the admin contain digits, as its times do."""
    (row,) = find_rows(open_list(superuser, "Tokens", name), name)
    return sum(any(map(str.isdigit, cell)) for cell in row)


@pytest.mark.spec("ADMIN-9")
def test_list_of_tokens_shows_when_a_token_was_used_last(superuser, token, api_client):
    name = "Nightly backup of the directory"
    client = APIClient(api_client.base_url, token(name=name))
    before = count_cells_with_digits(superuser, name)
    assert client.get("/api/profile/").status_code == 200
    assert count_cells_with_digits(superuser, name) == before + 1
