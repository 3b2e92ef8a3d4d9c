"""Static files with a hash of their content in the name (STATIC-1 to STATIC-3)."""

import gzip
import json
import os
from hashlib import md5
from pathlib import Path

import click
from flask import abort, current_app, request
from whitenoise import WhiteNoise

MANIFEST = "staticfiles.json"
HASHED_NAME = r"\.[0-9a-f]{12}\."


@click.command("collectstatic")
def collectstatic():
    """Copy the static files to STATIC_ROOT under hashed names, and compress them."""
    source, target = Path(current_app.static_folder), Path(current_app.config["STATIC_ROOT"])
    hashed_names = {}
    for path in filter(Path.is_file, source.rglob("*")):
        content, name = path.read_bytes(), path.relative_to(source)
        digest = md5(content, usedforsecurity=False).hexdigest()[:12]
        hashed_name = name.with_name(f"{name.stem}.{digest}{name.suffix}")
        replace(target / hashed_name, content)
        replace(target / f"{hashed_name}.gz", gzip.compress(content, mtime=0))
        hashed_names[name.as_posix()] = hashed_name.as_posix()
    replace(target / MANIFEST, json.dumps(hashed_names).encode())
    click.echo(f"Collected {len(hashed_names)} static files.")


def replace(path, content):
    """Write a file atomically: another process may collect or read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def serve_static_file(filename):
    """Return WhiteNoise, a WSGI application, which Flask calls for the response.

    It does not wrap `app.wsgi_app`: the hooks must also run for static files.
    """
    white_noise = current_app.extensions["whitenoise"]
    if request.path not in white_noise.files:
        abort(404)
    if not request.accept_encodings.quality("gzip"):
        request.environ["HTTP_ACCEPT_ENCODING"] = "identity"  # WhiteNoise ignores `q=0`
    return white_noise


def init_app(app):
    """Serve static files with WhiteNoise, in debug mode with Flask.

    `url_for` returns the plain names until `collectstatic` has run.
    """
    app.cli.add_command(collectstatic)
    if app.debug:
        return
    white_noise = WhiteNoise(None, app.static_folder, "static", immutable_file_test=HASHED_NAME)
    app.extensions["whitenoise"] = white_noise
    app.endpoint("static")(serve_static_file)
    manifest = Path(app.config["STATIC_ROOT"]) / MANIFEST
    if manifest.exists():
        white_noise.add_files(app.config["STATIC_ROOT"], "static")
        hashed_names = json.loads(manifest.read_bytes())

        @app.url_defaults
        def use_hashed_name(endpoint, values):
            if endpoint == "static":
                values["filename"] = hashed_names.get(values["filename"], values["filename"])
