"""How far two traces of losses lie apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def largest(differences: Iterable[float]) -> float:
    """The largest, or infinity if one of them is no finite number."""
    return max(difference if math.isfinite(difference) else math.inf for difference in differences)


def largest_difference(ours: Sequence[float], theirs: Sequence[float], steps: int | None = None) -> float:
    """Over the first `steps` steps, or all that both have."""
    return largest(abs(a - b) for a, b in list(zip(ours, theirs))[:steps])


def equal_as_printed(ours: Sequence[float], theirs: Sequence[float]) -> int:
    """How many are equal with two decimals, as the tutorial prints them."""
    return sum(f"{a:.2f}" == f"{b:.2f}" for a, b in zip(ours, theirs))
