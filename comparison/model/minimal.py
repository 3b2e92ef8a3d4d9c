"""The minimal versions of topics in comparison/minimal/."""

from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

MINIMAL = ROOT / "comparison" / "minimal"


def topic_ids():
    """Return the ids of the topics that have minimal versions, sorted."""
    return sorted(path.parent.name for path in MINIMAL.glob("*/checks.toml"))


def minimal_versions(topic_id):
    """Return the text of the minimal version by implementation, or {} if the topic has none."""
    if topic_id not in topic_ids():
        return {}
    return {name: read(f"{topic_id}/{name}.py") for name in IMPLEMENTATIONS}


def minimal_projects():
    """Return the text of the project that the minimal versions run in, by implementation."""
    return {name: read(f"{name}_project.py") for name in IMPLEMENTATIONS}


def read(name):
    """Return the text of a file of comparison/minimal/."""
    return (MINIMAL / name).read_text(encoding="utf-8")
