"""What every response, redirect and error page has."""

# After a form, another status would send its fields to the other URL (RFC 9700, 4.12).
REDIRECTS = {"GET": (301, 302, 303, 307, 308), "POST": (302, 303)}
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


def assert_error_page(page):
    """Check that an error page has the application's layout and no traceback."""
    assert page.soup.select_one("header a.brand")
    assert page.select_text("#error")
    assert "Traceback" not in page.response.text
