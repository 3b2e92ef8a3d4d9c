"""A reverse proxy for development: forwards each request by the prefix of its path.

Bytes are forwarded as they are, so that also an invalid request reaches the application. Each
connection carries one request.
"""

import asyncio
import random
import re
import socket
from contextlib import closing, contextmanager, suppress
from threading import Thread

LINE_LIMIT = 1_000_000  # bytes
DRAIN_SECONDS = 5  # in which a client that has its response may still send
REQUEST_LINE = re.compile(rb"\S+ (\S+) HTTP/1\.[01]\r?\n")
INTERIM = re.compile(rb"HTTP/1\.[01] 1")


def choose(path, routes):
    """Return the names of the servers for a path, in the order in which they are tried.

    The longest matching prefix counts. Of several names, a random one comes first.
    """
    prefix = max((each for each in routes if path.startswith(each)), key=len, default="/")
    names = routes[prefix]
    return [names] if isinstance(names, str) else random.sample(names, len(names))


async def read_line(reader):
    """Return the next line, or as much of it as fits into LINE_LIMIT, or is sent."""
    try:
        return await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        return error.partial
    except asyncio.LimitOverrunError as error:
        return await reader.read(error.consumed)


async def connect(names, servers):
    """Return a name, and a connection to the first of these servers that accepts one."""
    for name in names:
        with suppress(OSError):
            return name, *await asyncio.open_connection("127.0.0.1", servers[name])
    raise ConnectionRefusedError(*names)


async def copy(reader, writer):
    """Forward everything up to the end of a connection; discard what the other one refuses."""
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            with suppress(ConnectionError):
                writer.write(data)
                await writer.drain()
    with suppress(OSError):
        writer.write_eof()


async def forward_response(name, reader, writer):
    """Forward a response, with a header that names the server."""
    line = await read_line(reader)
    while INTERIM.match(line):
        while line.strip():
            writer.write(line)
            line = await read_line(reader)
        writer.write(line)
        line = await read_line(reader)
    writer.write(line)
    if line.startswith(b"HTTP/"):
        writer.write(f"X-Served-By: {name}\r\n".encode())
    await copy(reader, writer)


async def forward(client_reader, client_writer, servers, routes):
    """Forward one request to a server, and its response to the client."""
    line = await read_line(client_reader)
    request = REQUEST_LINE.fullmatch(line)
    path = request[1].decode("latin-1") if request else "/"
    try:
        name, reader, writer = await connect(choose(path, routes), servers)
    except ConnectionError:
        client_writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        return
    writer.write(line + b"Connection: close\r\n" if request else line)
    sending = asyncio.create_task(copy(client_reader, writer))
    try:
        await forward_response(name, reader, client_writer)
        await asyncio.wait([sending], timeout=DRAIN_SECONDS)
    finally:
        sending.cancel()
        writer.close()


@contextmanager
def serving(port, servers, routes):
    """Serve at a port of this machine while the context is entered.

    `servers` maps names to ports. `routes` maps prefixes of paths to a name or a list of names; a
    change of it counts from the next request. Raises OSError if the port is in use.
    """
    listener = socket.create_server(("127.0.0.1", port))
    stopped = asyncio.Event()
    tasks = set()  # asyncio has only weak references to them after the client's end of file

    async def handle(reader, writer):
        task = asyncio.current_task()
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        with suppress(ConnectionError, asyncio.CancelledError), closing(writer):
            await forward(reader, writer, servers, routes)

    async def serve():
        server = await asyncio.start_server(handle, sock=listener, limit=LINE_LIMIT)
        await stopped.wait()
        server.close()

    with asyncio.Runner() as runner:
        thread = Thread(target=runner.run, args=[serve()])
        thread.start()
        try:
            yield
        finally:
            runner.get_loop().call_soon_threadsafe(stopped.set)
            thread.join()
