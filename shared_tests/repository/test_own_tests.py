"""Each tree has tests of its own, in the way of its framework, and they pass."""

import pytest

from shared_tests.launchers.process import Process, implementations


@pytest.mark.parametrize("name", implementations())
def test_the_own_tests_of_a_tree_pass(name, tmp_path):
    implementation = implementations()[name]
    result = Process(implementation, tmp_path).run(*implementation["test"])
    assert result.returncode == 0, result.stdout + result.stderr
