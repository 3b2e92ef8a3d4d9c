"""Runs the browser tests, and creates a page that compares their screenshots.

python -m runner.run_browser_tests           both implementations on this machine
python -m runner.run_browser_tests URL       the server at this URL
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from runner import chromium, signals
from runner.process import implementations
from runner.run_suite import local, run_pytest, set_sample_seed, url_target
from runner.serve import data_dir
from shared_tests.browser.pictures import side_by_side


def main(*urls):
    chromium.find()
    set_sample_seed()
    pictures = data_dir() / "screens"
    shutil.rmtree(pictures, ignore_errors=True)
    names, passed = [], []
    launch = url_target if urls else local
    for each in urls or implementations().values():
        with tempfile.TemporaryDirectory() as folder, launch(each, folder) as target:
            print(f"\n{target['name']} at {target['url']}", flush=True)
            description = Path(folder) / "target.json"
            description.write_text(json.dumps(target), encoding="utf-8")
            names.append(target["name"])
            options = [f"--target={description}", f"--pictures={pictures / names[-1]}"]
            passed.append(run_pytest("-q", "shared_tests/browser", *options))
    if not urls:
        passed.append(read_comparison(data_dir() / "site", pictures / "site"))
    screens, different = side_by_side(pictures, names)
    print(f"\n{len(screens)} screens, side by side: {pictures / 'index.html'}")
    print(f"Different screens: {', '.join(different) or 'none'}")
    sys.exit(0 if all(passed) else 1)


def read_comparison(site, pictures):
    """Run the browser tests of the built comparison site; return whether all passed."""
    pictures.mkdir(parents=True)
    print(f"\nThe comparison site, with screenshots in {pictures}", flush=True)
    options = [f"--site={site}", f"--pictures={pictures}"]
    return run_pytest("-q", "comparison/in_browser", *options)


if __name__ == "__main__":
    with signals.exiting():
        main(*sys.argv[1:])
