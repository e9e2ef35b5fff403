"""A newcomer in the laboratory, in a real pseudo-terminal: only keys that the screen itself names."""

import re
import shlex
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.pty

SHIFT_RIGHT, UP, DOWN, ESC = "\x1b[1;2C", "\x1b[A", "\x1b[B", "\x1b"


def update(terminal):
    """Where the header says that we are."""
    found = re.search(r"update (\d+)", terminal.screen.display[0])
    return int(found[1]) if found else -1


def loss(terminal):
    row = next(line for line in terminal.screen.display if "│ loss" in line)
    return float(row.rpartition("loss")[2].split()[0])


def until(terminal, holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "\n".join(terminal.screen.display)
        terminal.read(0.2)


def test_a_newcomer_trains_circles_opens_one_product_and_comes_back_to_the_same_state(terminal):
    begun = time.monotonic()
    terminal = terminal("--lang", "en")
    terminal.wait("k laboratory")
    terminal.press("k")
    terminal.wait("update 0")
    terminal.wait("Space run")
    assert terminal.screen.display[-1].startswith(" Space run"), "the first word of the footer is the key that runs it"
    before = loss(terminal)
    terminal.press(" ")
    until(terminal, lambda: update(terminal) > 150)
    terminal.press("n")
    terminal.wait("2-5-2-1")
    terminal.wait("begins anew, with the same seed 0")
    until(terminal, lambda: update(terminal) > 300)
    terminal.press("+")
    terminal.wait("acts from update")
    until(terminal, lambda: loss(terminal) < 0.8 * before)
    terminal.press(" ")
    terminal.wait("Space run")
    terminal.press(UP)
    terminal.wait("h4 ◄ x1")
    here, header = list(terminal.screen.display), terminal.screen.display[0]
    terminal.press("enter")
    terminal.wait(f"update {update_of(header)} →")
    terminal.press("enter")
    terminal.wait("Z1[0,3]")
    terminal.wait("W1[0,3]")

    def products():
        return [line for line in terminal.screen.display if re.search(r"v1 = .*·.* = -?\d", line)]

    until(terminal, products)
    product = products()[0]
    x, w, made = (float(number.strip("()")) for number in re.findall(r"\(?-?\d+\.\d+\)?", product)[-3:])
    assert made == pytest.approx(x * w, abs=0.02), "and there is one product with its numbers"
    until(terminal, lambda: press_and_look(terminal, ESC)[0] == header, 10)
    until(terminal, lambda: list(terminal.screen.display) == here, 5)
    terminal.press("c")
    terminal.wait("gradstep lab --set")
    assert b"\x1b]52;c;" in terminal.raw, "the command is copied, too"
    assert time.monotonic() - begun < 60
    command = " ".join(line.strip() for line in terminal.screen.display[-4:-1] if line.strip())
    command = "gradstep lab" + command.partition("gradstep lab")[2].partition("   ")[0].partition("shows this state")[0]
    told = subprocess.run([sys.executable, "-m", "gradstep.tui", *shlex.split(command)[1:], "--plain", "--lang", "en"],
                          input="quit\n", capture_output=True, text=True, check=True).stdout  # fmt: skip
    assert f"Update {update_of(header)}" in told


def press_and_look(terminal, key):
    """What is shown a moment after a key."""
    terminal.press(key)
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        terminal.read(0.2)
    return terminal.screen.display


def update_of(header):
    return int(re.search(r"update (\d+)", header)[1])


def test_keys_are_answered_while_it_trains_and_resting_writes_nothing(terminal):
    terminal = terminal("lab", "--lang", "en")
    terminal.wait("update 0")
    terminal.press(">", ">", ">", " ")
    until(terminal, lambda: update(terminal) > 500)
    for _ in range(3):
        terminal.press(DOWN)
    until(terminal, lambda: any("h4 ◄ x1" in line for line in terminal.screen.display), 5)
    terminal.press(" ")
    terminal.wait("Space run")
    end = time.monotonic() + 1.0
    while time.monotonic() < end:
        terminal.read(0.2)
    written = len(terminal.raw)
    terminal.read(1.5)
    assert len(terminal.raw) == written
    at = update(terminal)
    terminal.press(SHIFT_RIGHT)
    until(terminal, lambda: update(terminal) == (at // 8 + 1) * 8)
    terminal.press("←")
    until(terminal, lambda: update(terminal) == (at // 8 + 1) * 8 - 1)
    terminal.press("q")
    assert terminal.ended() == 0
