#!/usr/bin/env python3
r"""Sends a command pieces of text through a pipe that stays open, and wants the results before the pipe is closed.

usage: open_pipe.py FIRST COUNT PIECE RESULT -- COMMAND...
In PIECE and RESULT, {} is the piece's number, \n and \t are escapes. First FIRST pieces, to know that the command is
up; then COUNT pieces, 500 at a time, whose results must come within a second; then an unfinished one, whose result must
not come before the pipe's end.
"""
import os
import select
import subprocess
import sys
import time

ALLOWED = 1.0  # seconds; the machine may be loaded


def wait_for(stream, output, wanted, seconds):
    """Reads until `output` holds `wanted`; false if that takes too long."""
    end = time.monotonic() + seconds
    while wanted not in output:
        ready, _, _ = select.select([stream], [], [], max(0, end - time.monotonic()))
        if not ready:
            return False
        got = os.read(stream.fileno(), 1 << 20)
        if not got:
            return False
        output += got
    return True


def main():
    first, count = int(sys.argv[1]), int(sys.argv[2])
    piece, result = (text.replace("\\n", "\n").replace("\\t", "\t") for text in sys.argv[3:5])
    assert sys.argv[5] == "--"
    command = subprocess.Popen(sys.argv[6:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    output = bytearray()

    def send(text):
        command.stdin.write(text.encode())
        command.stdin.flush()

    send(piece.replace("{}", "before") * (first - 1) + piece.replace("{}", "first"))
    assert wait_for(command.stdout, output, result.replace("{}", "first").encode(), 20), "nothing came for the first piece"
    numbers = [f"number{i:06}" for i in range(count)]
    results = 0
    for at in range(0, count, 500):  # no more at once than the pipes hold
        chunk = numbers[at:at + 500]
        begin = len(output)
        send("".join(piece.replace("{}", number) for number in chunk))
        end = time.monotonic() + ALLOWED
        wanted = result.replace("{}", chunk[-1]).encode()
        if "{}" in result:
            assert wait_for(command.stdout, output, wanted, ALLOWED), f"no result for piece {at + len(chunk)}"
            results += sum(result.replace("{}", number).encode() in output[begin:] for number in chunk)
        else:  # results that cannot be told apart are counted
            while output.count(wanted, begin) < len(chunk) and time.monotonic() < end:
                if select.select([command.stdout], [], [], end - time.monotonic())[0]:
                    output += os.read(command.stdout.fileno(), 1 << 20)
            results += output.count(wanted, begin)
    assert results == count, f"{results} results for {count} pieces"
    send("unfinished")
    time.sleep(0.05)
    assert not select.select([command.stdout], [], [], 0)[0], "an unfinished line was tagged"
    command.stdin.close()
    output += command.stdout.read()
    assert command.wait() == 0


main()
