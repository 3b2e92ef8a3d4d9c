"""The steps of the walkthrough in their order, with their links (WALK-1, WALK-2)."""

from dataclasses import dataclass, field

from flask import Blueprint, current_app, url_for

bp = Blueprint("walkthrough", __name__)


@dataclass
class Step:
    """A page: its view, its module, its title, and the columns of a user in its URL."""

    name: str
    module: str
    title: str
    arguments: dict = field(default_factory=dict)

    def url(self, user):
        """Return the URL of the page; if it names a user, of this one."""
        values = {name: getattr(user, column) for name, column in self.arguments.items()}
        return url_for(f"walkthrough.{self.name}", **values)

    @property
    def number(self):
        """The number of the step, which is in the name of its module."""
        return self.module.removeprefix("step").partition("_")[0]

    @property
    def next(self):
        """The next step; after the last one, the list."""
        steps = list(STEPS.values())
        return steps[(steps.index(self) + 1) % len(steps)]

    @property
    def source_url(self):
        """The URL of the source code."""
        return f"{current_app.config['COMPARISON_URL']}/files/walkthrough/{self.module}.py.html"


PK, SLUG, USERNAME = {"pk": "id"}, {"slug": "username"}, {"username": "username"}
STEPS = {
    f"walkthrough.{step.name}": step
    for step in [
        Step("index", "views", "Walkthrough"),
        Step("function_by_pk", "step1_function_view", "Function-based view", PK),
        Step("class_by_pk", "step2_class_view", "Class-based view", PK),
        Step("function_by_username", "step3_username", "Function-based view by username", USERNAME),
        Step("class_by_slug", "step4_slug", "Class-based view by slug", SLUG),
        Step("class_by_username", "step4_slug", "Class-based view by username", USERNAME),
        Step("login_required", "step5_login_required", "Login required"),
        Step("template", "step6_template", "Template filters, tags and context processors"),
        Step("hooks", "step7_hooks", "Request hooks, middleware and signals"),
        Step("errors", "step8_errors", "Error handlers"),
        Step("url_values", "step9_url_values", "URL values and defaults"),
        Step("configuration", "step10_configuration", "Configuration sources"),
        Step("apps", "step11_apps", "Apps from a list"),
        Step("peewee", "step12_peewee", "Another ORM: peewee"),
    ]
}
