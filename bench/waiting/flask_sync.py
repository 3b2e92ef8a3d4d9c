"""Flask: `def` views."""

import os

import httpx
from flask import Flask

app = Flask(__name__)
client = httpx.Client(base_url=os.environ["SERVICE_URL"])


def fetch():
    return client.get("/").text


@app.get("/once/")
def once():
    """Wait for the service."""
    return fetch(), {"Content-Type": "text/plain"}


@app.get("/five-times/")
def five_times():
    """Wait for the service five times, one after the other."""
    texts = [fetch() for _ in range(5)]
    return " ".join(texts), {"Content-Type": "text/plain"}
