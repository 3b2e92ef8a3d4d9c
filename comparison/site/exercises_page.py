"""The page of the exercises: what `make kata` removes, and how many lines."""

from itertools import groupby

from comparison.kata import exercises, removal
from comparison.model.source_refs import IMPLEMENTATIONS


def pages(data_dir):
    """Yield path, template and context of the page."""
    areas = [
        (area, [(each, count_lines(each)) for each in group])
        for area, group in groupby(exercises.load(), key=lambda each: each.topic.area)
    ]
    yield "exercises.html", "exercises.html", {"areas": areas, "levels": removal.LEVELS}


def count_lines(exercise):
    """Return the number of lines to write, as {level: {implementation: number}}."""
    return {
        level: {
            side: exercises.count_lines(side, exercise.remove(side, level)[0])
            for side in IMPLEMENTATIONS
        }
        for level in removal.LEVELS
    }
