"""The mail server that targets send email to, and the messages that it received."""

import asyncio
import email
import mailbox
import re
import time
from contextlib import contextmanager
from email import policy
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox as Handler

from runner.process import free_port


class MailServer(Controller):
    """A mail server that closes the connections that are still open when it stops."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.connections = []

    def factory(self):
        connection = super().factory()
        self.connections.append(connection)
        return connection

    async def close_connections(self):
        """Return once all connections are closed."""
        while len(asyncio.all_tasks()) > 1 or any(each.transport for each in self.connections):
            for connection in self.connections:
                if connection.transport:
                    connection.transport.abort()
            await asyncio.sleep(0.01)

    def stop(self, no_assert=False):
        asyncio.run_coroutine_threadsafe(self.close_connections(), self.loop).result(timeout=30)
        super().stop(no_assert)


@contextmanager
def mail_server(folder, host="127.0.0.1", port=None, handler=Handler, **options):
    """Receive email into a Maildir; yield the port."""
    port = port or free_port()
    controller = MailServer(handler(str(folder)), hostname=host, port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


class Mailbox:
    """The messages in the Maildir of a mail server."""

    seconds = 10  # to wait for a message; less once one did not arrive: many tests may miss theirs

    def __init__(self, folder):
        self.folder = Path(folder)

    def all(self):
        """Return all messages, in the order in which they arrived."""
        # `Date` has no fractions of a second.
        paths = sorted(self.folder.glob("new/*"), key=lambda path: path.stat().st_mtime_ns)
        return [
            email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths
        ]

    def clear(self):
        """Delete all messages."""
        mailbox.Maildir(self.folder).clear()

    def received_by(self, recipient):
        """Return the messages to an email address, in the order in which they arrived."""
        return [mail for mail in self.all() if mail["X-RcptTo"] == recipient]

    def wait_for(self, recipient, number=1, seconds=0):
        """Return the newest message to an email address, once there are `number`; fail after a timeout."""
        deadline = time.monotonic() + (seconds or self.seconds)
        while len(mails := self.received_by(recipient)) < number:
            if time.monotonic() > deadline:
                Mailbox.seconds = 1
                raise AssertionError(f"{len(mails)} mails to {recipient}, not {number}")
            time.sleep(0.05)
        return mails[-1]


def links(mail):
    """Return the URLs in a message."""
    return re.findall(r"https?://\S+", mail.get_content())
