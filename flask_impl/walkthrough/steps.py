"""The steps of the walk-through in their order, and where each leads (WALK-1, WALK-2)."""

from dataclasses import dataclass, field

from flask import Blueprint, current_app, url_for

bp = Blueprint("walkthrough", __name__)


@dataclass
class Step:
    """A page: its route, its file, what it shows, and what of a person its address holds."""

    route: str
    file: str
    title: str
    arguments: dict = field(default_factory=dict)

    def url(self, person):
        """Return the address; of this person, where it holds something of one."""
        values = {name: getattr(person, column) for name, column in self.arguments.items()}
        return url_for(self.route, **values)

    @property
    def next(self):
        """The step that follows; after the last one, the list again."""
        steps = list(STEPS.values())
        return steps[(steps.index(self) + 1) % len(steps)]

    @property
    def source_url(self):
        """Where its file is shown."""
        return f"{current_app.config['COMPARISON_URL']}/files/walkthrough/{self.file}.html"


PK, SLUG, USERNAME = {"pk": "id"}, {"slug": "username"}, {"username": "username"}
STEPS = {
    step.route: step
    for step in [
        Step("walkthrough.index", "views.py", "The walk-through"),
        Step("walkthrough.function_by_pk", "step1_function_view.py", "A function", PK),
        Step("walkthrough.class_by_pk", "step2_class_view.py", "A class", PK),
        Step("walkthrough.function_by_username", "step3_username.py", "A username", USERNAME),
        Step("walkthrough.class_by_slug", "step4_slug.py", "A class and a slug", SLUG),
        Step("walkthrough.class_by_username", "step4_slug.py", "A class and a username", USERNAME),
        Step("walkthrough.login_required", "step5_login_required.py", "A login"),
        Step("walkthrough.template", "step6_template.py", "A template"),
        Step("walkthrough.hooks", "step7_hooks.py", "Around a view"),
        Step("walkthrough.errors", "step8_errors.py", "Where errors go"),
        Step("walkthrough.url_values", "step9_url_values.py", "Around an address"),
        Step("walkthrough.configuration", "step10_configuration.py", "Ways to configure"),
    ]
}
