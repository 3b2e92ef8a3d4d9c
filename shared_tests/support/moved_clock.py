"""A clock that a test can move, of a server that runs Python."""

from datetime import timedelta

CODE = """import datetime
import time

now, original = time.time, datetime.datetime
time.time = lambda: now() + float(open({path!r}).read())


class Meta(type):
    def __instancecheck__(cls, value):
        return isinstance(value, original)


class MovedDatetime(original, metaclass=Meta):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)


datetime.datetime = MovedDatetime
"""


class MovedClock:
    """The current time in the processes that have its `variables` in their environment."""

    def __init__(self, folder):
        self.path = folder / "seconds"
        self.variables = {"PYTHONPATH": str(folder)}
        folder.mkdir(parents=True, exist_ok=True)
        self.move(timedelta())
        code = CODE.format(path=str(self.path))
        (folder / "sitecustomize.py").write_text(code, encoding="utf-8")

    def move(self, difference):
        """Set the clock: a timedelta from the correct time."""
        new = self.path.with_suffix(".new")
        new.write_text(str(difference.total_seconds()), encoding="utf-8")
        new.replace(self.path)
