#!/usr/bin/python3
"""Writes what parity.py measured into web/same-numbers.html and README.md, between their `measured` comments.

    scripts/reference/parity.py SEED... --json parity.json
    ONEDNN_MAX_CPU_ISA=AVX2 scripts/reference/parity.py 123456789 --json other.json
    scripts/reference/same_numbers.py parity.json other.json

Among the seeds must be 0, whose runs stay close, and 123456789, whose runs part early. The second file has the latter
with other kernels, where the processor has better ones than AVX2.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from html import escape
from itertools import accumulate
from pathlib import Path
from statistics import median

import mnist
from losses import largest_difference
from measurement import FIRST_STEPS, Figures
from parity import FIRST_BOUND, Bound, judge

Json = dict[str, object]

CALM_SEED, WILD_SEED = 0, 123456789
PAGE = mnist.REPOSITORY / "web" / "same-numbers.html"
README = mnist.REPOSITORY / "README.md"

# The chart, in units of its viewBox: about a phone's pixels.
WIDTH, HEIGHT = 320, 220
LEFT, RIGHT, TOP, BOTTOM = 34, 306, 28, 186
LOWEST, HIGHEST = -8, -1  # powers of ten
LINES = {"ours": "gradlet", "double": "PyTorch in float64", "other": "PyTorch in float32 with other kernels"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parity", type=Path)
    parser.add_argument("other_kernels", type=Path)
    arguments = parser.parse_args()
    try:
        measured = json.loads(arguments.parity.read_text())
        seeds = {one["seed"]: one for one in measured["seeds"]}
        other = json.loads(arguments.other_kernels.read_text())["seeds"][0]
        if not {CALM_SEED, WILD_SEED} <= set(seeds) or other["seed"] != WILD_SEED:
            raise ValueError(f"expected the seeds {CALM_SEED} and {WILD_SEED}, and {WILD_SEED} in the second file")
        names = [field.name for field in fields(Figures)]
        bounds = judge([Figures(**{name: one[name] for name in names}) for one in seeds.values()])
        blocks = {
            "bounds": bounds_table(bounds, len(seeds)),
            "first": first_text(list(seeds.values())),
            "figure": figure(seeds[CALM_SEED], seeds[WILD_SEED], other, measured["convolutions"]),
            "seeds": seeds_text(list(seeds.values())),
            "rounding": rounding_table(list(seeds.values())),
        }
        for name, content in blocks.items():
            replace(PAGE, name, one_row_a_line(content))
        replace(README, "bounds", bounds_markdown(bounds, list(seeds.values()), measured["torch"]))
        prettier = mnist.REPOSITORY / "web" / "node_modules" / ".bin" / "prettier"
        subprocess.run([prettier, "--log-level", "warn", "--write", PAGE, README], cwd=mnist.REPOSITORY, check=True)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"same_numbers.py: {error}", file=sys.stderr)
        return 1
    return 0


def replace(path: Path, name: str, content: str) -> None:
    """Puts `content` between the comments `measured: name` and `/measured`."""
    begin, end = f"<!-- measured: {name} -->", "<!-- /measured -->"
    text = path.read_text()
    if begin not in text:
        raise ValueError(f"{path}: expected a comment {begin}")
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    path.write_text(re.sub(pattern, lambda _: f"{begin}\n\n{content}\n\n{end}", text, count=1, flags=re.DOTALL))


def one_row_a_line(content: str) -> str:
    """Elements that Prettier is to leave alone, which would give each cell a line of its own."""
    rows = re.sub(r"(?<=.)(?=<(?:tr|/tbody|ul|figcaption)\b)", "\n", content)
    return re.sub(r"^(?=<(?:table|figure|details|p)\b)", "<!-- prettier-ignore -->\n", rows, flags=re.MULTILINE)


def bounds_table(bounds: Sequence[Bound], seeds: int) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(what)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for what, *cells in map(readable, bounds)
    )
    return (
        f"<table><caption>Measured over {seeds} seeds. Found is the worst of them, but for medians</caption>"
        '<thead><tr><th scope="col">what</th><th scope="col">bound</th><th scope="col">seeds within</th>'
        f'<th scope="col">found</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def bounds_markdown(bounds: Sequence[Bound], seeds: Sequence[Json], torch: str) -> str:
    head = (f"beside PyTorch {torch}, {len(seeds)} seeds", "bound", "seeds within", "worst, or median")
    rows = [head, ("---",) * len(head), *map(readable, bounds)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    own = sum(one["first_drift"] <= FIRST_BOUND for one in seeds)
    return (
        f"{table}\n\nA seed is outside where rounding has decided whether a ReLU lets a number through, in gradlet or "
        f"in PyTorch.\nIn steps 1 to {FIRST_STEPS} PyTorch's own losses in float32 and in float64 are within "
        f"{spoken(f'{FIRST_BOUND:g}')} for {own} of these seeds."
    )


def readable(bound: Bound) -> tuple[str, str, str, str]:
    """What, bound, seeds within it and what was found, as people write them."""
    if bound.within is None:
        return f"{bound.what}, median", spoken(bound.bound), "–", spoken(bound.found)
    return bound.what, spoken(bound.bound), str(bound.within), spoken(bound.found)


def first_text(seeds: Sequence[Json]) -> str:
    """How often rounding shows in the first steps, in gradlet and in PyTorch itself."""

    def within(key: str) -> int:
        return sum(one[key] <= FIRST_BOUND for one in seeds)

    return (
        f"<p>How often does it come up? Take the first {FIRST_STEPS} steps, and call two runs close when their losses "
        f"differ by at most {spoken(f'{FIRST_BOUND:g}')}. PyTorch in float64 is close to PyTorch in float32 for "
        f"{within('first_drift')} of {len(seeds)} seeds, gradlet for {within('first_losses')}, gradlet with the "
        f"<em>Precise</em> setting for {within('first_losses_precise')}.</p>"
    )


def spoken(text: str) -> str:
    """Numbers with powers of ten instead of exponents; signs of comparison as one character."""

    def scientific(match: re.Match[str]) -> str:
        mantissa, exponent = match.groups()
        return power(int(exponent)) if mantissa == "1" else f"{mantissa}·{power(int(exponent))}"

    text = re.sub(r"(\d+(?:\.\d+)?)e([+-]\d+)", scientific, text)
    return text.replace("<=", "≤").replace(">=", "≥")


def rounded(value: float) -> str:
    return spoken(f"{value:.1e}")


def power(exponent: int) -> str:
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def figure(calm: Json, wild: Json, other: Json, kernels: str) -> str:
    """Two charts: how far each run has been from PyTorch's in float32, up to each step."""
    wild_runs = {**runs(wild), "other": other["losses"]["torch"]}
    legend = "".join(
        f'<li><svg viewBox="0 0 28 8" aria-hidden="true"><path class="line {kind}" d="M0 4H28" /></svg>{label}</li>'
        for kind, label in LINES.items()
    )
    return (
        f'<figure><div class="charts">{chart(calm, runs(calm))}{chart(wild, wild_runs)}</div>'
        f'<ul class="legend">{legend}</ul>'
        "<figcaption>The largest difference so far of a run’s losses from those of PyTorch in float32 (kernels for "
        f"{kernels}), over the 118 steps of an epoch. Each line of the grid is ten times the one below. The other "
        "kernels are those for AVX2, tried with the second seed.</figcaption>"
        "</figure>"
    )


