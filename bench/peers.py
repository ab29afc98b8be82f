"""Builds the peers that this machine can have. What is missing is said in one line, and left out."""
import json
import os
import shutil
import subprocess

from engine import Engine

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "peers")
RUST = os.path.join(SOURCES, "rust")
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
CXX = ["-std=c++17", "-O3", "-march=native", "-flto"]


class Missing(Exception):
    """What the machine lacks for a peer."""


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, **options)
    if done.returncode:
        raise Missing("%s failed: %s" % (command[0], (done.stderr.strip().splitlines() or ["?"])[-1]))
    return done.stdout


def need(command):
    if not shutil.which(command):
        raise Missing("there is no " + command)


def peer(label, command, options=()):
    return Engine(label, "peer", command, options, environment=HUGE_PAGES)


def cargo(folder, arguments):
    need("cargo")
    environment = dict(os.environ, CARGO_TARGET_DIR=os.path.join(folder, "rust"),
                       RUSTFLAGS="-C target-cpu=native")
    return run(["cargo"] + arguments + ["--locked", "--manifest-path", os.path.join(RUST, "Cargo.toml")],
               env=environment)


def compile_cxx(folder, name, flags):
    need("c++")
    program = os.path.join(folder, name)
    run(["c++"] + CXX + [os.path.join(SOURCES, name + ".cpp"), "-o", program] + flags)
    return program


def crates(folder):
    cargo(folder, ["build", "--release"])
    program = os.path.join(folder, "rust", "release", "peers")
    return [peer(name, [program, name]) for name in ("aho-corasick nfa", "aho-corasick dfa", "daachorse")]


def hyperscan(folder):
    try:
        flags = run(["pkg-config", "--cflags", "--libs", "libhs"]).split()
    except (Missing, FileNotFoundError):
        raise Missing("there is no libhyperscan-dev") from None
    program = compile_cxx(folder, "hyperscan", flags)
    return [peer("hyperscan", [program]), peer("hyperscan, bare", [program], ["bare"])]


def darts(folder):
    """The header is that of darts-clone itself; a crate carries it."""
    packages = json.loads(cargo(folder, ["metadata", "--format-version", "1", "--all-features"]))["packages"]
    crate = next(package for package in packages if package["name"] == "libdarts-sys")
    headers = os.path.join(os.path.dirname(crate["manifest_path"]), "darts-clone", "include")
    return [peer("darts-clone", [compile_cxx(folder, "darts", ["-I" + headers])])]


def python_with_ahocorasick():
    for python in ("python3", "/usr/bin/python3"):
        if shutil.which(python):
            done = subprocess.run([python, "-c", "import ahocorasick"], stderr=subprocess.DEVNULL, check=False)
            if done.returncode == 0:
                return [python, os.path.join(SOURCES, "pyahocorasick.py")]
    raise Missing("there is no python3-ahocorasick")


def python_with_orjson(folder):
    """A Python that has orjson, which make deps-bench puts into the folder, and pyahocorasick."""
    environment = "PYTHONPATH=" + os.path.join(folder, "python")
    for python in ("python3", "/usr/bin/python3"):
        if shutil.which(python):
            command = ["env", environment, python]
            done = subprocess.run(command + ["-c", "import ahocorasick, orjson"], stderr=subprocess.DEVNULL, check=False)
            if done.returncode == 0:
                return command
    raise Missing("there is no orjson")


def pyahocorasick(_):
    return [peer("pyahocorasick", python_with_ahocorasick() + ["engine"])]


def build(folder):
    """Gives the peers as engines, and a line for each that is left out."""
    engines, skipped = [], []
    for make in (hyperscan, darts, crates, pyahocorasick):
        try:
            engines += make(folder)
        except Missing as missing:
            skipped.append("%s: skipped, %s" % (make.__name__, missing))
    return engines, skipped


def gaz(folder):
    """gaz itself, and the limit on the same text. The Makefile has built them."""
    program, limits = os.path.join(folder, "gaz-engine"), os.path.join(folder, "limits")
    engines = [Engine("gaz", "gaz", [program])]
    engines += [Engine("gaz, " + kernel, "gaz", [program], ["--kernel", kernel])
                for kernel in ("avx512", "avx2", "neon", "scalar")]
    engines.append(Engine("gaz, raw text", "raw", [program], ["--from", "text"]))
    engines.append(Engine("gaz, stream", "gaz", [program], ["--threads", "1"], wall=True))
    engines.append(Engine("gaz, stream, 2 threads", "gaz", [program], ["--threads", "2"], wall=True))
    return engines + [Engine("limit: tokens, sketched", "limit", [limits])]
