"""A state machine of Hypothesis: random steps of three users, taken on both sides."""

from hypothesis import strategies as st

from comparison.fuzz import steps, values
from comparison.fuzz.admin_machine import AdminMachine
from comparison.fuzz.side_machine import rule
from comparison.fuzz.sides import HOLDER, MAX_MINUTES, STAFF
from comparison.fuzz.token_machine import TokenMachine

actors = st.sampled_from(["first", "second"])
users = st.integers(min_value=0, max_value=2)


class UserMachine(AdminMachine, TokenMachine):
    """Three users in two browsers, staff, a user with a permission, and programs with tokens."""

    @rule(actor=actors, user=users, password=values.passwords, email=st.sampled_from(values.EMAILS))
    def sign_up(self, actor, user, password, email):
        self.submit_sign_up(actor, user, password, email)

    @rule(actor=actors, user=users, password=values.passwords)
    def join(self, actor, user, password):
        self.submit_sign_up(actor, user, password)

    @rule(actor=actors, name=values.texts, password=values.passwords_or_wrong, first=values.texts)
    def sign_up_with_any_text(self, actor, name, password, first):
        self.submit_sign_up(actor, 0, password, username=name, first_name=first)

    @rule(actor=actors, user=users, password=values.passwords_or_wrong, next_path=values.next_paths)
    def log_in(self, actor, user, password, next_path):
        query = "" if next_path is None else f"?next={next_path}"
        fields = {"username": self.name(user), "password": password}
        self.take(steps.submit, actor, f"/accounts/login/{query}", "login-form", fields)

    @rule(
        actor=actors, path=st.sampled_from(values.PATHS_WITH_LOGIN), text=values.texts, user=users
    )
    def log_in_on_the_way(self, actor, path, text, user):
        fields = {"username": self.name(user), "password": values.PASSWORDS[0]}
        self.take(steps.log_in_on_the_way, actor, path, text, fields)

    @rule(actor=actors)
    def log_out(self, actor):
        self.take(steps.submit, actor, "/", "logout-form", {})

    @rule(actor=actors, path=st.sampled_from(values.PATHS), user=users)
    def visit(self, actor, path, user):
        self.take(steps.follow, actor, path.format(self.name(user)))

    @rule(
        username=st.sampled_from(["admin", HOLDER, STAFF]),
        path=st.sampled_from(values.PATHS),
        user=users,
    )
    def visit_with_permissions(self, username, path, user):
        self.take(steps.visit_with_permissions, username, path.format(self.name(user)))

    @rule(table=st.sampled_from(["sessions", "tokens"]))
    def expire(self, table):
        self.take(steps.expire, table)

    @rule(minutes=st.sampled_from([1, 16, MAX_MINUTES]))
    def move_clock(self, minutes):
        self.take(steps.move_clock, minutes)

    @rule(actor=actors, user=users)
    def guess(self, actor, user):
        for number in range(6):
            self.log_in(actor, user, f"wrong-{number}", None)

    @rule(
        actor=actors, method=values.methods, path=st.sampled_from(values.PATHS), user=users,
        headers=values.headers, body=values.bodies,
    )  # fmt: skip
    def send(self, actor, method, path, user, headers, body):
        path = path.format(self.name(user))
        self.take(steps.send, actor, method, path, headers, body.encode("latin-1"))

    @rule(method=values.methods, path=st.sampled_from(values.PATHS_WITH_LOGIN))
    def send_without_login(self, method, path):
        self.take(steps.send, "first", method, path, {"Cookie": "a=b"}, b"")

    @rule(method=values.methods, path=st.sampled_from(values.FILES), headers=values.headers)
    def request_file(self, method, path, headers):
        self.take(steps.send, "first", method, path, headers, b"")

    @rule(actor=actors, path=st.sampled_from(sorted(values.FORMS_WITH_LOGIN)))
    def submit_without_login(self, actor, path):
        self.take(steps.submit_without_login, actor, path, values.FORMS_WITH_LOGIN[path])

    @rule(
        actor=actors, path=st.sampled_from(values.FORMS), kind=st.sampled_from(values.KINDS),
        rest=st.sampled_from(values.RESTS),
    )  # fmt: skip
    def submit_as(self, actor, path, kind, rest):
        self.take(steps.submit_as, actor, path, kind, rest)

    @rule(actor=actors, query=values.queries)
    def search(self, actor, query):
        self.take(steps.submit_search, actor, query)

    @rule(actor=actors, fields=values.profile_fields)
    def edit(self, actor, fields):
        self.take(steps.edit, actor, fields)

    @rule(
        actor=actors,
        user=users,
        email=st.sampled_from(values.EMAILS),
        password=values.passwords_or_wrong,
    )
    def change_email(self, actor, user, email, password):
        self.take(steps.edit, actor, {"email": email.format(self.name(user)), "password": password})

    @rule(actor=actors, old=values.passwords_or_wrong, new=values.passwords_or_wrong)
    def change_password(self, actor, old, new):
        fields = {"old_password": old, "new_password1": new, "new_password2": new}
        self.take(steps.submit, actor, "/accounts/password_change/", "password-form", fields)

    @rule(actor=actors, user=users)
    def ask_for_a_reset_link(self, actor, user):
        fields = {"email": values.EMAILS[0].format(self.name(user))}
        self.take(steps.submit, actor, "/accounts/password_reset/", "reset-form", fields)

    @rule(actor=actors, user=users, password=values.passwords)
    def reset_password(self, actor, user, password):
        self.ask_for_a_reset_link(actor, user)
        self.open_reset_link(actor, user, password)

    @rule(actor=actors, user=users, password=values.passwords_or_wrong)
    def open_reset_link(self, actor, user, password):
        email = values.EMAILS[0].format(self.name(user))
        self.take(steps.open_reset_link, actor, email, password)

    @rule(actor=actors, password=values.passwords_or_wrong)
    def delete_account(self, actor, password):
        fields = {"password": password}
        self.take(steps.submit, actor, "/accounts/delete/", "delete-form", fields)

    @rule(actor=actors, number=values.numbers)
    def end_session(self, actor, number):
        self.take(steps.end_session, actor, number)
