"""Programs that begin at once: copies of one process, with nothing of one in another, and none left behind."""

import asyncio
import os
import signal
from multiprocessing import forkserver
from pathlib import Path

import pytest

from .test_served import at_the_first_step, opened, run, served, visiting

pytestmark = pytest.mark.pty


def nursery():
    return forkserver._forkserver._forkserver_pid


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def gone(pid, seconds=10):
    for _ in range(10 * seconds):
        if not is_alive(pid):
            return True
        await asyncio.sleep(0.1)
    return False


def test_every_program_is_a_copy_of_the_one_that_has_read_everything_in_a_session_of_its_own(tmp_path):
    async def work():
        async with served(tmp_path) as server, visiting(server, "es") as ana, visiting(server) as ben:
            tabs = [await opened(server, visitor) for visitor in (ana, ben)]
            await tabs[0].wait("paso 1 de")
            await tabs[1].wait("step 1 of")
            programs = [session.pid for session in server.sessions]
            assert len(programs) == 2 and {parent(pid) for pid in programs} == {nursery()}
            for pid in programs:
                assert os.getsid(pid) == pid
                shared = sum(int(line.split()[1]) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                             if line.startswith("Shared_"))  # fmt: skip
                assert shared > 20_000, "most of what it has read is there once for all"
        assert [await gone(pid) for pid in programs] == [True, True]

    run(work())


def test_a_nursery_that_is_killed_ends_its_programs_in_order_and_the_next_visit_goes_on_where_the_last_one_was(
    tmp_path,
):
    async def work():
        async with served(tmp_path) as server, visiting(server) as ana:
            tab = await at_the_first_step(server, ana)
            (first,) = server.sessions
            await tab.press("\x1b[C")
            await tab.wait("step 2 of")
            killed = nursery()
            os.kill(killed, signal.SIGKILL)
            assert await gone(first.pid)
            again = await opened(server, ana)
            await again.wait("step 2 of")
            assert nursery() != killed

    run(work())
