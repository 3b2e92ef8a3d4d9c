"""The base of a state machine of Hypothesis that takes each step on both sides."""

from hypothesis.stateful import RuleBasedStateMachine, initialize

from comparison.fuzz import steps, values
from comparison.fuzz.compare import Differs, take

USERNAMES = ("anna_{}", "Bert_{}", "carl_{}")


class SideMachine(RuleBasedStateMachine):
    """Users 0 to 2 have a username that is new in each run. `sides` is set before the first run."""

    sides = ()
    runs = 0
    steps_taken = 0

    @initialize()
    def start(self):
        """Sign up two users, each in one browser."""
        SideMachine.runs += 1
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
        except Differs:
            for side in self.sides:
                side.traces.skip()
            raise
