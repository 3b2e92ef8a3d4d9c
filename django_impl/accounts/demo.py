"""The demo people, and as many generated ones as wanted (SEED-1, SEED-2)."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

DEMO_USERS = Path(__file__).resolve().parents[1] / "demo_users.json"


def demo_people():
    """Return the people of demo_users.json, each as a dict of columns."""
    return json.loads(DEMO_USERS.read_text(encoding="utf-8"))


def generated_people(count):
    """Yield `count` people, always the same ones, with names mixed from the demo people."""
    demo = demo_people()
    today = datetime.now(UTC)
    for number in range(1, count + 1):
        chance = random.Random(number)
        yield {
            "username": f"person_{number:07}",
            "email": f"person_{number:07}@example.com",
            "first_name": chance.choice(demo)["first_name"],
            "last_name": chance.choice(demo)["last_name"],
            "bio": chance.choice(demo)["bio"],
            "location": chance.choice(demo)["location"],
            "website": "",
            "visibility": chance.choice(["public", "public", "members", "private"]),
            "is_active": True,
            "date_joined": today - timedelta(minutes=chance.randrange(1_000_000)),
        }
