"""Create, list and revoke grants on the page `/accounts/grants/`, and private users for tests."""

from shared_tests.support.admin_pages import sign_up

PATH = "/accounts/grants/"
TOKENS_PATH = "/accounts/tokens/"
FIELDS = ("first_name", "last_name", "email", "bio", "location", "website", "visibility")


def edit_profile(browser, **changes):
    """Submit the profile form with the stored values and these changes."""
    stored = browser.get("/accounts/export/").response.json()
    values = {name: stored[name] for name in FIELDS}
    browser.get("/accounts/edit/")
    assert browser.submit("profile-form", **values | changes).path == "/profile/"


def sign_up_private(browser, **fields):
    """Sign up a new private user and return the username."""
    account = sign_up(browser, **fields)
    edit_profile(browser, visibility="private")
    return account["username"]


def create_grant(browser, grantee, **fields):
    """Submit the form, with default values for missing fields; return the page."""
    browser.get(PATH)
    return browser.submit("grant-form", **({"grantee": grantee, "hours": "24"} | fields))


def create_token(browser, scope="directory:read"):
    """Create a token on its page; return its secret, and its number as `#12`."""
    browser.get(TOKENS_PATH)
    page = browser.submit("token-form", name="Reader", scopes=[scope], days="7")
    number = page.soup.select_one("table#tokens tbody tr th[scope=row]").get_text(strip=True)
    return page.select_text("#token"), number


def rows(page):
    """Return the texts of the cells of each grant, without the button."""
    found = page.soup.select("table#grants tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")][:-1] for row in found]


def revoke(browser, number=0, **changed):
    """Submit the form of a row, with changed hidden fields; return the page after the redirect."""
    form = browser.page.soup.select("table#grants form")[number]
    hidden = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    return browser.request("POST", form["action"], data=hidden | changed)
