"""The mail server that targets send to, and what it received."""

import email
import mailbox
import re
import time
from contextlib import contextmanager
from email import policy

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox as Handler

from runner.process import free_port


@contextmanager
def mail_server(folder, host="127.0.0.1", port=None, **options):
    """Receive mail into a Maildir; yield the port."""
    port = port or free_port()
    controller = Controller(Handler(str(folder)), hostname=host, port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


class Mailbox:
    """All that was received, in the Maildir of a mail server."""

    def __init__(self, folder):
        self.folder = folder

    def received_by(self, address):
        """Return the mails to one address, oldest first."""
        maildir = mailbox.Maildir(
            self.folder,
            factory=lambda file: email.message_from_binary_file(file, policy=policy.default),
        )
        mails = [mail for mail in maildir if mail["X-RcptTo"] == address]
        return sorted(mails, key=lambda mail: mail["Date"].datetime)

    def wait_for(self, address, number=1, seconds=10):
        """Return the newest mail to an address, once there are so many; fail after a while."""
        deadline = time.monotonic() + seconds
        while len(mails := self.received_by(address)) < number:
            assert time.monotonic() < deadline, f"{len(mails)} mails to {address}, not {number}"
            time.sleep(0.05)
        return mails[-1]


def links(mail):
    """Return the addresses that a mail holds."""
    return re.findall(r"https?://\S+", mail.get_content())
