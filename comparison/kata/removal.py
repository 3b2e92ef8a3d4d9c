"""The files of an implementation without a topic, at one of three levels."""

import ast
import re
from functools import cache

from comparison.kata import python_edits
from comparison.model.source_refs import list_files, read_file

LEVELS = {
    "body": "the bodies of functions and methods raise NotImplementedError",
    "file": "functions and classes are gone from their files, with the imports that only they used",
    "feature": "routes, settings and templates are gone too, and what nothing else uses",
}
WORD = re.compile(r"\w+")
# Modules whose names are found by a framework, or that are not part of the application.
NOT_SEARCHED = re.compile(
    r"(config|tests|migrations|management)/|.*/(migrations|management|urls|apps|admin)\b|(app|manage)\.py|gunicorn"
)


def is_module(file):
    """Return whether definitions can be removed from a file."""
    return file.endswith(".py") and not re.search("(^|/)(migrations|settings)/|(^|/)urls", file)


@cache
def words(text):
    return frozenset(WORD.findall(text))


@cache
def normalize(file, text):
    """Return what a text means: without white space, and without the docstrings of Python."""
    return python_edits.dump_code(text) if file.endswith(".py") else text.split()


@cache
def parse(side, file):
    return ast.parse(read_file(side, file))


def mentions(text, file, name):
    """Return whether a text contains a name, and all parts of the module that defines it."""
    return {name, *file.removesuffix(".py").split("/")} <= words(text)


