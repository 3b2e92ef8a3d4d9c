"""The results of a run: medians of ratios, each within a round."""

from statistics import median

BASELINE = "baseline"
BY_PK = "by pk"
BY_USERNAME = "by username"
REVALIDATED = "by pk, revalidated"
PROXIED = "by pk, through nginx"
OWN = "own profile"
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
    """Return the CPU seconds per response, of the server and of PostgreSQL."""
    return sample["server"] + sample["database"]


def ratios(metric, samples, base):
    """Return the ratio of each round."""
    return [metric(a) / metric(b) for a, b in zip(samples, base, strict=True)]


def median_ratio(metric, samples, base):
    """Return the median of the ratios of each round."""
    return median(ratios(metric, samples, base))


def spread(values):
    """Return the largest distance of a round from the median ÷ the median, without the extremes."""
    middle = median(values)
    return max(abs(value - middle) for value in sorted(values)[1:-1]) / middle


def compute_rounds(found):
    """Return the ratios of the rounds of a run, as {result: {implementation: [ratio]}}."""
    samples, names = found["samples"], found["implementations"]
    baseline = samples[BY_PK][BASELINE]
    large = (LARGE_BY_PK, LARGE_BY_USERNAME) if LARGE_BY_PK in samples else (BY_PK, BY_USERNAME)

    def relative_to(base, workload, metric):
        return {
            name: ratios(metric, samples[workload][name], samples[base][name]) for name in names
        }

    def relative_to_baseline(workload, metric):
        return {name: ratios(metric, samples[workload][name], baseline) for name in names}

    return {
        "rate_by_pk": relative_to_baseline(BY_PK, rate),
        "cpu_by_pk": relative_to_baseline(BY_PK, cpu),
        "rate_own": relative_to(BY_PK, OWN, rate),
        "rate_revalidated": relative_to_baseline(REVALIDATED, rate),
        "rate_proxied": relative_to_baseline(PROXIED, rate),
        "p99_during_logins": relative_to(BY_PK, DURING_LOGINS, p99),
        "growth_by_pk": relative_to(FEW_BY_PK, large[0], cpu),
        "growth_by_username": relative_to(FEW_BY_USERNAME, large[1], cpu),
    }


def summarize(rounds, function):
    """Return a function of the ratios of each result, as {result: {implementation: value}}."""
    return {
        result: {name: function(values) for name, values in by_name.items()}
        for result, by_name in rounds.items()
    }


def compute_results(found):
    """Return the results of a run, as {result: {implementation: value}}."""

    def cost(key):
        medians = {name: median(each) for name, each in found[key].items()}
        return {name: medians[name] / medians[BASELINE] for name in found["implementations"]}

    return {
        **summarize(compute_rounds(found), median),
        **{f"statements_{page}": counts for page, counts in found["statements"].items()},
        **{f"writes_{action}": shares for action, shares in found["writes"].items()},
        "directory_far": found["directory_far"],
        **found["searches"],
        "start": cost("start_seconds"),
        "memory": cost("memory_bytes"),
    }
