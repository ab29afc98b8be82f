"""make bench: gaz and its peers on the same text, in one table per dictionary. bench/README.md has the method.

    run.py [--plot]

The environment may set BENCH_DATA (a folder with *.tsv and *.tok, plain or .zst; without it the data are made from
installed packages), BENCH_ROUNDS (5), BENCH_LIMIT (120, seconds for a whole command), and BENCH_ENGINES and
BENCH_DICTIONARIES (regular expressions: only these).
"""
import json
import os
import re
import shutil
import statistics
import sys

import commands
import data
import peers
import plot
from engine import Skip

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(os.path.dirname(HERE), "build")
FOLDER = os.path.join(BUILD, "bench")
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
LIMIT = int(os.environ.get("BENCH_LIMIT", "120"))
ENGINES = os.environ.get("BENCH_ENGINES", "")
DICTIONARIES = os.environ.get("BENCH_DICTIONARIES", "")
GAZ = os.path.join(BUILD, "gaz")


def say(text=""):
    print(text, flush=True)


def table(columns, rows):
    """A Markdown table; all but the first column to the right."""
    rows = [columns] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(columns))]
    lines = ["| " + " | ".join(cell.rjust(width) if i else cell.ljust(width)
                               for i, (cell, width) in enumerate(zip(row, widths))) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("-" * (width - 1) + ":" if i else "-" * width
                                      for i, width in enumerate(widths)) + " |")
    say("\n".join(lines) + "\n")


def rate(size, seconds):
    return size / seconds / 1e6


def megabytes(count):
    return "%.1f" % (count / 1e6) if count else "-"


def build_model(dictionary, tokens="corpus"):
    """File to file. Gives the model's path and what building took."""
    model = os.path.join(FOLDER, "%s.%s.gaz" % (data.name_of(dictionary), tokens))
    report = commands.measure(FOLDER, [GAZ, "build", "--tokens", tokens, dictionary, "-o", model, "--quiet"], 3600)
    if report["status"] != 0:
        sys.exit("gaz build failed on " + dictionary)
    return model, report


def start(engines, models, dictionary, text):
    """Starts the engines one after the other; `models` has a model and what building it took, for gaz and raw. Gives rows
    of those that can run."""
    inputs = {"gaz": (models["gaz"][0], text), "raw": (models["raw"][0], text), "limit": (text,),
              "peer": (data.prepare_surfaces(dictionary, FOLDER), data.prepare_text(text, FOLDER))}
    rows = []
    for engine in engines:
        try:
            ready = engine.start(*inputs[engine.kind])
        except Skip as skip:
            if engine.label == "gaz":
                sys.exit("gaz: %s" % skip)
            say("%s: skipped, %s" % (engine.label, skip))
            continue
        row = {"label": engine.label, "kind": engine.kind, "version": ready["version"], "engine": engine, "runs": []}
        if engine.kind in models:
            built = models[engine.kind][1]
            row.update(build=built["wall"], peak=built["peak_bytes"], model=ready["model_bytes"],
                       open=ready["build_seconds"])
        elif engine.kind == "peer":
            row.update(build=ready["build_seconds"], peak=ready["peak_bytes"], model=ready["model_bytes"])
        rows.append(row)
    return rows


def measure(rows):
    """Runs the engines in turn, round after round. Which is first changes from round to round. Each runs twice, and the
    second time counts: what the one before it has left in the caches would tell in a run of 20 ms, and not in one of a
    second."""
    for turn in range(ROUNDS):
        for row in rows[turn % len(rows):] + rows[:turn % len(rows)]:
            try:
                row["engine"].run()
                seconds, row["matches"] = row["engine"].run()
                row["runs"].append(seconds)
            except Skip as skip:
                say("%s: ended, %s" % (row["label"], skip))
                row["runs"] = []
                row["failed"] = str(skip)
        rows = [row for row in rows if "failed" not in row]
    for row in rows:
        row.pop("engine").stop()
    return rows


def show_engines(rows, size):
    gaz = statistics.median(rows[0]["runs"])
    shown = []
    for row in rows:
        middle = statistics.median(row["runs"])
        row.update(rate=rate(size, middle), rate_min=rate(size, max(row["runs"])),
                   rate_max=rate(size, min(row["runs"])), gaz_is=middle / gaz)
        is_limit = row["kind"] == "limit"
        shown.append([row["label"] if is_limit else "%s %s" % (row["label"], row["version"]),
                      "%.0f" % row["rate"], "%.0f" % row["rate_min"], "%.0f" % row["rate_max"],
                      "%.2f" % row["gaz_is"], "-" if is_limit else row["matches"],
                      "-" if is_limit else "%.2f" % row["build"], megabytes(row.get("model")),
                      megabytes(row.get("peak"))])
    table(["engine", "MB/s", "min", "max", "gaz is times", "matches", "build s", "model MB", "building MB"], shown)


