"""Where `next` may lead (LOGIN-5)."""

import re


def is_local_path(url):
    """Say whether every browser takes this for a path of this site.

    A path starts with one slash. A second slash or a backslash would start a host, and
    browsers drop white space and control characters before they look.
    """
    return bool(re.fullmatch(r"/(?![/\\])[^\\\s\x00-\x20\x7f-\x9f]{0,1999}", url))
