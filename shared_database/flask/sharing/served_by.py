"""A header that names the implementation (SHARE-7)."""


def add_served_by(response):
    """Add the header to each response of the application."""
    response.headers["X-Served-By"] = "flask"
    return response
