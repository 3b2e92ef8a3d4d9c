"""The machine of a run."""

import os
import platform
from datetime import UTC, datetime

from bench.load import find_tool


def describe():
    """Return the time and the machine, as the results of a run begin."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "machine": {
            "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
            "Processors": os.cpu_count(),
            "Load before": round(os.getloadavg()[0], 1),
            "Python": platform.python_version(),
            "Load generator": find_tool(),
        },
    }
