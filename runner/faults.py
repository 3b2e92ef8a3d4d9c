"""The catalogue of faults: small changes of one file, each of which a test must notice.

Each file `faults/*.toml` has a table `fault` for each entry of the catalogue:

    name         words with hyphens, unique
    description  what the application does wrong, in one sentence
    requirement  the requirement of SPEC.md that it breaks
    kind         one of KINDS
    browser      true if the requirement is tested in a browser, else missing

The table `fault.<implementation>`, or `fault.both`, has a `file`, relative to the folder of the
implementation, and the text `old`, which occurs once in it and is replaced by `new`.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from runner.process import ROOT, compared

FOLDER = ROOT / "faults"
KINDS = (
    "access",
    "authentication",
    "cache",
    "concurrency",
    "csrf",
    "disclosure",
    "errors",
    "headers",
    "injection",
    "limits",
    "logging",
    "operation",
    "output",
    "pagination",
    "redirects",
    "sessions",
    "storage",
    "times",
    "validation",
)


@dataclass(frozen=True)
class Fault:
    """An entry of the catalogue in one implementation."""

    entry: str
    implementation: str
    description: str
    requirement: str
    kind: str
    file: str
    old: str
    new: str
    browser: bool = False

    @property
    def name(self) -> str:
        return f"{self.entry}-{self.implementation}"

    def apply(self, tree: Path | str) -> None:
        """Change the file in a copy of the tree; raise ValueError if `old` does not occur once."""
        path = Path(tree) / self.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(self.change(text), encoding="utf-8")

    def change(self, text: str) -> str:
        """Return the changed text of the file; raise ValueError if `old` does not occur once."""
        if text.count(self.old) != 1:
            found = "occurs more than once" if self.old in text else "does not occur"
            raise ValueError(f"The fault {self.name} does not apply: `old` {found} in {self.file}.")
        return text.replace(self.old, self.new)


def read_faults() -> dict[str, Fault]:
    """Return all faults by name, in the order of the catalogue; raise ValueError for a wrong one."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
            for fault in read_entry(dict(entry)):
                if fault.name in found:
                    raise ValueError(f"{path.name} has a second fault {fault.name}.")
                found[fault.name] = fault
    return found


def read_entry(entry: dict) -> list[Fault]:
    """Return the fault of each implementation; raise ValueError for an unknown or a missing key."""
    entry["entry"] = entry.pop("name", None)
    if entry.get("kind") not in KINDS:
        raise ValueError(f"The `kind` of the fault {entry['entry']} is not one of {KINDS}.")
    changes = {name: entry.pop(name, None) for name in compared()}
    both = entry.pop("both", None)
    try:
        return [
            Fault(implementation=name, **entry, **change)
            for name in changes
            if (change := changes[name] or both)
        ]
    except TypeError as error:
        raise ValueError(f"The fault {entry['entry']} has a wrong key: {error}.") from None


def select(faults: Iterable[Fault], text: str) -> list[Fault]:
    """Return the faults with this name, entry, requirement or kind, or of this implementation.

    Raises ValueError if there are none.
    """
    found = [
        fault
        for fault in faults
        if text in (fault.name, fault.entry, fault.requirement, fault.kind, fault.implementation)
    ]
    if not found:
        raise ValueError(f"F={text} selects no fault: give a name, a requirement or a kind.")
    return found
