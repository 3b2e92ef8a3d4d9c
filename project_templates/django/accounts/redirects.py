"""Validation of the `next` parameter."""

import re


def is_local_path(url):
    """Return whether every browser reads this URL as a path on the same host.

    A path starts with one slash. A second slash or a backslash would start a host, and
    browsers remove white space and control characters before they parse a URL.
    """
    return bool(re.fullmatch(r"/(?![/\\])[^\\\s\x00-\x20\x7f-\x9f]{0,1999}", url))
