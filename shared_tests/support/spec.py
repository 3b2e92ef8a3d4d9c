"""The requirements of SPEC.md, and the names and texts that it promises."""

import re
from functools import cache
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


@cache
def code():
    """Return the texts that SPEC.md shows in `code`, one a line, with 0 for each number."""
    spans = re.findall(r"`([^`]+)`", SPEC.read_text(encoding="utf-8"))
    return normalized("\n".join(" ".join(span.split()) for span in spans))


def normalized(text):
    """Return a text with 0 for each number."""
    return re.sub(r"[0-9]+", "0", text)


@cache
def named():
    """Return a pattern for each text in `code` that contains NAME, which stands for any text."""
    spans = [span for span in code().splitlines() if re.search(r"\bNAME\b", span) and " " in span]
    return [re.compile(".+".join(map(re.escape, re.split(r"\bNAME\b", span)))) for span in spans]


@cache
def promises(text):
    """Return whether SPEC.md shows a name or text in `code`, alone or in a longer one."""
    text = normalized(" ".join(text.split()))
    if any(pattern.fullmatch(text) for pattern in named()):
        return True
    return bool(re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", code()))
