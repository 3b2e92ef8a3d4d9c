"""A state machine of Hypothesis: random steps with tokens and the API, taken on both sides."""

from hypothesis import strategies as st

from comparison.fuzz import steps, values
from comparison.fuzz.side_machine import SideMachine, rule

actors = st.sampled_from(["first", "second"])
users = st.integers(min_value=0, max_value=2)


class TokenMachine(SideMachine):
    """Users who make and revoke tokens, and programs that have them."""

    @rule(actor=actors, fields=values.token_fields)
    def make_token(self, actor, fields):
        self.take(steps.make_token, actor, fields)

    @rule(actor=actors, number=values.numbers)
    def revoke_token(self, actor, number):
        self.take(steps.revoke_token, actor, number)

    @rule(user=users, password=values.passwords_or_wrong, name=values.texts)
    def make_token_by_api(self, user, password, name):
        self.take(steps.make_token_by_api, self.name(user), password, {"name": name})

    @rule(
        number=values.numbers,
        method=values.methods,
        user=users,
        json=values.json_values,
        path=st.sampled_from([path for path in values.PATHS if path.startswith("/api/")]),
    )
    def call_api(self, number, method, user, json, path):
        self.take(steps.call_api, number, method, path.format(self.name(user)), json)

    @rule(number=values.numbers, fields=values.profile_fields)
    def edit_by_api(self, number, fields):
        self.take(steps.call_api, number, "PATCH", "/api/profile/", fields)
