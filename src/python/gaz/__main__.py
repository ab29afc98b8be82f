"""``python -m gaz`` is the command ``gaz``."""

import os
import pathlib
import sys
from typing import NoReturn


def main() -> NoReturn:
    command = pathlib.Path(__file__).parent / "bin" / "gaz"
    sys.stdout.flush()
    os.execv(command, ["gaz", *sys.argv[1:]])


if __name__ == "__main__":
    main()
