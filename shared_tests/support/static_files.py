"""The stylesheet of the suite, and its path by the digest of its content."""

from hashlib import md5
from pathlib import Path

STYLE = (Path(__file__).resolve().parents[1] / "style.css").read_bytes()


def hashed_path(style):
    """Return the path of a stylesheet with this content."""
    return f"/static/style.{md5(style, usedforsecurity=False).hexdigest()[:12]}.css"


STYLE_PATH = hashed_path(STYLE)
