"""A reverse proxy for development: forwards each request by the prefix of its path.

Bytes are forwarded as they are, so that also an invalid request reaches the application. Each
connection carries one request.
"""

import asyncio
import random
import re
import socket
from contextlib import closing, contextmanager, suppress
from functools import partial
from threading import Thread

LINE_LIMIT = 1_000_000  # bytes
DRAIN_SECONDS = 5  # in which a client that has its response may still send
REQUEST_LINE = re.compile(rb"\S+ (\S+) HTTP/1\.[01]\r?\n")
INTERIM = re.compile(rb"HTTP/1\.[01] 1")


def choose(path, routes):
    """Return the names of the servers for a path, in the order in which they are tried.

    The longest matching prefix counts. A tuple has the order of the names, a list a random one.
    """
    prefix = max((each for each in routes if path.startswith(each)), key=len, default="/")
    match routes[prefix]:
        case str(name):
            return [name]
        case list(names):
            return random.sample(names, len(names))
        case names:
            return names


async def read_line(reader):
    """Return the next line, or as much of it as fits into LINE_LIMIT, or is sent."""
    try:
        return await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        return error.partial
    except asyncio.LimitOverrunError as error:
        return await reader.read(error.consumed)


async def copy(reader, writer):
    """Forward everything up to the end of a connection; discard what the other one refuses."""
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            with suppress(ConnectionError):
                writer.write(data)
                await writer.drain()
    with suppress(OSError):
        writer.write_eof()


async def read_status(reader, writer):
    """Return the status line of the final response; forward interim responses before it."""
    line = await read_line(reader)
    while INTERIM.match(line):
        while line.strip():
            writer.write(line)
            line = await read_line(reader)
        writer.write(line)
        line = await read_line(reader)
    return line


async def respond(header, reader, writer, change=None):
    """Forward a response, with a header and as `change` returns it; return whether there is one."""
    with suppress(ConnectionError):
        if status := await read_status(reader, writer):
            if change:
                status = change(status + await reader.read())
            writer.write(status + header if status.startswith(b"HTTP/") else status)
            await copy(reader, writer)
            return True
    return False


async def forward(client_reader, client_writer, servers, routes, header, change=None):
    """Forward one request to a server, and its response to the client.

    A GET or HEAD is sent to the next server if the first one is killed before it responds.
    """
    head = [await read_line(client_reader)]
    request = REQUEST_LINE.fullmatch(head[0])
    path = request[1].decode("latin-1") if request else "/"
    if request:
        head.append(b"Connection: close\r\n")
    can_be_repeated = head[0].startswith((b"GET ", b"HEAD "))
    while can_be_repeated and (line := await read_line(client_reader)):
        head.append(line)
        if not line.strip():
            break
    for name in choose(path, routes):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", servers[name])
        except ConnectionError:
            continue
        writer.write(b"".join(head))
        sending = asyncio.create_task(copy(client_reader, writer))
        try:
            changing = change and request and partial(change, b"".join(head))
            if await respond(header.format(name).encode(), reader, client_writer, changing):
                await asyncio.wait([sending], timeout=DRAIN_SECONDS)
                return
            if not can_be_repeated:
                return
        finally:
            sending.cancel()
            writer.close()
    if change:  # which is not to be noticed: the client, too, gets no response
        return
    client_writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")


@contextmanager
def serving(port, servers, routes, header="X-Served-By: {}\r\n", change=None):
    """Serve at a port of this machine while the context is entered.

    `servers` maps names to ports. `routes` maps prefixes of paths to a name, or to a list or tuple
    of names; a change of it counts from the next request. `header` is added to each response, with
    the name of the server. `change` is called with the request line, the headers of a GET or HEAD, and
    the bytes of each response, and returns the response to forward. Raises OSError if the port is in use.
    """
    listener = socket.create_server(("127.0.0.1", port))
    stopped = asyncio.Event()
    tasks = set()  # asyncio has only weak references to them

    async def handle(reader, writer):
        tasks.add(task := asyncio.current_task())
        with suppress(ConnectionError, asyncio.CancelledError), closing(writer):
            await forward(reader, writer, servers, routes, header, change)
        tasks.discard(task)

    async def serve():
        server = await asyncio.start_server(handle, sock=listener, limit=LINE_LIMIT)
        await stopped.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks)
        await asyncio.sleep(0)  # in which the transports are closed

    with asyncio.Runner() as runner:
        thread = Thread(target=runner.run, args=[serve()])
        thread.start()
        try:
            yield
        finally:
            runner.get_loop().call_soon_threadsafe(stopped.set)
            thread.join()
