"""The figures of a run: ratios, made within each round, and their medians."""

from statistics import median

FLOOR = "floor"
BY_PK = "by pk"
BY_USERNAME = "by username"
OWN = "one's own, logged in"
DURING_LOGINS = "by pk, during logins"
FEW_BY_PK = "by pk of 1,000"
FEW_BY_USERNAME = "by username of 1,000"
LARGE_BY_PK = "by pk of 1,000,000"
LARGE_BY_USERNAME = "by username of 1,000,000"
DIRECTORY = "directory"
SQLITE = "by pk, SQLite"


def rate(sample):
    return sample["rate"]


def p99(sample):
    return sample["p99"]


def cpu(sample):
    """CPU seconds for an answer, of the server and of PostgreSQL."""
    return sample["server"] + sample["database"]


def ratios(of, over, under):
    """Return one ratio for each round."""
    return [of(a) / of(b) for a, b in zip(over, under, strict=True)]


def ratio(of, over, under):
    """Return the median of the ratios of each round."""
    return median(ratios(of, over, under))


def figures(found):
    """Return {figure: {side: value}} of what a run has found."""
    samples, floor = found["samples"], found["samples"][BY_PK][FLOOR]
    large = (LARGE_BY_PK, LARGE_BY_USERNAME) if LARGE_BY_PK in samples else (BY_PK, BY_USERNAME)

    def against(name, of, base):
        return {s: ratio(of, samples[name][s], base(s)) for s in found["sides"]}

    def to_floor(name, of):
        return against(name, of, lambda side: floor)

    def of_floor(name):
        costs = {who: median(each) for who, each in found[name].items()}
        return {side: costs[side] / costs[FLOOR] for side in found["sides"]}

    return {
        "rate_by_pk": to_floor(BY_PK, rate),
        "cpu_by_pk": to_floor(BY_PK, cpu),
        **{f"statements_{page}": by_side for page, by_side in found["statements"].items()},
        "rate_own": against(OWN, rate, lambda side: samples[BY_PK][side]),
        "p99_during_logins": against(DURING_LOGINS, p99, lambda side: samples[BY_PK][side]),
        "growth_by_pk": against(large[0], cpu, lambda side: samples[FEW_BY_PK][side]),
        "growth_by_username": against(large[1], cpu, lambda side: samples[FEW_BY_USERNAME][side]),
        "directory_far": found["directory_far"],
        "search_ms": found["search_ms"],
        "start": of_floor("start_seconds"),
        "memory": of_floor("memory_bytes"),
    }