def runs(one: Json) -> dict[str, Sequence[float]]:
    return {"double": one["losses"]["torch_double"], "ours": one["losses"]["default"]}


def chart(one: Json, lines: Mapping[str, Sequence[float]]) -> str:
    """How far `lines`, losses by the keys of `LINES`, are from PyTorch's in float32."""
    reference = one["losses"]["torch"]
    steps = len(reference)
    heights = {exponent: height_of(10.0**exponent) for exponent in range(LOWEST, HIGHEST + 1)}
    grid = "".join(f"M{LEFT} {y}H{RIGHT}" for y in heights.values())
    labels = [f'<text class="title" x="{LEFT}" y="14">Seed {one["seed"]}</text>']
    for exponent, y in heights.items():
        if exponent % 2:
            labels.append(f'<text x="{LEFT - 6}" y="{y + 4:g}" text-anchor="end">{power(exponent)}</text>')
    for step in (1, 20, 40, 60, 80, 100, steps):
        labels.append(f'<text x="{across(step, steps)}" y="{BOTTOM + 16}" text-anchor="middle">{step}</text>')
    labels.append(f'<text x="{(LEFT + RIGHT) // 2}" y="{BOTTOM + 31}" text-anchor="middle">step</text>')
    parts = ["".join(labels), f'<path class="grid" d="{grid}" />']
    for kind, losses in lines.items():
        parts.append(f'<path class="line {kind}" d="{outline(losses, reference)}" />')
    ends = "; ".join(
        f"{LINES[kind]}: {rounded(largest_difference(losses, reference))}" for kind, losses in lines.items()
    )
    label = f"Seed {one['seed']}, largest difference after {steps} steps: {ends}"
    drawing = "\n".join(parts)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">\n{drawing}</svg>'


