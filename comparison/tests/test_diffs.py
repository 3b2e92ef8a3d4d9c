"""Two lists of lines lie beside each other."""

from comparison.model import diffs
from comparison.model.diffs import Row
from comparison.model.source_refs import resolve


def test_equal_lines_stand_level_and_others_where_they_belong():
    rows = diffs.side_by_side(["a", "x", "b"], ["a", "b", "y"])
    assert rows == [
        Row("same", 1, "a", 1, "a"),
        Row("left", 2, "x", None, None),
        Row("same", 3, "b", 2, "b"),
        Row("right", None, None, 3, "y"),
    ]


def test_a_line_that_took_the_place_of_another_is_changed():
    assert diffs.side_by_side(["a", "x"], ["a", "y", "z"])[1:] == [
        Row("changed", 2, "x", 2, "y"),
        Row("right", None, None, 3, "z"),
    ]


def test_lines_are_numbered_from_where_they_start():
    assert diffs.side_by_side(["a"], ["a"], 7, 9) == [Row("same", 7, "a", 9, "a")]


def test_nothing_beside_something_is_all_of_one_side():
    assert [row.kind for row in diffs.side_by_side([], ["a", "b"])] == ["right", "right"]


def test_a_unified_diff_names_both_sides():
    text = diffs.unified(["a", "x"], ["a", "y"], "one", "other")
    assert text == ["--- one", "+++ other", "@@ -1,2 +1,2 @@", " a", "-x", "+y"]


def test_places_in_one_file_are_paired():
    routes = resolve("django", "profiles/urls.py: by_pk")
    view = resolve("django", "profiles/views.py: ProfileByPkView")
    other = resolve("flask", "profiles/views.py: by_pk")
    assert diffs.pairs([routes, view], [other]) == [(routes, None), (view, other)]


def test_of_places_in_one_file_those_of_like_names_are_paired():
    ours = resolve("django", "accounts/sessions.py: end_other_sessions")
    theirs = [
        resolve("flask", f"accounts/sessions.py: {each}")
        for each in ("log_in", "revoke_all_credentials")
    ]
    theirs.append(resolve("flask", "accounts/sessions.py: end_other_sessions"))
    assert diffs.pairs([ours], theirs) == [(None, theirs[0]), (None, theirs[1]), (ours, theirs[2])]


def test_places_without_counterparts_stand_alone():
    place = resolve("flask", "profiles/views.py")
    assert diffs.pairs([], [place]) == [(None, place)]
    assert diffs.pairs([], []) == []


def test_likeness_goes_from_nothing_to_all():
    assert diffs.likeness(["a", "b"], ["a", "b"]) == 1
    assert diffs.likeness(["a"], ["b"]) == 0
