"""make bench-python: gaz in Python and packages from PyPI, on the same documents. bench/README.md has the method.

The environment may set what it may for run.py, and BENCH_INTERPRETER, the Python that has the packages."""
import json
import os
import re
import statistics
import sys

import data
import packages
import run
import spark
from engine import Engine, Skip

FOLDER = run.FOLDER
PYTHON = os.environ.get("BENCH_INTERPRETER", sys.executable)
SIZES = {"200 B": 200, "1 KB": 1000, "100 KB": 100_000}
WAYS = {"batch": ("batch", 1), "one": ("one", 1), "2 threads": ("batch", 2)}


class Row:
    """One package with one dictionary. `times` has seconds by size and way, `matches` the spans by size and sample."""

    def __init__(self, label, entries, saved, text):
        self.label = label
        self.package = packages.PACKAGES[label]
        self.arguments = [entries, saved, text]
        self.engine = None
        self.built = self.loaded = self.failure = None
        self.times, self.matches = {}, {}
        try:
            self.built = self.start("build")
            if self.package.saves:
                self.engine.stop()
                self.loaded = self.start("load")
        except Skip as skip:
            self.fail(skip)

    def start(self, step):
        program = os.path.join(run.HERE, "package_engine.py")
        self.engine = Engine(self.label, "package", [PYTHON, "-B", program, self.label, step], self.arguments)
        return self.engine.start()

    def fail(self, skip):
        limit = re.search(r"signal 14$", str(skip))
        self.failure = "takes over %d s to build" % run.LIMIT if limit else str(skip)
        run.say("%s: skipped, %s\n" % (self.label, self.failure))

    def run(self, size, way, sample=None):
        name, threads = WAYS[way]
        answer = self.engine.ask(json.dumps({"size": SIZES[size], "way": name, "threads": threads,
                                             "sample": sample or self.package.sample}))
        self.matches[size, sample or self.package.sample] = answer["matches"]
        return answer

    def rate(self, size, way):
        """MB/s of CPU time, the median of the rounds."""
        return run.rate(self.package.sample, statistics.median(answer["seconds"] for answer in self.times[size, way]))

    def rate_by_the_wall(self, size, way):
        """In the fastest round: what others do on a shared machine tells in the others."""
        return run.rate(self.package.sample, min(answer["wall"] for answer in self.times[size, way]))

    def best(self, size):
        """The rate of many documents: that of tagging one by one, too, where nothing else is done for many."""
        ways = ("batch",) if is_gaz(self) else ("batch", "one")
        return max(self.rate(size, way) for way in ways)


def rows_of(dictionary, text):
    """Those that can run, gaz first."""
    surfaces = data.prepare_surfaces(dictionary, FOLDER)
    for label, package in packages.PACKAGES.items():
        if label == "gaz" or re.search(run.ENGINES, label):
            saved = os.path.join(FOLDER, "%s.%s.saved" % (data.name_of(dictionary), label.replace(", ", "-")))
            row = Row(label, dictionary if package.kind == "dictionary" else surfaces, saved, text)
            if not row.failure:
                yield row


def measure(rows):
    """In turn, after a run each that makes the documents and is not counted."""
    for size in SIZES:
        todo = [(row, way) for row in rows for way in WAYS if way != "2 threads" or is_gaz(row)]
        for row, way in todo:
            row.run(size, way)
        for turn in range(run.ROUNDS):
            for row, way in todo[turn % len(todo):] + todo[:turn % len(todo)]:
                row.times.setdefault((size, way), []).append(row.run(size, way))


def is_gaz(row):
    return issubclass(row.package, packages.Gaz)


def show_start(rows):
    table = []
    for row in rows:
        table.append([row.label + " " + row.built["version"], "%.3f" % row.built["seconds"],
                      "%.2f" % (1000 * row.loaded["seconds"]) if row.loaded else "-",
                      "%.0f" % (row.built["peak_bytes"] / 1e6),
                      "%.0f" % ((row.loaded or row.built)["peak_bytes"] / 1e6)])
    run.table(["package", "build s", "load ms", "peak MB building", "peak MB loaded"], table)


def show_rates(rows):
    table, gaz = [], rows[0]
    for row in rows:
        cells = [row.rate(size, way) for size in SIZES for way in ("one", "batch")]
        cells += [gaz.rate("1 KB", "one") / row.rate("1 KB", "one"), gaz.best("1 KB") / row.best("1 KB")]
        table.append([row.label] + ["%.1f" % cell for cell in cells]
                     + [one.matches["1 KB", row.package.sample] for one in (row, gaz)])
    run.table(["MB/s"] + ["%s, %s" % (size, way) for size in SIZES for way in ("one", "batch")]
              + ["gaz is times, one", "gaz is times, batch", "spans, 1 KB", "gaz's"], table)


