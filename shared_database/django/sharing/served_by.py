"""A header that names the implementation (SHARE-7)."""


def add_served_by(get_response):
    """Add the header to each response of the application."""

    def middleware(request):
        response = get_response(request)
        response["X-Served-By"] = "django"
        return response

    return middleware
