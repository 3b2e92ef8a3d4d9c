"""Values that the steps use: names, passwords, texts, fields of forms, and requests."""

from hypothesis import strategies as st

PASSWORDS = ("correct-horse-1", "battery-staple-2")
NASTY = [
    "", " ", "<b>x</b>", "a\x00b", "a\r\nb", "\u200b", "é", "e\u0301", "ß", "İ", "ı", "Ω", "𝕏",
    "'\";--", "{{ 7*7 }}", "%", "_", "\\", "a" * 101, "a" * 151, "a" * 201, "a" * 2001,
    "\u202eabc", "\ufffe",
]  # fmt: skip
WEBSITES = [
    "", "https://example.com", "http://example.com:8080/a?b#c", "javascript:alert(1)",
    "//example.com", "https://user@example.com", "HTTPS://EXAMPLE.com/é", "http://[::1]/",
    "http://a b/", "ftp://a.example",
]  # fmt: skip
EMAILS = [
    "{}@example.com",
    "{}@EXAMPLE.com",
    "{}@example",
    "@",
    "{}é@example.com",
    "a b@example.com",
    "",
]
SCOPES = ["profile:read", "email:read", "profile:write", "directory:read", "admin"]
PATHS = [
    "/", "/profile/", "/profile/{}/", "/profile/{}", "/profile/1/", "/profile/0/", "/profile/01/",
    "/profile/ADA/?x=1", "/profiles/", "/profiles/?page=2", "/profiles/?page=0",
    "/profiles/table/?sort=-name", "/profiles/table/?sort=x", "/profiles/table/?_export=csv",
    "/profiles/?page=51", "/profiles/?after=1", "/profiles/?before=x", "/accounts/login/",
    "/accounts/signup/", "/accounts/edit/", "/accounts/logout/", "/accounts/logout",
    "/accounts/delete/",
    "/accounts/export/", "/accounts/sessions/", "/accounts/tokens/", "/accounts/password_change/",
    "/accounts/password_reset/", "/accounts/reset/1/x/", "/stats/", "/walkthrough/",
    "/walkthrough/template/?q=a", "/walkthrough/errors/?day=x", "/walkthrough/url-values/de/",
    "/walkthrough/login-required/profile/", "/healthz", "/readyz", "/nothing/",
    "//profile/1/", "/profiles//", "/profile/%00/", "/profile/%ff/", "/static/style.css",
    "/static/nothing.css", "/api/profiles/", "/api/profiles/?q=ada&page=1", "/api/profiles/{}/",
    "/api/profile/", "/api/tokens/", "/api/openapi.json", "/admin", "/admin/", "/admin/nothing/",
]  # fmt: skip
FORMS = [
    "/accounts/login/", "/accounts/signup/", "/accounts/edit/", "/accounts/password_change/",
    "/accounts/password_reset/", "/accounts/delete/", "/accounts/tokens/",
]  # fmt: skip
FORMS_WITH_LOGIN = {
    "/": "logout-form", "/accounts/edit/": "profile-form", "/accounts/delete/": "delete-form",
    "/accounts/password_change/": "password-form", "/accounts/tokens/": "token-form",
}  # fmt: skip
PATHS_WITH_LOGIN = [
    "/profile/", "/profile/grace/", "/profile/2/", "/accounts/edit/", "/accounts/sessions/",
    "/admin/", "/walkthrough/login-required/profile/",
]  # fmt: skip
FILES = [
    "/static/style.css", "/static/STYLE.css", "/static/nothing.css", "/static/x/nothing.css",
    "/static/style.css/", "/static/%00", "/static/../style.css", "/static/", "/static",
]  # fmt: skip
KINDS = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=latin-1",
    "application/x-www-form-urlencoded; charset=x", "multipart/form-data",
    "multipart/form-data; boundary=x", "text/plain", "APPLICATION/X-WWW-FORM-URLENCODED",
]  # fmt: skip
RESTS = ["", "&username=é", "&password=%ff", "&a=%00", "&email=a&email=b", "&x=1" * 1500, "&=&;"]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO"]
HEADERS = {
    "Accept": ["text/html", "application/json", "*/*;q=0", "\xff"],
    "Authorization": ["Bearer x", "Basic YTpi", "Basic !", "Bearer", "Digest x"],
    "Content-Type": [
        "application/json", "application/x-www-form-urlencoded", "text/plain",
        "multipart/form-data; boundary=x",
    ],
    "Cookie": ["a=b", "=", "sessionid=x; session=x", "\xff"],
    "Host": ["evil.example", ""],
    "If-None-Match": ["*", '"x"', 'W/"x"'],
    "Origin": ["null", "https://evil.example"],
    "Range": ["bytes=0-9", "bytes=x"],
    "X-Forwarded-For": ["1.2.3.4", "x"],
    "X-HTTP-Method-Override": ["DELETE"],
}  # fmt: skip

passwords = st.sampled_from(PASSWORDS)
passwords_or_wrong = st.sampled_from(
    [*PASSWORDS * 3, *PASSWORDS[:1] * 3, "wrong", "", "short", "anna", "12345678", "a" * 1025]
)
texts = st.sampled_from(NASTY) | st.text(max_size=40)
methods = st.sampled_from(METHODS)
numbers = st.integers(min_value=0, max_value=3)
visibilities = st.sampled_from(["public", "members", "private", "x"])
next_paths = st.none() | st.sampled_from(
    ["/stats/", "//evil.example", "/\\evil.example", "https://evil.example", "", "/profile/1/?a=b"]
)
queries = st.fixed_dictionaries(
    {},
    optional={
        "q": texts,
        "joined_after": st.sampled_from(["2026-01-01", "2026-13-01", "x", "2999-01-01"]),
        "sort": st.sampled_from(["username", "-username", "joined", "-joined", "x"]),
        "page": st.sampled_from(["1", "2", "0", "x", "01"]),
    },
)
profile_fields = st.fixed_dictionaries(
    {},
    optional={
        "first_name": texts,
        "last_name": texts,
        "bio": texts,
        "location": texts,
        "website": st.sampled_from(WEBSITES) | texts,
        "visibility": visibilities,
    },
)
headers = st.dictionaries(
    st.sampled_from(sorted(HEADERS)), st.integers(min_value=0, max_value=4), max_size=2
).map(
    lambda chosen: {
        name: HEADERS[name][number % len(HEADERS[name])] for name, number in chosen.items()
    }
)
bodies = st.sampled_from(
    [
        "",
        "{}",
        "[]",
        "{",
        "null",
        '{"a": NaN}',
        "a=b",
        "username=ada&username=x",
        "a=%ff",
        "%",
        "--x--",
        "\x00",
    ]
)
token_fields = st.fixed_dictionaries(
    {
        "name": texts,
        "scopes": st.lists(st.sampled_from(SCOPES), max_size=4, unique=True),
        "days": st.sampled_from(["7", "365", "8", "", "x"]),
    }
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | texts
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
