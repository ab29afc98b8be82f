"""Draws MB/s against the size of the dictionary, a line for each engine, from build/bench/results.json.

    plot.py RESULTS.json OUTPUT.svg

The picture is as narrow as a phone, so that its letters are legible there. It has no background and its greys are
readable on white and on black.
"""
import json
import math
import sys

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 400, 46, 12, 58, 330
ROW = 20  # of the table below the axes
ENGINES = {  # label: name, colour, whether the line is dashed
    "gaz": ("gaz", "#e4572e", False),
    "hyperscan": ("Hyperscan", "#3b8ea5", False),
    "hyperscan, bare": ("Hyperscan, second variant", "#3b8ea5", True),
    "darts-clone": ("darts-clone", "#4f9d4f", False),
    "daachorse": ("daachorse", "#a06cd5", False),
    "aho-corasick nfa": ("aho-corasick, NFA", "#b08a2e", False),
    "aho-corasick dfa": ("aho-corasick, DFA", "#b08a2e", True),
    "pyahocorasick": ("pyahocorasick", "#8a8a8a", False),
    "limit: tokens, sketched": ("finding tokens alone", "#8a8a8a", True),
}
INK = "#808080"


def line_points(results, label):
    """MB/s of one engine by number of entries. Of several dictionaries of one size the last counts."""
    return {result["entries"]: row["rate"] for result in results if not result["dictionary"].startswith("long")
            for row in result["engines"] if row["label"] == label}


def scale(values, begin, end, digits):
    """Maps the values to begin..end by their logarithms, with a little room. Gives the mapping and round marks."""
    low, high = math.log10(min(values)) - 0.1, math.log10(max(values)) + 0.1
    marks = [digit * 10.0 ** power for power in range(math.floor(low), math.ceil(high)) for digit in digits]
    return (lambda value: begin + (math.log10(value) - low) / (high - low) * (end - begin),
            [mark for mark in marks if low <= math.log10(mark) <= high])


def text(x, y, content, anchor="start", colour=INK, weight="normal"):
    return '<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s" font-weight="%s">%s</text>' % (
        x, y, anchor, colour, weight, content)


def path(points, colour, dashed, width):
    return '<polyline points="%s" fill="none" stroke="%s" stroke-width="%s"%s/>' % (
        " ".join("%.1f,%.1f" % point for point in points), colour, width,
        ' stroke-dasharray="6 4"' if dashed else "")


def rule(*points):
    return path(points, INK + '" stroke-opacity="0.35', False, 1)


def short(number):
    return "%dM" % (number // 10**6) if number >= 10**6 else "%dk" % (number // 1000) if number >= 1000 else str(number)


def draw(results):
    curves = {label: points for label in ENGINES if (points := line_points(results, label))}
    sizes = sorted({size for points in curves.values() for size in points})
    across, _ = scale(sizes, LEFT, WIDTH - RIGHT, (1,))
    up, marks = scale([rate for points in curves.values() for rate in points.values()], BOTTOM, TOP, (1, 2, 5))
    first = BOTTOM + 62  # row of the table
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">'
             % (WIDTH, first + ROW * len(curves)),
             text(8, 18, "Text tagged per second, in MB, one thread", weight="bold"),
             text(8, 38, "by entries in the dictionary; higher is faster")]
    for value in marks:
        parts += [rule((LEFT, up(value)), (WIDTH - RIGHT, up(value))),
                  text(LEFT - 6, up(value) + 4, "{:,.0f}".format(value), "end")]
    for size in sizes:
        parts += [rule((across(size), TOP), (across(size), BOTTOM)),
                  text(across(size), BOTTOM + 18, short(size), "middle")]
    columns = [WIDTH - RIGHT - 52 * place for place in reversed(range(len(sizes)))]
    parts.append(text(36, first - ROW, "entries"))
    parts += [text(x, first - ROW, short(size), "end") for x, size in zip(columns, sizes)]
    for row, (label, points) in enumerate(curves.items()):
        name, colour, dashed = ENGINES[label]
        y, weight = first + ROW * row, "bold" if label == "gaz" else "normal"
        places = [(across(size), up(points[size])) for size in sorted(points)]
        parts.append(path(places, colour, dashed, 3 if label == "gaz" else 1.8))
        parts += ['<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>' % (*place, colour) for place in places]
        parts += [path([(8, y - 4), (30, y - 4)], colour, dashed, 3), text(36, y, name, colour=colour, weight=weight)]
        parts += [text(x, y, "{:,.0f}".format(points[size]), "end", colour, weight)
                  for x, size in zip(columns, sizes) if size in points]
    return "\n".join(parts + ["</svg>"]) + "\n"


def write(results, output):
    with open(output, "w", encoding="utf-8") as file:
        file.write(draw(results))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        write(json.load(source)["results"], sys.argv[2])
