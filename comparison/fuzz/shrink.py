"""Shrinks the steps that lead to a difference: to the shortest sequence, with short values.

A step is the name of a method of a state machine, and its keyword arguments. Hypothesis could
shrink, too, but takes each step far more often, which needs hours if a step takes a second.
"""

from comparison.fuzz.compare import Differs


def write_steps(steps):
    """Return steps as statements of a test."""
    return [
        f"state.{name}({', '.join(f'{key}={value!a}' for key, value in arguments.items())})"
        for name, arguments in steps
    ]


def replay(machine, steps):
    """Run steps from the start; return the difference that they lead to, or None."""
    try:
        state = machine()
        state.start()
        for name, arguments in steps:
            getattr(state, name)(**arguments)
    except Differs as difference:
        return difference
    except LookupError:  # for a shortened value that is none of a rule's choices
        return None
    return None


def shrink(machine, steps):
    """Return as few of the steps as lead to a difference, and this difference, or None."""
    difference, size = replay(machine, steps), len(steps)
    while difference and size:
        found = find_shorter(machine, candidates(steps, size))
        if found:
            steps, difference = found
        else:
            size = min(size // 2, len(steps) // 2)
    while difference and (found := find_shorter(machine, with_shorter_values(steps))):
        steps, difference = found
    return steps, difference


def find_shorter(machine, sequences):
    """Return the first of the sequences of steps that leads to a difference, with it, or None."""
    for steps in sequences:
        if difference := replay(machine, steps):
            return steps, difference
    return None


def candidates(steps, size):
    """Yield the steps without so many of them, at each place."""
    for start in range(0, len(steps), size):
        yield steps[:start] + steps[start + size :]


def with_shorter_values(steps):
    """Yield the steps with one shorter argument each."""
    for number, (name, arguments) in enumerate(steps):
        for key, value in arguments.items():
            for shorter in shorten(value):
                step = name, arguments | {key: shorter}
                yield [*steps[:number], step, *steps[number + 1 :]]


def shorten(value):
    """Yield shorter values: an empty text, or a dict or list without one of its members."""
    if isinstance(value, str) and value:
        yield ""
    elif isinstance(value, dict):
        for key in value:
            yield {each: value[each] for each in value if each != key}
        for key, member in value.items():
            yield from ({**value, key: each} for each in shorten(member))
    elif isinstance(value, list):
        for number in range(len(value)):
            yield value[:number] + value[number + 1 :]
