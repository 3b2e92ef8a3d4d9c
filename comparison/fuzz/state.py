"""What both sides have stored and sent: rows and emails, without what differs by chance."""

import re

QUERIES = {
    "users": """SELECT id, username, first_name, last_name, email, bio, location, website,
        visibility, is_staff, is_active, is_superuser, last_login IS NULL, substr(password, 1, 30)
        FROM users ORDER BY id""",
    "sessions": """SELECT user_id, ip_address, user_agent FROM sessions WHERE user_id IS NOT NULL
        AND expires_at > (SELECT max(date_joined) FROM users) ORDER BY user_id, user_agent""",
    "tokens": """SELECT id, user_id, name, scopes, last_used_at IS NULL FROM tokens ORDER BY id""",
    "audit_log": """SELECT id, actor_id, actor, event, subject_id, subject, detail FROM audit_log
        ORDER BY id""",
}
LINK = re.compile(r"https?://\S+")
HOST = re.compile(r"127\.0\.0\.1:\d+")


def read_tables(side):
    """Return the rows of each table, without times, digests and expired sessions."""
    return {name: side.database.rows(query) for name, query in QUERIES.items()}


def read_waiting_emails(side):
    """Return the emails that have not been sent, and whose sending has not failed either."""
    return side.database.rows("SELECT id, name FROM tasks WHERE error = ''")


def read_mails(side):
    """Return recipient, subject and text of each email, with links and the host masked."""
    return sorted(
        (mail["X-RcptTo"], mail["Subject"], mask_host(mail.get_content()))
        for mail in side.mailbox.all()
    )


def mask_host(text):
    """Return the text of an email with its links, and the host and port of the server, masked."""
    return HOST.sub("HOST", LINK.sub("LINK", text))
