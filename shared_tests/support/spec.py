"""The requirements of SPEC.md."""

import re
from pathlib import Path

SPEC = Path(__file__).resolve().parents[2] / "SPEC.md"
NAME = r"[A-Z]+-[0-9]+"


def requirements():
    """Return the names of all requirements, in the order of SPEC.md."""
    return re.findall(rf"^- \*\*({NAME})\*\*", SPEC.read_text(encoding="utf-8"), re.MULTILINE)


def text(requirement):
    """Return the sentences of a requirement, as a line of Markdown."""
    pattern = rf"^- \*\*{requirement}\*\* (.*(?:\n  .*)*)"
    return " ".join(re.search(pattern, SPEC.read_text(encoding="utf-8"), re.MULTILINE)[1].split())


def group(requirement):
    """Return the group of a requirement: PROFILE for PROFILE-1."""
    return requirement.rpartition("-")[0]
