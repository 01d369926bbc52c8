#!/usr/bin/env python3
"""Draws BenchmarkDotNet's JSON: python3 plot.py RESULTS-FOLDER OUT.png TITLE

Left: what each benchmark costs as a ratio to its limit, the bare cryptography in the same run. Right: what grows with the size of a set
and with the length of the validator's own lists. The limit is the method whose name has "Bare" in it; every class has exactly one."""
import glob
import json
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

GROWING = {"ChainLength": "Tokens", "ListLength": "Entries"}
OURS, PEER = "#1f5fa8", "#b0b0b0"
EDGE = 6  # A longer bar is cut off here and says how long it is, so that the others stay readable.
COLOURS = ["#1f5fa8", "#c2571a", "#3a7d44", "#7a4fa3"]


def read(folder):
    """(class, parameters, method) -> median in nanoseconds: other work on the machine moves it less than the mean; parameters as a dictionary."""
    for path in sorted(glob.glob(os.path.join(folder, "*-report-full-compressed.json"))):
        with open(path) as file:
            for one in json.load(file)["Benchmarks"]:
                parameters = dict(p.split("=", 1) for p in one["Parameters"].split("&") if p)
                yield one["Type"], parameters, one["Method"], one["Statistics"]["Median"]


def with_limits(rows):
    rows = list(rows)
    limits = {}
    for t, p, m, cost in rows:
        # Where keys are imported on the way, the limit is imports and checks.
        if "Bare" in m and ((t, tuple(sorted(p.items()))) not in limits or "Imports" in m):
            limits[(t, tuple(sorted(p.items())))] = cost
    for t, p, m, cost in rows:
        if "Bare" not in m and (t, tuple(sorted(p.items()))) in limits:
            yield t, p, m, cost, limits[(t, tuple(sorted(p.items())))]


def ratios(axes, rows):
    """One bar a method and algorithm, in the order of the classes."""
    bars = []
    for t, p, m, cost, limit in rows:
        if t not in GROWING:
            bars.append((t, f"{m}, {p['Algorithm']}" if p else m, cost / limit))
    bars.sort(key=lambda b: b[0])
    y, ticks, labels, last = 0.0, [], [], None
    for t, label, ratio in bars:
        if t != last:
            y += 1.7
            axes.text(0.03, y - 0.9, t, fontsize=9, fontweight="bold", va="center", bbox={"color": "white", "pad": 0.5})
        last = t
        peer = t.startswith("Peer") and not label.startswith("Ours")
        axes.barh(y, min(ratio, EDGE), height=0.72, color=PEER if peer else OURS)
        if ratio > EDGE:
            axes.text(EDGE - 0.1, y, f"{ratio:.2f}, cut off", va="center", ha="right", fontsize=8, color="white")
        else:
            axes.text(max(ratio, 1) + 0.06, y, f"{ratio:.2f}", va="center", fontsize=8)
        ticks.append(y)
        labels.append(label)
        y += 1
    axes.axvline(1, color="black", linewidth=1, linestyle="--", zorder=0.5)
    axes.set_yticks(ticks, labels, fontsize=8)
    axes.set_ylim(y, 0)
    axes.set_xlim(0, EDGE)
    axes.set_xlabel("times the bare signature checks (dashed: 1, the limit)")
    axes.set_title("Ratio to the limit; peers in grey", fontsize=11)


def growth(axes, rows, kind, title, xlabel, series):
    """Microseconds against the class's growing parameter, one line a series, the bare checks dashed."""
    parameter = GROWING[kind]
    lines = {}
    for t, p, m, cost, limit in rows:
        if t == kind:
            lines.setdefault(series(p, m), []).append((int(p[parameter]), cost / 1000, limit / 1000))
    if not lines:
        return
    bare_drawn = set()
    for (name, bare), colour in zip(sorted(lines), COLOURS):
        points = sorted(lines[(name, bare)])
        x = [q[0] for q in points]
        axes.plot(x, [q[1] for q in points], marker="o", color=colour, label=name)
        if bare not in bare_drawn:
            axes.plot(x, [q[2] for q in points], linestyle="--", color=colour if kind == "ChainLength" else "black", label=bare)
            bare_drawn.add(bare)
    ticks = sorted({q[0] for points in lines.values() for q in points})
    if ticks[-1] / ticks[0] > 10:
        axes.set_xscale("log")
    axes.set_xticks(ticks, [str(t) for t in ticks])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.set_xlabel(xlabel)
    axes.set_ylabel("µs")
    axes.set_title(title, fontsize=11)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)


def main(folder, out, title):
    rows = list(with_limits(list(read(folder))))
    figure, grid = plt.subplot_mosaic([["ratios", "sets"], ["ratios", "lists"]], figsize=(13, 9), gridspec_kw={"width_ratios": [1.15, 1]})
    if any(t not in GROWING for t, *_ in rows):
        ratios(grid["ratios"], rows)
    growth(grid["sets"], rows, "ChainLength", "A set never seen before", "tokens in the set", lambda p, m: (p["Algorithm"], f"{p['Algorithm']}, bare checks"))
    growth(grid["lists"], rows, "ListLength", "Three Ed25519 tokens against the validator's lists", "entries in the list", lambda p, m: (m, "three bare checks"))
    figure.suptitle(title, fontsize=10)
    figure.tight_layout()
    figure.savefig(out, dpi=100)


main(*sys.argv[1:4])
