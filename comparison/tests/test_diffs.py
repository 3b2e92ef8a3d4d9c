"""Side-by-side and unified diffs, and the alignment of source references."""

from comparison.model import diffs
from comparison.model.diffs import Row
from comparison.model.source_refs import resolve


def test_equal_lines_share_a_row_and_others_have_one_side():
    rows = diffs.side_by_side(["a", "x", "b"], ["a", "b", "y"])
    assert rows == [
        Row("same", 1, "a", 1, "a"),
        Row("left", 2, "x", None, None),
        Row("same", 3, "b", 2, "b"),
        Row("right", None, None, 3, "y"),
    ]


def test_a_replaced_line_is_changed():
    assert diffs.side_by_side(["a", "x"], ["a", "y", "z"])[1:] == [
        Row("changed", 2, "x", 2, "y"),
        Row("right", None, None, 3, "z"),
    ]


def test_line_numbers_start_at_the_given_numbers():
    assert diffs.side_by_side(["a"], ["a"], 7, 9) == [Row("same", 7, "a", 9, "a")]


def test_a_diff_with_an_empty_list_has_one_side_only():
    assert [row.kind for row in diffs.side_by_side([], ["a", "b"])] == ["right", "right"]


def test_a_unified_diff_names_both_sides():
    text = diffs.unified(["a", "x"], ["a", "y"], "one", "other")
    assert text == ["--- one", "+++ other", "@@ -1,2 +1,2 @@", " a", "-x", "+y"]


def test_source_refs_of_one_file_are_aligned():
    routes = resolve("django", "profiles/urls.py: by_pk")
    view = resolve("django", "profiles/views.py: ProfileByPkView")
    other = resolve("flask", "profiles/views.py: by_pk")
    assert diffs.align([routes, view], [other]) == [(routes, None), (view, other)]


def test_source_refs_of_one_file_are_aligned_by_similar_names():
    ours = resolve("django", "accounts/sessions.py: delete_other_sessions")
    theirs = [
        resolve("flask", f"accounts/sessions.py: {each}")
        for each in ("log_in", "delete_sessions_and_tokens")
    ]
    theirs.append(resolve("flask", "accounts/sessions.py: delete_other_sessions"))
    assert diffs.align([ours], theirs) == [(None, theirs[0]), (None, theirs[1]), (ours, theirs[2])]


def test_a_source_ref_without_a_counterpart_is_alone():
    ref = resolve("flask", "profiles/views.py")
    assert diffs.align([], [ref]) == [(None, ref)]
    assert diffs.align([], []) == []


def test_similarity_goes_from_0_to_1():
    assert diffs.similarity(["a", "b"], ["a", "b"]) == 1
    assert diffs.similarity(["a"], ["b"]) == 0
