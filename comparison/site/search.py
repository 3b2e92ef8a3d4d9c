"""The search index of the site."""

from comparison.model import spec, topics
from comparison.model.source_refs import IMPLEMENTATIONS, file_symbols, list_files
from comparison.site.file_pages import MAX_LINES, pairs


def build_index():
    """Return a list of [kind, name, description, path of the page].

    A topic has keywords as a fifth item: its requirements, files and symbols.
    """
    index = [
        [
            "topic",
            topic.title,
            f"{topic.area}. {topic.sentence}",
            f"topics/{topic.id}.html",
            " ".join(keywords(topic)),
        ]
        for topic in topics.load()
    ]
    index += [
        ["requirement", name, each.text.striptags(), f"contract.html#{name}"]
        for name, each in spec.requirements().items()
    ]
    index += [["file", pair.name, "", f"files/{pair.name}.html"] for pair in pairs()]
    for implementation in IMPLEMENTATIONS:
        for file in list_files(implementation):
            index += [
                [implementation, name, file, f"files/{file}.html#{implementation}-L{start}"]
                for name, (start, _) in file_symbols(implementation, file).items()
                if start <= MAX_LINES
            ]
    return index


def keywords(topic):
    """Yield the requirements, files and symbols of a topic."""
    yield from topic.requirements
    for refs in topic.source_refs.values():
        for ref in refs:
            yield f"{ref.file} {ref.symbol or ''}"