def show_commands(found):
    rows = []
    for command in found:
        if command.walls:
            wall, cpu = statistics.median(command.walls), statistics.median(command.cpus)
            fastest = statistics.median(found[0].walls) if found[0].walls else wall
            spans = "-" if command.spans is None else command.spans
            rows.append([command.label, "%.2f" % wall, "%.2f" % cpu, "%.1f" % (wall / fastest), spans])
        else:
            rows.append([command.label, "> %d" % LIMIT if command.killed else "failed", "-", "-", "-"])
    table(["command", "wall s", "CPU s", "times the first", "spans"], rows)


def differences(rows, found):
    """The sentences that say which counts differ from gaz's. Raw text and rg are left out: their words are others."""
    expected = rows[0]["matches"]
    counts = [(row["label"], row["matches"]) for row in rows if row["kind"] not in ("limit", "raw")]
    counts += [(command.label, command.spans) for command in found
               if command.spans is not None and not command.label.startswith("rg")]
    return ["%s has %d matches, gaz %d" % (label, count, expected) for label, count in counts if count != expected]


def bench(engines, dictionary, text):
    """One dictionary on one text. Gives the result for the file, and what is wrong."""
    size = os.path.getsize(text)
    models = {"gaz": build_model(dictionary), "raw": build_model(dictionary, "words")}
    model = models["gaz"][0]
    surfaces = data.prepare_surfaces(dictionary, FOLDER)
    entries = data.read(surfaces).count(b"\n")
    say("## %s, %d entries, on %s, %.1f MB\n" % (data.name_of(dictionary), entries, data.name_of(text), size / 1e6))
    rows = measure(start(engines, models, dictionary, text))
    show_engines(rows, size)
    found = commands.commands(GAZ, model, surfaces, text, FOLDER)
    found = [command for command in found if re.search(ENGINES, command.label)]
    commands.run_all(found, FOLDER, ROUNDS, LIMIT)
    if found:
        show_commands(found)
    wrong = differences(rows, found)
    json_lines = data.prepare_lines(text, FOLDER)
    on_lines = commands.json_commands(GAZ, models["raw"][0], surfaces, json_lines, FOLDER)
    on_lines = [command for command in on_lines if re.search(ENGINES, command.label)]
    commands.run_all(on_lines, FOLDER, ROUNDS, LIMIT)
    if on_lines:
        say("JSON lines, %.1f MB:\n" % (os.path.getsize(json_lines) / 1e6))
        show_commands(on_lines)
    found += on_lines
    wrong += ["%s failed" % command.label for command in found if command.failed and command.label.startswith("gaz")]
    result = {"dictionary": data.name_of(dictionary), "entries": entries, "text": data.name_of(text), "bytes": size,
              "engines": rows, "commands": [{"label": command.label, "walls": command.walls, "cpus": command.cpus,
                                             "spans": command.spans, "killed": command.killed} for command in found]}
    return result, wrong


def inputs():
    folder = os.environ.get("BENCH_DATA")
    if not folder:
        folder = os.path.join(FOLDER, "data")
        data.make(folder)
    dictionaries, texts = data.find(folder, FOLDER)
    return [path for path in dictionaries if re.search(DICTIONARIES, data.name_of(path))], texts


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(": ")[1].strip() for line in file if line.startswith("model name")), "unknown")


def main():
    os.makedirs(FOLDER, exist_ok=True)
    try:
        dictionaries, texts = inputs()
    except data.NoData as reason:
        sys.exit("no data: %s" % reason)
    others, skipped = peers.build(FOLDER)
    if not shutil.which("rg"):
        skipped.append("ripgrep: skipped, there is no rg")
    for line in skipped:
        say(line)
    engines = peers.gaz(FOLDER) + others
    engines = [engine for engine in engines if engine.label == "gaz" or re.search(ENGINES, engine.label)]
    say("%s, %d processors, %d rounds\n" % (processor(), os.cpu_count(), ROUNDS))
    results, wrong = [], []
    for text in texts:
        for dictionary in dictionaries + [long for long in [data.long_entries(text, FOLDER)]
                                          if re.search(DICTIONARIES, data.name_of(long))]:
            result, differing = bench(engines, dictionary, text)
            results.append(result)
            wrong += ["%s on %s: %s" % (result["dictionary"], result["text"], line) for line in differing]
    with open(os.path.join(FOLDER, "results.json"), "w", encoding="utf-8") as file:
        json.dump({"processor": processor(), "rounds": ROUNDS, "results": results}, file, indent=1)
    if "--plot" in sys.argv[1:]:
        plot.write(results, os.path.join(HERE, "speed.svg"))
    if wrong:
        sys.exit("FAILED\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()
