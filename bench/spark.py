"""gaz.spark.tag on a cluster of this machine, with one worker and with two.

    spark.py MODEL TEXT    in a cluster of tests/python/spark/cluster.sh: measures, and prints a line

Rows are documents of 1 KB in a Parquet file, and the spans are counted; `reading` is a job that counts the characters."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import data

SAMPLE, COPIES = 8_000_000, 16  # of each document, so that a job takes long enough to be timed
ROUNDS = 5
WORKERS = (1, 2)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENVIRONMENT = os.path.join(ROOT, "build", "python", "spark")


def documents_of(text):
    return list(data.documents(data.read(text)[:SAMPLE].decode("utf-8", "replace"), 1000))


def measure(model, text):
    """The rows, the spans that were found, and the seconds of each job in its fastest round."""
    import pandas
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as sql

    import gaz.spark

    texts = documents_of(text)
    settings = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.memory": "1g",
                "spark.executor.memory": "768m", "spark.ui.enabled": "false", "spark.pyspark.python": sys.executable}
    session = SparkSession.builder.master(os.environ["GAZ_SPARK_MASTER"]).config(map=settings).getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        for copy in range(COPIES):
            pandas.DataFrame({"text": texts}).to_parquet(os.path.join(folder, "%d.parquet" % copy))
        frame = session.read.parquet(folder).repartition(8).cache()
        rows = frame.count()
        jobs = {"reading": lambda: frame.agg(sql.sum(sql.length("text"))),
                "tag": lambda: gaz.spark.tag(frame, "text", model).agg(sql.sum(sql.size("spans")))}
        taken = {name: [] for name in jobs}
        for turn in range(ROUNDS + 1):
            for name, job in jobs.items():
                begin = time.perf_counter()
                found = job().collect()[0][0]  # a new job: Spark keeps what stages of an old one gave
                if turn > 0:  # the first starts processes
                    taken[name].append(time.perf_counter() - begin)
    session.stop()
    return {"rows": rows, "spans": found, **{name: min(seconds) for name, seconds in taken.items()}}


def bench(model, text):
    """What `measure` gives for each number of workers; nothing where there is no Spark."""
    found = {}
    for workers in WORKERS if os.path.exists(os.path.join(ENVIRONMENT, "complete")) and shutil.which("java") else ():
        done = subprocess.run(["bash", os.path.join(ROOT, "tests", "python", "spark", "cluster.sh"), str(workers),
                               os.path.join(ENVIRONMENT, "bin", "python"), os.path.join(ROOT, "build", "bench", "spark"),
                               os.path.abspath(__file__), os.path.abspath(model), os.path.abspath(text)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.exit("Spark: " + (done.stderr.strip() or done.stdout.strip())[-2000:])
        found[workers] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:])))
