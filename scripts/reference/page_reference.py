#!/usr/bin/env python3
"""Writes web/src/app/pytorch-tutorial.json: the tutorial's run in PyTorch, as the page shows it beside gradlet's.

It is taken from the fixtures (wasm-tests/fixtures/traces.json, which make_fixtures.py writes): the 118 losses of the
first epoch at seed 0 in float32, the scores on the test images before and after it, the fingerprint of the initial
parameters, and the version of PyTorch.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--traces", type=Path, default=REPOSITORY / "wasm-tests" / "fixtures" / "traces.json")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "web" / "src" / "app" / "pytorch-tutorial.json")
    arguments = parser.parse_args()
    traces = json.loads(arguments.traces.read_text())
    run = traces["tutorial"][str(SEED)]
    reference = {
        "torch": traces["made_by"]["torch"],
        "kernels": traces["made_by"]["kernels"],
        "seed": str(SEED),
        "initial_sha256": run["initial_sha256"],
        "before": run["before"],
        "after": run["after"],
        "losses": run["losses"],
    }
    arguments.out.write_text(json.dumps(reference, indent=2, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
