"""Demo users, and any number of generated users (SEED-1, SEED-2)."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

DEMO_USERS = Path(__file__).resolve().parents[1] / "demo_users.json"


def demo_users():
    """Return the users of demo_users.json, each as a dict of columns."""
    return json.loads(DEMO_USERS.read_text(encoding="utf-8"))


def generated_users(count):
    """Yield `count` users, always the same, with names and texts of the demo users."""
    demo = demo_users()
    today = datetime.now(UTC)
    for number in range(1, count + 1):
        rng = random.Random(number)
        yield {
            "username": f"person_{number:07}",
            "email": f"person_{number:07}@example.com",
            "first_name": rng.choice(demo)["first_name"],
            "last_name": rng.choice(demo)["last_name"],
            "bio": rng.choice(demo)["bio"],
            "location": rng.choice(demo)["location"],
            "website": "",
            "visibility": rng.choice(["public", "public", "members", "private"]),
            "is_active": True,
            "date_joined": today - timedelta(minutes=rng.randrange(1_000_000)),
        }