class Removal:
    """What is removed from the files of one implementation, until `texts` applies it.

    `refs` are SourceRefs, `stays` those of them, or of their parts, that are not removed.
    """

    def __init__(self, side, refs, stays=()):
        self.side, self.refs = side, [ref for ref in refs if ref not in stays]
        self.stays = {}
        for ref in stays:
            self.stays.setdefault(ref.file, []).append((ref.start, ref.end))
        self.nodes, self.lines, self.deleted = {}, {}, set()
        self.placeholders, self.cache = {}, {}

    def statements(self):
        """Yield file and statement of everything that the topic defines."""
        for ref in self.refs:
            if is_module(ref.file):
                tree = parse(self.side, ref.file)
                stays = self.stays.get(ref.file, ())
                for node in python_edits.statements_within(tree, ref.start, ref.end, stays):
                    yield ref.file, node

    def blank_bodies(self):
        """Return the files in which the bodies of functions and methods raise."""
        edits = {}
        for file, node in self.statements():
            lines = read_file(self.side, file).splitlines()
            edits.setdefault(file, []).extend(python_edits.body_edits(node, lines))
        texts = {
            file: python_edits.apply_edits(read_file(self.side, file), each)
            for file, each in edits.items()
        }
        return self.changed(texts)

    def remove_definitions(self):
        """Return the files without the definitions of the topic."""
        for file, node in self.statements():
            self.nodes.setdefault(file, []).append(node)
        return self.texts()

    def remove_feature(self):
        """Return the files without all lines of the topic, and without what only these used.

        The text of a file that is deleted is None.
        """
        for ref in self.refs:
            if ref.file.startswith(("templates/", "static/")) and ref.symbol is None:
                self.deleted.add(ref.file)
            elif ref.symbol and not is_module(ref.file):
                self.lines.setdefault(ref.file, []).append((ref.start, ref.end))
        for file, node in self.statements():
            self.nodes.setdefault(file, []).append(node)
        while self.remove_unused_definition() or self.delete_unused_template():
            pass
        return self.texts()

    def texts(self):
        """Return the new text of each changed file; names that others need have a placeholder."""
        while self.add_placeholder():
            pass
        files = {*self.nodes, *self.lines}
        return self.changed({file: self.text(file) for file in files} | dict.fromkeys(self.deleted))

    def changed(self, texts):
        """Return the texts that differ from the files in more than docstrings and white space."""
        return {
            file: text
            for file, text in sorted(texts.items())
            if text is None or normalize(file, text) != normalize(file, read_file(self.side, file))
        }

    def text(self, file):
        """Return the text of a file after the removal; "" if it is deleted."""
        if file in self.deleted:
            return ""
        nodes, lines = self.nodes.get(file, ()), self.lines.get(file, ())
        if not nodes and not lines:
            return read_file(self.side, file)
        replaced = {node: self.placeholders[node] for node in nodes if node in self.placeholders}
        key = file, frozenset(nodes), frozenset(replaced)
        if key not in self.cache:
            self.cache[key] = self.edited_text(file, nodes, lines, replaced)
        return self.cache[key]

    def edited_text(self, file, nodes, lines, replaced):
        """Return the text of a file without statements and lines, and without unused imports."""
        original = read_file(self.side, file)
        edits = [(start, end, []) for start, end in lines]
        if nodes:
            tree = parse(self.side, file)
            edits += python_edits.removal_edits(tree, nodes, original.splitlines(), replaced)
        text = python_edits.apply_edits(original, edits)
        if not file.endswith(".py"):
            return text
        return python_edits.remove_unused_imports(text, original)

    def removed_text(self, file):
        """Return the lines that are gone from a file."""
        if file in self.deleted:
            return read_file(self.side, file)
        lines = read_file(self.side, file).splitlines()
        ranges = self.lines.get(file, []) + [
            (python_edits.first_line(node), node.end_lineno) for node in self.nodes.get(file, ())
        ]
        return "\n".join(line for start, end in ranges for line in lines[start - 1 : end])

    def modules(self):
        return [
            file
            for file in list_files(self.side)
            if file.endswith(".py") and not file.startswith("tests/")
        ]

    def is_needed(self, file, name):
        """Return whether the remaining files use a name of a module."""
        return name in words(self.text(file)) or any(
            mentions(read_file(self.side, other), file, name)
            and mentions(self.text(other), file, name)
            for other in self.modules()
            if other != file
        )

    def add_placeholder(self):
        """Add a placeholder for one name that is needed; return whether there was one."""
        for file, nodes in self.nodes.items():
            top = parse(self.side, file).body
            for node in [each for each in nodes if each in top and each not in self.placeholders]:
                if any(self.is_needed(file, name) for name in defined_names(node)):
                    self.placeholders[node] = self.minimum(file, node)
                    return True
        return False

    def minimum(self, file, node):
        """Return what stays of a statement whose name is needed."""
        if isinstance(node, python_edits.DEFINITIONS):
            return python_edits.placeholder(node)
        lines = read_file(self.side, file).splitlines()
        return "\n".join(lines[node.lineno - 1 : node.end_lineno])

    def remove_unused_definition(self):
        """Remove one definition that only the removed lines used; return whether there was one."""
        gone = {file: self.removed_text(file) for file in {*self.nodes, *self.lines}}
        for file in self.modules():
            if is_module(file) and not NOT_SEARCHED.match(file):
                for node in self.undecorated_definitions(file):
                    if self.was_used(node, file, gone):
                        self.nodes.setdefault(file, []).append(node)
                        if not any(self.is_needed(file, name) for name in defined_names(node)):
                            return True
                        self.nodes[file].remove(node)
        return False

    def undecorated_definitions(self, file):
        """Return the remaining top-level statements of a file that no decorator registers."""
        stays = self.stays.get(file, ())
        return [
            node
            for node in parse(self.side, file).body
            if not getattr(node, "decorator_list", ())
            and node not in self.nodes.get(file, ())
            and not any(a <= node.end_lineno and node.lineno <= b for a, b in stays)
        ]

    def was_used(self, node, file, gone):
        """Return whether a name that a statement defines is in removed lines, {file: text}."""
        return any(
            name in words(text)
            and (other == file or mentions(read_file(self.side, other), file, name))
            for name in defined_names(node)
            for other, text in gone.items()
        )

    def delete_unused_template(self):
        """Delete one template that only the removed lines used; return whether there was one."""
        files = {*self.nodes, *self.lines, *self.deleted}
        gone = "".join(self.removed_text(each) for each in files)
        endings = (".py", ".html", ".txt")
        remaining = [each for each in list_files(self.side) if each.endswith(endings)]
        for file in [each for each in remaining if each.startswith("templates/")]:
            name = f'"{file.removeprefix("templates/")}"'
            if name not in gone or file in self.deleted:
                continue
            if not any(name in self.text(other) for other in remaining):
                self.deleted.add(file)
                return True
        return False


def defined_names(node):
    """Return the names that a top-level statement defines."""
    if isinstance(node, python_edits.DEFINITIONS):
        return [node.name]
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    return [each.id for each in targets if isinstance(each, ast.Name)]


def remove(side, refs, level, stays=()):
    """Return the new text of each file that changes, None if it is deleted, and the level.

    A level that changes nothing on this side removes what the next one does.
    """
    methods = {
        "body": Removal.blank_bodies,
        "file": Removal.remove_definitions,
        "feature": Removal.remove_feature,
    }
    for each in list(LEVELS)[list(LEVELS).index(level) :]:
        texts = methods[each](Removal(side, refs, stays))
        if texts:
            return texts, each
    return {}, level
