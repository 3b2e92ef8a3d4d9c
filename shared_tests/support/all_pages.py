"""Pages of all kinds, for requirements that each of them meets."""

PAGES = [
    "/", "/profile/ada/", "/profile/bobby/", "/profile/nobody_yet/", "/profiles/", "/profiles/?page=2",
    "/accounts/login/", "/accounts/login/?next=/%22%3E%3Cx%3E", "/accounts/signup/", "/nothing/",
    "/accounts/password_reset/", "/accounts/password_reset/done/", "/accounts/reset/MQ/a-secret/",
    "/api/docs/", "/stats/", "/walkthrough/", "/walkthrough/function-view/profile/bobby/",
    "/walkthrough/class-view/profile/bobby/", "/walkthrough/template/?q=a", "/walkthrough/hooks/",
    "/walkthrough/errors/", "/walkthrough/url-values/de/", "/walkthrough/configuration/", "/walkthrough/apps/",
    "/profiles/table/?sort=-joined&page=2", "/profiles/table/?q=nobody+has+this+name", "/profiles/table/?joined_after=x",
]  # fmt: skip
FORMS = {
    "/accounts/edit/": "profile-form",
    "/accounts/tokens/": "token-form",
    "/accounts/grants/": "grant-form",
    "/accounts/password_change/": "password-form",
    "/accounts/delete/": "delete-form",
}


def get_pages(browser, member):
    """Return one page of each kind, as (where, page) pairs."""
    found = [(path, browser.get(path)) for path in PAGES]
    found += [
        (f"member {path}", member.get(path))
        for path in [
            "/",
            "/profile/",
            "/profiles/",
            "/profiles/table/",
            "/accounts/edit/",
            "/accounts/tokens/",
            "/accounts/grants/",
            "/accounts/sessions/",
            "/accounts/password_change/",
            "/accounts/delete/",
            "/api/docs/",
            "/stats/",
        ]
    ]
    found.append(("sign-up refused", browser.sign_up(username='"><x>', email="é", password1="1")))
    found.append(("login refused", browser.log_in("<b>&amp;", "wrong")))
    browser.get("/accounts/password_reset/")
    found.append(("reset refused", browser.submit("reset-form", email="<x>")))
    for path, form in FORMS.items():
        member.get(path)
        found.append((f"{form} refused", member.submit(form)))
    found.append(("forbidden", browser.request("POST", "/accounts/login/", data={})))
    found.append(("bad request", browser.send("GET", "/", headers={"Host": "evil.example"})))
    found.append(("method", browser.send("PUT", "/")))
    return found


def is_of_member(where):
    """Return whether `get_pages` requested a page as the authenticated user."""
    return where.startswith(("member ", *FORMS.values()))