def show_threads(rows):
    table = []
    for row in filter(is_gaz, rows):
        for size in SIZES:
            one, two = (row.rate_by_the_wall(size, way) for way in ("batch", "2 threads"))
            table.append(["%s, %s" % (row.label, size), "%.0f" % one, "%.0f" % two, "%.2f" % (two / one),
                          "%.2f" % (row.rate(size, "batch") / row.rate(size, "2 threads"))])
    run.table(["tag_many", "1 thread MB/s", "2 threads MB/s", "times as fast", "times the CPU"], table)


def show_ratios(rows):
    """What the tables tell of gaz, the fastest exact peer, and the one that is built soonest."""
    gaz, others = rows[0], [row for row in rows if not is_gaz(row)]
    if not others:
        return
    fastest = max((row for row in others if row.package.exact), key=lambda row: row.best("1 KB"), default=others[0])
    soonest = min(others, key=lambda row: row.built["seconds"])
    opened = gaz.loaded["seconds"]
    run.say("Documents of 1 KB: gaz is %.1f times as fast as %s in batches, and %.1f times one by one." %
            (gaz.best("1 KB") / fastest.best("1 KB"), fastest.label,
             gaz.rate("1 KB", "one") / fastest.rate("1 KB", "one")))
    run.say("gaz opens its model in %.2f ms, and trusted in %.3f ms: %.0f and %.0f times as fast as %s builds.\n" %
            (1000 * opened, 1000 * gaz.loaded["trusted_seconds"], soonest.built["seconds"] / opened,
             soonest.built["seconds"] / gaz.loaded["trusted_seconds"], soonest.label))


def differences(rows):
    """Sentences that say which counts differ from gaz's, of those that should not."""
    for row in rows[1:]:
        for (size, sample), count in row.matches.items():
            if row.package.exact and count != rows[0].matches[size, sample]:
                wanted = rows[0].matches[size, sample]
                yield "%s finds %d spans, gaz %d, in documents of %s" % (row.label, count, wanted, size)


def show_spark(row, text):
    """gaz.spark.tag with the model of a row. Gives what is wrong."""
    found = spark.bench(row.arguments[1], text)
    if not found:
        run.say("Spark: skipped, there is no Java, or no pyspark")
        return []
    run.say("## Spark, %s\n" % row.label)
    run.table(["workers", "rows", "spans", "rows/s", "rows/s, reading alone"],
              [[workers, one["rows"], one["spans"], "%.0f" % (one["rows"] / one["tag"]),
                "%.0f" % (one["rows"] / one["reading"])] for workers, one in found.items()])
    wanted = spark.COPIES * row.matches["1 KB", spark.SAMPLE]
    return ["Spark finds %d spans, gaz %d" % (one["spans"], wanted) for one in found.values() if one["spans"] != wanted]


def bench(dictionary, text):
    """One dictionary. Gives the rows, and what is wrong."""
    run.say("## %s\n" % data.name_of(dictionary))
    rows = list(rows_of(dictionary, text))
    if not rows or rows[0].label != "gaz":
        sys.exit("gaz cannot run")
    measure(rows)
    for sample in {row.package.sample for row in rows}:
        for size in SIZES:
            rows[0].run(size, "batch", sample)
    for row in rows:
        row.engine.stop()
    show_start(rows)
    show_rates(rows)
    show_threads(rows)
    show_ratios(rows)
    return rows, ["%s: %s" % (data.name_of(dictionary), line) for line in differences(rows)]


def main():
    os.makedirs(FOLDER, exist_ok=True)
    try:
        dictionaries, texts = run.inputs()
    except data.NoData as reason:
        sys.exit("no data: %s" % reason)
    run.say("%s, %d processors, Python %s, %d rounds\n" %
            (run.processor(), os.cpu_count(), sys.version.split()[0], run.ROUNDS))
    wrong, for_spark = [], None
    for dictionary in dictionaries:
        rows, differing = bench(dictionary, texts[0])
        wrong += differing
        for_spark = for_spark or next((row for row in rows if row.label == "gaz, words"), None)
    if for_spark:
        wrong += show_spark(for_spark, texts[0])
    if wrong:
        sys.exit("FAILED\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()
