"""A state machine of Hypothesis: random steps of the staff in the admin, taken on both sides."""

from hypothesis import strategies as st

from comparison.fuzz import admin_steps, values
from comparison.fuzz.side_machine import SideMachine, rule
from comparison.fuzz.sides import STAFF
from shared_tests.support.admin_pages import DEACTIVATE, REACTIVATE

# The user "first" is staff only after a superuser has changed this.
actors = st.sampled_from(["admin", STAFF, "first"])
users = st.integers(min_value=0, max_value=2)
filters = st.sampled_from(
    [("By active", "No"), ("By staff status", "Yes"), ("By visibility", "Private")]
)


class AdminMachine(SideMachine):
    """A superuser, a user who is staff, and a user who may become staff."""

    @rule(actor=actors, user=users, fields=values.profile_fields, is_staff=st.booleans())
    def edit_in_admin(self, actor, user, fields, is_staff):
        labels = {name.capitalize().replace("_", " "): text for name, text in fields.items()}
        labels.pop("Visibility", None)
        if actor == "admin":
            labels["Staff status"] = is_staff
        self.take(admin_steps.save, actor, self.name(user).lower(), labels)

    @rule(actor=actors, user=users, action=st.sampled_from([DEACTIVATE, REACTIVATE]))
    def act_in_admin(self, actor, user, action):
        self.take(admin_steps.act, actor, self.name(user).lower(), action)

    @rule(actor=actors, user=users)
    def revoke_in_admin(self, actor, user):
        self.take(admin_steps.act, actor, self.name(user).lower(), admin_steps.REVOKE)

    @rule(actor=actors, user=users, password=values.passwords_or_wrong)
    def set_password_in_admin(self, actor, user, password):
        self.take(admin_steps.set_password, actor, self.name(user).lower(), password)

    @rule(actor=actors, user=users)
    def delete_in_admin(self, actor, user):
        self.take(admin_steps.delete, actor, self.name(user).lower())

    @rule(actor=actors, user=users)
    def view_user_in_admin(self, actor, user):
        self.take(admin_steps.view_user, actor, self.name(user).lower())

    @rule(actor=actors, user=users, name=st.sampled_from(["History", "Tokens of this user"]))
    def view_list_of_user(self, actor, user, name):
        self.take(admin_steps.view_list_of_user, actor, self.name(user).lower(), name)

    @rule(actor=actors, words=values.texts | st.sampled_from(["", "a", "ANNA example.com"]))
    def search_users_in_admin(self, actor, words):
        self.take(admin_steps.view_list, actor, "Users", words, None)

    @rule(actor=actors, filter_=filters)
    def filter_users_in_admin(self, actor, filter_):
        self.take(admin_steps.view_list, actor, "Users", "", filter_)

    @rule(actor=actors, in_list=st.sampled_from(["Tokens", "Audit log"]), user=users)
    def search_list_in_admin(self, actor, in_list, user):
        self.take(admin_steps.view_list, actor, in_list, self.name(user), None)

    @rule(actor=st.sampled_from([STAFF, "first"]), step=st.sampled_from(["view_user", "delete"]))
    def reach_for_superuser(self, actor, step):
        self.take(getattr(admin_steps, step), actor, "admin")

    @rule(actor=st.sampled_from([STAFF, "first"]))
    def deactivate_superuser(self, actor):
        self.take(admin_steps.act, actor, "admin", DEACTIVATE)
