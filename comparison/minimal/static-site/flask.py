# app.py; `python -c "import app; app.freeze()"` writes the pages
from pathlib import Path

from flask import Flask, abort

app = Flask(__name__)
PAGES = {"index.html": "Home", "about.html": "About"}


@app.get("/<name>")
def page(name):
    return f"<h1>{PAGES[name]}</h1>" if name in PAGES else abort(404)


def freeze():
    for name in PAGES:
        Path(name).write_bytes(app.test_client().get(f"/{name}").data)
