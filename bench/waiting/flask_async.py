"""Flask: `async def` views, each of which runs in an event loop of its own."""

import asyncio
import os

import aiohttp
from flask import Flask

app = Flask(__name__)


def create_session():
    """Return a session for one request: it can't be used in the event loop of another."""
    return aiohttp.ClientSession(os.environ["SERVICE_URL"])


async def fetch(session):
    async with session.get("/") as response:
        return await response.text()


@app.get("/once/")
async def once():
    """Wait for the service."""
    async with create_session() as session:
        return await fetch(session), {"Content-Type": "text/plain"}


@app.get("/five-times/")
async def five_times():
    """Wait for five responses of the service at the same time."""
    async with create_session() as session:
        texts = await asyncio.gather(*[fetch(session) for _ in range(5)])
    return " ".join(texts), {"Content-Type": "text/plain"}
