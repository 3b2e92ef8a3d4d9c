"""The IP address of the client behind proxies (HOST-2)."""

import re
from ipaddress import ip_address

from django.conf import settings


def set_client_ip(get_response):
    """Set REMOTE_ADDR to the IP address that the trusted proxies report."""

    def middleware(request):
        request.META["REMOTE_ADDR"] = get_client_ip(request.META, settings.TRUSTED_PROXIES)
        return get_response(request)

    return middleware


def get_client_ip(environ, hops):
    """Return the IP address of the client, `hops` proxies away."""
    header = environ.get("HTTP_X_FORWARDED_FOR", "")
    entries = [environ.get("REMOTE_ADDR", ""), *filter(str.strip, header.split(","))]
    hops = hops if hops < len(entries) else 0
    return parse_ip_address(entries[-hops]) or parse_ip_address(entries[0]) or entries[0]


def parse_ip_address(text):
    """Return an IP address in its normal form, without port, brackets, quotes and zone; or None."""
    text = text.strip(' "')
    if parts := re.fullmatch(r"\[(.*)\](?::\d+)?|([^:]*):\d+", text):
        text = parts[1] or parts[2]
    try:
        ip = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(ip, "ipv4_mapped", None) or ip)
