"""What the footer of each page says: versions, date, commit and repository."""

import os
import platform
import subprocess
from datetime import UTC, datetime

from comparison.measure.dependencies import pinned_versions
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

ARTICLE = "https://devel.tech/features/django-vs-flask/"
# The last version of its source text on git-pull.com, where it was published first.
COMMIT = "fc39c53593ddecf321c33403ca340de596dae49f"
SOURCE = f"https://github.com/git-pull/website/blob/{COMMIT}/code_explorer/django-vs-flask.rst"


def read():
    """Return the values of the footer. REPOSITORY_URL is the URL of the repository, if any."""
    versions = {name.title(): pinned_versions(name)[name] for name in IMPLEMENTATIONS}
    return {
        "versions": versions | {"Python": platform.python_version()},
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": read_commit(),
        "repository": os.environ.get("REPOSITORY_URL", "").rstrip("/"),
        "article": ARTICLE,
        "article_source": SOURCE,
    }


def read_commit():
    """Return the id of the commit, or "" outside a clone."""
    command = ["git", "rev-parse", "--short=10", "HEAD"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
