"""How much memory the processes of the installation hold, looked at every few seconds."""

import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from tests.load.stage import Stage

SECONDS_BETWEEN_LOOKS = 5.0
WARM_AFTER = 240.0
"""Seconds after which a process has read dictionaries and templates of all languages and kinds of page, and its cache is full.

Web processes go from 155 MiB to 215 meanwhile, half of it in the first minute, and are replaced after about 2,000 requests.
"""
SHORTEST = 120.0
"""Seconds that a warm process must have been looked at to be judged."""
MOST_GROWTH = 12.0
"""MiB that a warm process may grow in ten minutes. What holds on to each request would pass it: 4,000 requests of 3 KiB do."""
KIB = 1024


class Watch(threading.Thread):
    """Notes the resident memory of each process by its program and number."""

    def __init__(self, stage: Stage, now: Callable[[], float]) -> None:
        super().__init__(name="memory", daemon=True)
        self.stage = stage
        self.now = now
        self.stopped = threading.Event()
        self.series: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)

    def run(self) -> None:
        """Look until stopped."""
        while not self.stopped.wait(SECONDS_BETWEEN_LOOKS):
            for name, program in list(self.stage.programs.items()):
                for number in program.processes():
                    if (held := resident(number)) is not None:
                        self.series[name, number].append((self.now(), held))

    def report(self) -> list[dict[str, Any]]:
        """Return for each process the MiB it held at first, when it was warm and at the end, and the slope from then on."""
        found = []
        for (name, number), looks in self.series.items():
            warm = [(at, held) for at, held in looks if at - looks[0][0] >= WARM_AFTER]
            entry: dict[str, Any] = {"program": name, "process": number, "from": round(looks[0][0]), "to": round(looks[-1][0])}
            entry |= {"first MiB": round(looks[0][1], 1), "last MiB": round(looks[-1][1], 1)}
            entry["each minute MiB"] = [round(held) for _at, held in looks[:: int(60 / SECONDS_BETWEEN_LOOKS)]]
            if warm and warm[-1][0] - warm[0][0] >= SHORTEST:
                entry |= {"warm MiB": round(warm[0][1], 1), "slope MiB/min": round(slope(warm) * 60, 3)}
            found.append(entry)
        return found


def resident(number: int) -> float | None:
    """Return the MiB of memory that a process holds; None where it is gone."""
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / KIB for line in lines if line.startswith("VmRSS:")), None)


def slope(points: list[tuple[float, float]]) -> float:
    """Return by how much the values grow in a second: the median of the slopes between pairs, which no single jump moves."""
    half = len(points) // 2
    pairs = zip(points[:half], points[-half:], strict=True)
    return median((later[1] - earlier[1]) / (later[0] - earlier[0]) for earlier, later in pairs)
