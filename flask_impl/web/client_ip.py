"""The IP address of the client behind proxies (HOST-2)."""

import re
from ipaddress import ip_address

from flask import current_app, request


def set_client_ip():
    """Set remote_addr to the IP address that the trusted proxies report.

    Not ProxyFix: it parses quotes, with which a client could hide what a proxy appends.
    """
    request.remote_addr = get_client_ip(request.environ, current_app.config["TRUSTED_PROXIES"])


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
