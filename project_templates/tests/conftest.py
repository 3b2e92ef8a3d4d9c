"""Creates a project from each template and serves it, with the users that the suite needs."""

import secrets
import subprocess
import tomllib

import pytest

from runner import signals
from runner.moving import GUNICORN, wait
from runner.process import ROOT, Process, implementations
from runner.run_promised import run_promised

TEMPLATES = ROOT / "project_templates"
PYTHON = TEMPLATES / ".venv" / "bin" / "python"
MIGRATE = {"django": ["python", "manage.py", "migrate"], "flask": ["flask", "db", "upgrade"]}


def pytest_configure():
    signals.handle()


def read_promises(framework):
    """Return the promised requirements, those that are left out, and the excepted tests."""
    both = tomllib.loads((TEMPLATES / "promises.toml").read_text(encoding="utf-8"))
    own = both[framework]
    requirements = both["requirements"] + own.get("requirements", [])
    return requirements, *(both[kind] | own.get(kind, {}) for kind in ("left_out", "except"))


class Project:
    """A project that was created from a template, in a temporary folder.

    It runs with the packages of the implementation, which include those of the template in the same
    versions: an environment of its own would take a minute.
    """

    def __init__(self, framework, folder):
        self.framework, self.data_dir = framework, folder / "data"
        self.folder = folder / "my_project"
        self.data_dir.mkdir()
        self.passwords = {
            name: secrets.token_urlsafe(12) for name in ("DEMO_PASSWORD", "ADMIN_PASSWORD")
        }
        packages = ROOT / implementations()[framework]["tree"] / ".venv" / "bin"
        table = {"name": framework, "tree": self.folder, "settings_variable": "SETTINGS"}
        self.process = Process(table, self.data_dir)
        self.process.environment["PATH"] = f"{packages}:{self.process.environment['PATH']}"
        self.process.environment["SECRET_KEY"] = secrets.token_urlsafe(40)

    def create(self):
        module = "project_templates.new_project"
        subprocess.run([PYTHON, "-m", module, self.framework, self.folder], cwd=ROOT, check=True)

    def run(self, *command, **options):
        """Run a command in the project; return its output. Raise AssertionError if it fails."""
        done = self.process.run(*command, **options)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def add_users(self):
        """Migrate, and add the users that SPEC.md requires of every server."""
        self.run(*MIGRATE[self.framework])
        script = TEMPLATES / "tests" / f"add_users_{self.framework}.py"
        users = {"DEMO_USERS": str(ROOT / "shared_tests" / "demo_users.json"), **self.passwords}
        self.run("python", "-", stdin=script.read_text(encoding="utf-8"), **users)

    def serve(self):
        bind = f"--bind=127.0.0.1:{self.process.port}"
        wait(self.process.start(*GUNICORN, bind, "config.wsgi"))

    def test(self):
        """Run the tests that the template promises to pass; return the results by name."""
        target = {
            "name": f"new-{self.framework}",
            "url": self.process.url,
            "demo_password": self.passwords["DEMO_PASSWORD"],
            "admin_password": self.passwords["ADMIN_PASSWORD"],
            "database": f"sqlite:///{self.data_dir / 'db.sqlite3'}",
        }
        requirements, _, excepted = read_promises(self.framework)
        tests = {}
        for options in (["-m", "not alone", "-n", "2"], ["-m", "alone"]):
            results = run_promised(target, self.data_dir, requirements, excepted, *options)
            tests |= results["tests"]
        return tests


@pytest.fixture(scope="session", params=["django", "flask"])
def project(request, tmp_path_factory):
    """A new project, migrated and served."""
    made = Project(request.param, tmp_path_factory.mktemp(request.param))
    made.create()
    made.add_users()
    try:
        made.serve()
        yield made
    finally:
        made.process.stop()
