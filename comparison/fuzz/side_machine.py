"""The base of a state machine of Hypothesis that takes each step on both sides."""

from functools import wraps

from hypothesis import stateful

from comparison.fuzz import steps, values
from comparison.fuzz.compare import Differs, take

USERNAMES = ("anna_{}", "Bert_{}", "carl_{}")


def rule(**strategies):
    """Make a method a rule of Hypothesis, with these arguments; record when it is called."""

    def decorate(function):
        @wraps(function)
        def recorded(self, *positional, **arguments):
            if not positional:  # it is not called by another rule
                self.steps.append((function.__name__, arguments))
            function(self, *positional, **arguments)

        return stateful.rule(**strategies)(recorded)

    return decorate


class SideMachine(stateful.RuleBasedStateMachine):
    """Users 0 to 2 have a username that is new in each run. `sides` is set before the first run.

    `found` has the steps that led to the first difference, and this difference.
    """

    sides: tuple = ()
    runs = 0
    steps_taken = 0
    found: tuple[list, Differs] | None = None

    @stateful.initialize()
    def start(self):
        """Sign up two users, each in one browser."""
        SideMachine.runs += 1
        self.steps = []
        for side in self.sides:
            side.reset()
        for user, actor in enumerate(("first", "second")):
            self.submit_sign_up(actor, user, values.PASSWORDS[0])

    def name(self, user):
        """Return the username of a user."""
        return USERNAMES[user].format(f"{self.runs:05d}")

    def submit_sign_up(self, actor, user, password, email=values.EMAILS[0], **fields):
        """Sign up a user, with other fields if they are given."""
        default = {"username": self.name(user), "email": email.format(self.name(user))}
        default |= {"first_name": "", "last_name": "", "password1": password, "password2": password}
        self.take(steps.submit, actor, "/accounts/signup/", "signup-form", default | fields)

    def take(self, step, *arguments):
        """Run a step on both sides; raise Differs if something differs afterwards."""
        SideMachine.steps_taken += 1
        try:
            take(self.sides, step, *arguments)
        except Differs as difference:
            SideMachine.found = SideMachine.found or (self.steps, difference)
            for side in self.sides:
                side.traces.skip()
            raise
