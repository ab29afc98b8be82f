"""Draws MB/s against the size of the dictionary, a line for each engine, from build/bench/results.json.

    plot.py RESULTS.json OUTPUT.svg

The picture has no background and its greys are readable on white and on black.
"""
import json
import math
import sys

WIDTH, HEIGHT = 800, 480
LEFT, RIGHT, TOP, BOTTOM = 64, 240, 52, 52
LINES = ("gaz", "hyperscan", "hyperscan, bare", "darts-clone", "daachorse", "aho-corasick nfa", "aho-corasick dfa",
         "pyahocorasick", "limit: tokens, sketched")
COLOURS = ("#e4572e", "#3b8ea5", "#3b8ea5", "#4f9d4f", "#a06cd5", "#b08a2e", "#b08a2e", "#8a8a8a", "#8a8a8a")
DASHED = ("hyperscan, bare", "aho-corasick dfa", "limit: tokens, sketched")
INK = "#808080"
LABEL_STEP = 15


def line_points(results, label):
    """(entries, MB/s) of one engine. Of several dictionaries of one size the last counts."""
    points = {}
    for result in results:
        if result["dictionary"].startswith("long"):
            continue
        for row in result["engines"]:
            if row["label"] == label:
                points[result["entries"]] = row["rate"]
    return sorted(points.items())


def scale(values, begin, end, digits, below=0.1):
    """Maps the values to begin..end by their logarithms, with a little room. Gives the mapping and round marks."""
    low, high = math.log10(min(values)) - below, math.log10(max(values)) + 0.05
    marks = [digit * 10.0 ** power for power in range(math.floor(low), math.ceil(high)) for digit in digits]
    return (lambda value: begin + (math.log10(value) - low) / (high - low) * (end - begin),
            [mark for mark in marks if low <= math.log10(mark) <= high])


def spread(places):
    """Moves labels apart that would overlap, keeping their order."""
    placed = []
    for place, name in sorted(places):
        placed.append((max(place, placed[-1][0] + LABEL_STEP) if placed else place, name))
    return placed


def text(x, y, content, anchor="start", colour=INK, weight="normal"):
    return '<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s" font-weight="%s">%s</text>' % (
        x, y, anchor, colour, weight, content)


def rule(x1, y1, x2, y2):
    return '<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-opacity="0.35"/>' % (x1, y1, x2, y2, INK)


def draw(results):
    curves = {label: points for label in LINES if (points := line_points(results, label))}
    across, entries = scale([x for points in curves.values() for x, _ in points], LEFT, WIDTH - RIGHT, (1,))
    up, rates = scale([y for points in curves.values() for _, y in points], HEIGHT - BOTTOM, TOP,
                      (1, 2, 5), below=0.35)  # room for labels that are moved down
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">'
             % (WIDTH, HEIGHT),
             text(LEFT, 22, "Tagging speed by size of the dictionary, one thread", weight="bold")]
    for value in rates:
        parts += [rule(LEFT, up(value), WIDTH - RIGHT, up(value)),
                  text(LEFT - 8, up(value) + 4, "{:,.0f}".format(value), "end")]
    for value in entries:
        parts += [rule(across(value), TOP, across(value), HEIGHT - BOTTOM),
                  text(across(value), HEIGHT - BOTTOM + 18, "{:,.0f}".format(value), "middle")]
    parts += [text(LEFT - 8, TOP - 8, "MB/s", "end"),
              text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "entries in the dictionary", "middle")]
    colours = dict(zip(LINES, COLOURS))
    for label, points in curves.items():
        path = " ".join("%.1f,%.1f" % (across(x), up(y)) for x, y in points)
        parts.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="%s"%s/>' % (
            path, colours[label], 3 if label == "gaz" else 1.8,
            ' stroke-dasharray="6 4"' if label in DASHED else ""))
        parts += ['<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>' % (across(x), up(y), colours[label])
                  for x, y in points]
    last = max(x for points in curves.values() for x, _ in points)
    ends = [(up(points[-1][1]), label) for label, points in curves.items() if points[-1][0] == last]
    for place, label in spread(ends):
        parts.append(text(WIDTH - RIGHT + 10, place + 4, "%s %.0f" % (label, curves[label][-1][1]),
                          colour=colours[label], weight="bold" if label == "gaz" else "normal"))
    for label, points in curves.items():
        if points[-1][0] < last:  # too large for the largest dictionary
            parts.append(text(across(points[-1][0]), up(points[-1][1]) + 16, label, "middle", colours[label]))
    return "\n".join(parts + ["</svg>"]) + "\n"


def write(results, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(draw(results))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        write(json.load(source)["results"], sys.argv[2])
