"""Finds the browser of this machine, or says what is missing. Needs Python alone."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find():
    """Return the path of a Chromium, that of CHROMIUM if it is set; exit where there is none."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else NAMES
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        sys.exit(
            f"No browser was found ({', '.join(names)}): on Debian, apt-get install chromium; "
            "elsewhere, give the path of one with CHROMIUM=..."
        )
    return found


if __name__ == "__main__":
    find()