def outline(losses: Sequence[float], reference: Sequence[float]) -> str:
    """The path of the largest difference so far: a step up wherever it grows."""
    differences = accumulate((abs(a - b) for a, b in zip(losses, reference)), max)
    heights = [height_of(difference) for difference in differences]
    path = f"M{across(1, len(heights))} {heights[0]}"
    for step, (before, height) in enumerate(zip(heights, heights[1:]), start=2):
        if height != before:
            path += f"H{across(step, len(heights))}V{height}"
    return f"{path}H{RIGHT}"


def across(step: int, steps: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * (step - 1) / (steps - 1), 1)


def height_of(difference: float) -> float:
    exponent = math.log10(max(difference, 10.0**LOWEST))
    return round(BOTTOM - (BOTTOM - TOP) * (exponent - LOWEST) / (HIGHEST - LOWEST), 1)


def seeds_text(seeds: Sequence[Json]) -> str:
    """A sentence about d, and the table of all seeds, folded."""
    drifts = sorted(one["drift"] for one in seeds)
    calm = [drift for drift in drifts if drift < 10 * median(drifts)]
    wild = " and ".join(rounded(drift) for drift in drifts[len(calm) :])
    own = [one["printed_double"] for one in seeds]
    rows = "".join(
        f'<tr><th scope="row">{one["seed"]}</th>'
        + "".join(f'<td class="number">{cell}</td>' for cell in seed_cells(one))
        + "</tr>"
        for one in seeds
    )
    return (
        f"<p>For {len(calm)} of {len(seeds)} seeds <em>d</em> is between {rounded(calm[0])} and {rounded(calm[-1])}; "
        f"for the others it is {wild}. "
        f"The tutorial prints 118 losses with two decimals. PyTorch’s own two runs agree in {min(own)} to {max(own)} "
        f"of them, with a median of {median(own):g}.</p>\n"
        f"<details><summary>All {len(seeds)} seeds</summary>"
        '<div class="wide" tabindex="0" role="region" aria-label="All seeds"><table>'
        '<thead><tr><th scope="col">seed</th><th scope="col" class="number">d</th>'
        '<th scope="col" class="number">gradlet</th><th scope="col" class="number">precise</th>'
        '<th scope="col" class="number">alike</th><th scope="col" class="number">right, %</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        "<p>gradlet, precise: the largest difference from PyTorch in float32, in units of <em>d</em>. Alike: how many "
        "of the 118 losses are the same with two decimals, in brackets those of PyTorch in float64. Right: how many "
        "of 10,000 digits are read right after the epoch, in brackets by PyTorch.</p></details>"
    )


def seed_cells(one: Json) -> list[str]:
    drift = one["drift"]
    return [
        rounded(drift),
        f"{one['default'] / drift:.2f}",
        f"{one['precise'] / drift:.2f}",
        f"{one['printed']} ({one['printed_double']})",
        f"{100 * one['accuracy']:.2f} ({100 * one['accuracy_torch']:.2f})",
    ]


def rounding_table(seeds: Sequence[Json]) -> str:
    def cell(key: str) -> str:
        return f'<td class="number">{rounded(median(one[key] for one in seeds))}</td>'

    rows = "".join(
        f'<tr><th scope="row">{label}</th>{cell(f"convolution{kind}")}{cell(f"gradients{kind}")}</tr>'
        for label, kind in (("gradlet", ""), ("gradlet, precise", "_precise"), ("PyTorch in float32", "_torch"))
    )
    return (
        "<table><caption>Relative error in the first step, beside PyTorch in float64; the gradients’ is that of the "
        f"worst of six parameters. Medians of {len(seeds)} seeds</caption>"
        '<thead><tr><td></td><th scope="col" class="number">second convolution</th>'
        f'<th scope="col" class="number">gradients</th></tr></thead><tbody>{rows}</tbody></table>'
    )


if __name__ == "__main__":
    sys.exit(main())
