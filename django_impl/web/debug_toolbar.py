"""The debug toolbar, in development only (SETTINGS-8)."""

CONTENT_SECURITY_POLICY = "default-src 'self' 'unsafe-inline' data:"


def allow_scripts(get_response):
    """Allow the scripts and styles of the toolbar, which the policy of the other pages forbids."""

    def middleware(request):
        response = get_response(request)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    return middleware
