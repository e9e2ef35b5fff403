"""The driver reads keys as they come, sleeps in between, and ends when it is told to or when the terminal is gone."""

import os
from threading import Event, Thread

import pytest
from gradstep.tui import driver as driving
from gradstep.tui.driver import QuietDriver
from textual.events import Key


class Reading:
    """A driver that reads from a pipe instead of a terminal."""

    def __init__(self):
        self.keys, self.arrived = [], Event()
        reads, self.writes = os.pipe()
        self.driver = object.__new__(QuietDriver)
        self.driver._debug, self.driver.fileno, self.driver.exit_event = False, reads, Event()
        self.driver._mouse = False
        self.driver._wakes, self.driver._waker = os.pipe()
        self.driver.process_message = self.take
        self.start()

    def start(self):
        self.thread = self.driver._key_thread = Thread(target=self.driver.run_input_thread, daemon=True)
        self.thread.start()

    def take(self, event):
        if isinstance(event, Key):
            self.keys.append(event.key)
            self.arrived.set()

    def send(self, data):
        self.arrived.clear()
        os.write(self.writes, data)
        assert self.arrived.wait(5)

    def is_over(self):
        self.thread.join(5)
        return not self.thread.is_alive()


@pytest.fixture
def reading():
    made = Reading()
    yield made
    made.driver.exit_event.set()
    os.write(made.driver._waker, b"\0")
    assert made.is_over()


def test_keys_come_in_their_order_and_an_arrow_is_one_key(reading):
    reading.send(b"a\x1b[Cb")
    reading.send("ñ".encode())
    assert reading.keys == ["a", "right", "b", "ñ"]


def test_an_escape_alone_is_an_escape_after_a_moment(reading):
    reading.send(b"\x1b")
    assert reading.keys == ["escape"]


def test_a_letter_in_two_packets_is_one_letter(reading):
    os.write(reading.writes, "é".encode()[:1])
    reading.send("é".encode()[1:])
    assert reading.keys == ["é"]


def test_it_sleeps_without_a_limit_until_a_key_comes(monkeypatch):
    waited = []
    select = driving.select.select

    def noted(reads, writes, errors, timeout):
        waited.append(timeout)
        return select(reads, writes, errors, timeout)

    monkeypatch.setattr(driving.select, "select", noted)
    monkeypatch.setattr(driving, "TICK", 0.001)
    read = Reading()
    read.send(b"x")
    while waited[-1] is not None:
        Event().wait(0.01)
    assert waited[0] is None and waited.count(0.001) == driving.TICKS
    read.driver.disable_input()
    assert read.is_over()


def test_a_terminal_that_is_closed_ends_the_reading():
    read = Reading()
    os.close(read.writes)
    assert read.is_over()


def test_a_driver_that_was_stopped_reads_again(reading):
    reading.driver.disable_input()
    assert reading.is_over()
    reading.start()
    reading.send(b"y")
    assert reading.keys == ["y"]


def test_it_sends_no_request_for_reports_that_nobody_needs(monkeypatch):
    sent = []
    monkeypatch.setattr("textual.drivers.linux_driver.LinuxDriver.write", lambda self, data: sent.append(data))
    driver = object.__new__(QuietDriver)
    for data in ("\x1b[?1004h", "\x1b[?1003h", "\x1b[?1000h"):
        driver.write(data)
    assert sent == ["\x1b[?1000h"]
