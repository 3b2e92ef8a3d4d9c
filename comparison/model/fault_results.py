"""The faults of `faults/`, with their results in the last whole run of `make faults`."""

from dataclasses import dataclass

from comparison.model import recorded, test_results
from runner.faults import Fault, read_faults

# The worst first.
CSS_CLASSES = {
    "not noticed": "fails",
    "noticed by another test": "allowed",
    "noticed": "passes",
    "not tried": "soft",
}


@dataclass(frozen=True)
class FaultResult:
    """A fault in one implementation, and the first test that failed with it, if any.

    `outcome` is one of CSS_CLASSES: "noticed" if the test is one of the requirement that the fault
    breaks, and "not tried" if the fault is newer than the run.
    """

    fault: Fault
    outcome: str
    test: str = ""
    message: str = ""
    seconds: float = 0


def read(data_dir):
    """Return a FaultResult for each fault of the catalogue, in its order."""
    results = recorded.read(data_dir, "faults.json")["faults"]
    return [read_result(fault, results.get(name)) for name, fault in read_faults().items()]


def read_result(fault, result):
    """Return the FaultResult for an entry of the results, which may be None."""
    if not result:
        return FaultResult(fault, "not tried")
    if not result["stage"]:
        outcome = "not noticed"
    elif result["stage"] == "requirement" or names(result["test"], fault.requirement):
        outcome = "noticed"
    else:
        outcome = "noticed by another test"
    return FaultResult(fault, outcome, result["test"], result["message"], result["seconds"])


def names(test, requirement):
    """Return whether a test, given as pytest's id of it, names a requirement."""
    return test.partition("[")[0] in {each.id for each in test_results.tests_for(requirement)}


def worst(results):
    """Return the worst outcome of some FaultResults."""
    return min((each.outcome for each in results), key=[*CSS_CLASSES].index)
