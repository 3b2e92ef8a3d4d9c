"""Quart: `async def` views, as an ASGI application."""

import asyncio
import os
from functools import cache

import aiohttp
from quart import Quart

app = Quart(__name__)


@cache
def get_session():
    """Return the session of the process, which its event loop must be running to create."""
    connector = aiohttp.TCPConnector(limit=0)  # instead of 100 connections
    return aiohttp.ClientSession(os.environ["SERVICE_URL"], connector=connector)


async def fetch():
    async with get_session().get("/") as response:
        return await response.text()


@app.get("/once/")
async def once():
    """Wait for the service."""
    return await fetch(), {"Content-Type": "text/plain"}


@app.get("/five-times/")
async def five_times():
    """Wait for five responses of the service at the same time."""
    texts = await asyncio.gather(*[fetch() for _ in range(5)])
    return " ".join(texts), {"Content-Type": "text/plain"}
