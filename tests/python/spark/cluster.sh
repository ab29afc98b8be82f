#!/usr/bin/env bash
# Runs a program of Python with a Spark cluster of its own: a master and workers, processes of this machine on loopback.
#
#   usage: cluster.sh WORKERS PYTHON FOLDER ARGUMENT...    PYTHON has gaz and pyspark; logs go into FOLDER
#
# The program finds the master's address in GAZ_SPARK_MASTER, and the process of the last worker in GAZ_SPARK_WORKER.
# What is started is stopped, whatever happens: each process leads a group, which its executors and drivers belong to.
set -uo pipefail
set -m

workers=$1
python=$(realpath -s "$2")
mkdir -p "$3"
folder=$(realpath "$3")
shift 3

SPARK_HOME=$("$python" -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)') || exit 1
export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1 SPARK_DAEMON_MEMORY=256m PYSPARK_PYTHON=$python PYSPARK_DRIVER_PYTHON=$python
export SPARK_WORKER_DIR=$folder/work SPARK_LOCAL_DIRS=$folder/local
groups=()
stop() {
    for group in "${groups[@]}"; do
        while kill -9 -- "-$group" 2>/dev/null; do sleep 0.1; done
    done
    rm -rf "$folder/work" "$folder/local"
}
trap stop EXIT
trap 'exit 1' INT TERM

# Starts a daemon with a log in FOLDER, and waits until the log says that it works.
start() { # NAME WORDS CLASS ARGUMENT...
    local name=$1 words=$2
    shift 2
    : >"$folder/$name.log" # an earlier run has left the words there
    "$SPARK_HOME/bin/spark-class" "$@" >"$folder/$name.log" 2>&1 </dev/null &
    groups+=($!)
    disown # bash does not report that it was killed
    for _ in $(seq 300); do
        grep -q "$words" "$folder/$name.log" && return
        kill -0 $! 2>/dev/null || break
        sleep 0.2
    done
    tail -20 "$folder/$name.log"
    echo "Spark's $name does not start"
    exit 1
}

package=org.apache.spark.deploy
start master "I have been elected leader" $package.master.Master --host 127.0.0.1 --port 0 --webui-port 0
GAZ_SPARK_MASTER=$(grep -o 'spark://127.0.0.1:[0-9]*' "$folder/master.log" | head -1)
for number in $(seq "$workers"); do
    start "worker-$number" "Successfully registered" $package.worker.Worker --host 127.0.0.1 --cores 1 --memory 1g --webui-port 0 \
        "$GAZ_SPARK_MASTER"
done
export GAZ_SPARK_MASTER GAZ_SPARK_WORKER=${groups[-1]}
"$python" -B "$@" </dev/null &
groups+=($!)
wait $! # which signals interrupt
