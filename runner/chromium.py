"""Finds a Chromium on this machine. Uses only the standard library."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """Return the path of a Chromium, from CHROMIUM if set; exit if there is none."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else NAMES
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        sys.exit(
            f"No browser was found ({', '.join(names)}). "
            "On Debian, run `apt-get install chromium`; elsewhere, set CHROMIUM to its path."
        )
    return found


if __name__ == "__main__":
    find()
