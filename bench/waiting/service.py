"""A slow service: it responds after a tenth of a second, to any number of requests at a time."""

import asyncio
import os
from contextlib import closing, suppress

DELAY = 0.1  # seconds
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nready"


async def handle(reader, writer):
    """Respond to the requests of a connection, one after the other."""
    with suppress(asyncio.IncompleteReadError, ConnectionError), closing(writer):
        while await reader.readuntil(b"\r\n\r\n"):
            await asyncio.sleep(DELAY)
            writer.write(RESPONSE)
            await writer.drain()


async def serve():
    server = await asyncio.start_server(handle, "127.0.0.1", os.environ["PORT"], backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
