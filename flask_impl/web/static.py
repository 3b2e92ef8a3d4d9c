"""Static files with a hash of their content in the name (STATIC-1 to STATIC-3)."""

import gzip
import json
import os
from functools import cache
from hashlib import md5
from pathlib import Path

import click
import flask
from flask import current_app, request, send_from_directory
from flask.sessions import SecureCookieSessionInterface

YEAR = 365 * 24 * 60 * 60  # seconds
MANIFEST = "staticfiles.json"


class SessionInterface(SecureCookieSessionInterface):
    """Flask's own, which leaves static files alone: Flask-Login looks into every session."""

    # It would be made anew for each request.
    get_signing_serializer = cache(SecureCookieSessionInterface.get_signing_serializer)

    def save_session(self, app, session, response):
        if request.endpoint != "static":
            super().save_session(app, session, response)


class Flask(flask.Flask):
    """Flask's own, which serves what `collectstatic` has made, and compressed to who takes that."""

    session_interface = SessionInterface()
    hashed_names = {}

    def ensure_sync(self, func):
        """Return a function as it is: none here is a coroutine."""
        return func

    def send_static_file(self, filename):
        """Serve a file under its plain name, or for good under the name with the digest."""
        if filename not in self.hashed_names.values():
            return super().send_static_file(filename)
        compressed = f"{filename}.gz" if request.accept_encodings.quality("gzip") else filename
        response = send_from_directory(self.config["STATIC_ROOT"], compressed, max_age=YEAR)
        response.cache_control.immutable = True
        response.headers.pop("Content-Disposition", None)  # which would name the compressed file
        response.vary.add("Accept-Encoding")
        return response


@click.command("collectstatic")
def collectstatic():
    """Copy the static files: under names with a digest of the content, and compressed."""
    source, target = Path(current_app.static_folder), Path(current_app.config["STATIC_ROOT"])
    names = {}
    for path in sorted(each for each in source.rglob("*") if each.is_file()):
        content = path.read_bytes()
        digest = md5(content, usedforsecurity=False).hexdigest()[:12]
        name = path.relative_to(source)
        hashed = name.with_name(f"{name.stem}.{digest}{name.suffix}")
        names[name.as_posix()] = hashed.as_posix()
        write(target / hashed, content)
        write(target / f"{hashed}.gz", gzip.compress(content, mtime=0))
    write(target / MANIFEST, json.dumps(names).encode())
    click.echo(f"Collected {len(names)} static files.")


def write(path, content):
    """Write a file at once: a process that serves reads the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ahead = path.with_name(f"{path.name}.{os.getpid()}")  # others may collect at the same time
    ahead.write_bytes(content)
    ahead.replace(path)


def init_app(app):
    """Write hashed names into the addresses of static files, once there are any."""
    app.cli.add_command(collectstatic)
    manifest = Path(app.config["STATIC_ROOT"]) / MANIFEST
    if app.debug:
        app.config["SEND_FILE_MAX_AGE_DEFAULT"] = None  # a change shows at once
    elif manifest.exists():
        app.hashed_names = json.loads(manifest.read_bytes())

    @app.url_defaults
    def hash_name(endpoint, values):
        if endpoint == "static":
            values["filename"] = app.hashed_names.get(values["filename"], values["filename"])
