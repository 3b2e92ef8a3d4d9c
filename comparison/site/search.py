"""What the search of the site finds."""

from comparison.model import spec, topics
from comparison.model.source_refs import SIDES, files, names
from comparison.site.file_pages import SHOWN, pairs


def index():
    """Return all that can be found, each as [kind, name, more words, address from the top].

    A topic has words too that are not shown: its requirements, files and symbols.
    """
    found = [
        [
            "topic",
            topic.title,
            f"{topic.area}. {topic.sentence}",
            f"topics/{topic.id}.html",
            " ".join(words(topic)),
        ]
        for topic in topics.load()
    ]
    found += [
        ["requirement", name, each.text.striptags(), f"contract.html#{name}"]
        for name, each in spec.requirements().items()
    ]
    found += [["file", pair.name, "", f"files/{pair.name}.html"] for pair in pairs()]
    for side in SIDES:
        for file in files(side):
            found += [
                [side, name, file, f"files/{file}.html#{side}-L{start}"]
                for name, (start, _) in names(side, file).items()
                if start <= SHOWN
            ]
    return found


def words(topic):
    """Yield what a topic is about by name."""
    yield from topic.requirements
    for places in topic.places.values():
        for place in places:
            yield f"{place.file} {place.symbol or ''}"
