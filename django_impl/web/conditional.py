"""ETags for conditional requests, from the values that a page shows (CACHE-1)."""

from functools import cache
from hashlib import sha256
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]


@cache
def files_digest():
    """Return a digest of the templates and static files, which another release may change."""
    digest = sha256()
    for folder in ("templates", "static"):
        for path in sorted(each for each in (TREE / folder).rglob("*") if each.is_file()):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def make_etag(release, *values):
    """Return an ETag that changes with each value, and with the release or, if empty, the files."""
    texts = [release or files_digest(), *map(str, values)]
    return sha256(repr(texts).encode()).hexdigest()[:32]
