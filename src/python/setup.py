"""Builds the extension gaz._gaz and the command, both with the library of this tree.

GAZ_STATIC is a folder of static C libraries to link into both, and GAZ_PLATFORM the platform in the wheel's name.
GAZ_INSTALLED is a folder with libgaz.so, built by make: the extension is linked with that, and the command is not in
the package, as distributions want it. CC, CPPFLAGS and LDFLAGS count as for make.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist
from wheel.bdist_wheel import bdist_wheel

HERE = pathlib.Path(__file__).resolve().parent
# A source distribution has the library's sources in a folder of its own.
TREE = next(folder for folder in (HERE / "tree", HERE.parent.parent) if (folder / "Makefile").exists())
OUTPUT = TREE / "build" / "python"
# Of the libraries that gaz can do without, what a wheel has: all of these are small.
OPTIONAL = "OPTIONAL=liblzma liblz4 bzip2"
INSTALLED = os.environ.get("GAZ_INSTALLED")
ARCHIVE = TREE / "build" / "libgaz.a"


def make_arguments():
    """What make is told of the libraries and the compiler."""
    arguments = [OPTIONAL] if os.environ.get("GAZ_STATIC") else []
    if os.environ.get("CC"):
        arguments.append(f"CC={os.environ['CC']}")
    return arguments


def libraries():
    """Arguments of the linker for the C libraries."""
    make = ["make", "-s", "--no-print-directory", "-C", str(TREE), "libraries", *make_arguments()]
    flags = shlex.split(subprocess.check_output(make, text=True))
    folder = os.environ.get("GAZ_STATIC")
    return [f"{folder}/lib{flag[2:]}.a" if folder and flag.startswith("-l") else flag for flag in flags]


def version():
    header = (TREE / "include" / "gaz.h").read_text()
    return ".".join(re.findall(r"^#define GAZ_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header, re.MULTILINE))


class BuildExtension(build_ext):
    """The library, then the extension, then the command as a file of the package."""

    def run(self):
        if INSTALLED:
            super().run()
            return
        jobs = f"-j{os.cpu_count() or 1}"
        make = ["make", "-C", str(TREE), jobs, "build/libgaz.a", "build/gaz", f"PKG_LIBS={shlex.join(libraries())}"]
        make.append("CI=")  # warnings of other compilers are no errors
        subprocess.check_call(make + make_arguments())
        super().run()
        command = pathlib.Path(self.build_lib) / "gaz" / "bin" / "gaz"
        if self.inplace:
            command = HERE / "gaz" / "bin" / "gaz"
        command.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(TREE / "build" / "gaz", command)


class SourceDistribution(sdist):
    """Puts the library's sources beside the package."""

    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        tree = pathlib.Path(base_dir) / "tree"
        for folder in ("include", "src"):
            shutil.copytree(TREE / folder, tree / folder, ignore=shutil.ignore_patterns("python"), dirs_exist_ok=True)
        for name in ("Makefile", "LICENSE"):
            shutil.copy2(TREE / name, tree / name)


class Wheel(bdist_wheel):
    """One wheel for all versions of Python from 3.10 on."""

    def finalize_options(self):
        self.py_limited_api = "cp310"
        self.plat_name = os.environ.get("GAZ_PLATFORM") or self.plat_name
        super().finalize_options()


OUTPUT.mkdir(parents=True, exist_ok=True)
setup(
    version=version(),
    options={"build": {"build_base": str(OUTPUT / "objects")}, "egg_info": {"egg_base": str(OUTPUT)}},
    ext_modules=[
        Extension(
            "gaz._gaz",
            sources=sorted(path.name for path in HERE.glob("*.c")),
            depends=[*sorted(path.name for path in HERE.glob("*.h")), *([] if INSTALLED else [str(ARCHIVE)])],
            include_dirs=[str(TREE / "include")],
            define_macros=[("Py_LIMITED_API", "0x030A0000")],
            extra_compile_args=["-std=c11", "-O2", "-fvisibility=hidden", "-pthread"],
            extra_objects=[] if INSTALLED else [str(ARCHIVE), *libraries()],
            libraries=["gaz"] if INSTALLED else [],
            library_dirs=[INSTALLED] if INSTALLED else [],
            extra_link_args=["-pthread", f"-Wl,--version-script={HERE / 'exports.map'}"],
            py_limited_api=True,
        )
    ],
    cmdclass={"build_ext": BuildExtension, "sdist": SourceDistribution, "bdist_wheel": Wheel},
)
