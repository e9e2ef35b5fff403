"""A class over real sockets: thirty followers, a killed one, one that never reads, one that talks nonsense; polls."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from gradstep.core.errors import GradstepError
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.tui.presenting.finding import knock
from gradstep.tui.presenting.following import Following
from gradstep.tui.presenting.link import Link
from gradstep.tui.presenting.places import place_for
from gradstep.tui.presenting.presenter import Presenter
from gradstep.tui.presenting.protocol import LONGEST_SAID, Said
from gradstep.tui.presenting.server import MOST_FOLLOWERS, MOST_OF_ONE, MOST_SAID, by_screen

LESSONS = Path(__file__).parents[1] / "lessons"
LESSON = load_lesson(LESSONS / "tiny-neuron.yaml")
CLASS = 30


@pytest.fixture
def folder():
    """A folder with a path that is short enough for a socket."""
    with TemporaryDirectory(prefix="gs-") as found:
        yield Path(found)


def open_class(folder, identify=by_screen, most=MOST_FOLLOWERS):
    return Presenter(place_for(str(folder / "class.sock"), "", "", {}), "1.0", identify, most)


def find(id):
    if id != "tiny-neuron":
        raise GradstepError("present.no-lesson", lesson=id)
    return LESSON


def hold(folder, body, **settings):
    """Runs the body over a class that is open."""

    async def held():
        presenter = open_class(folder, **settings)
        changes = []
        presenter.start(lambda: changes.append(1))
        try:
            await asyncio.wait_for(body(presenter), 20)
        finally:
            presenter.close()
            while opened:
                opened.pop().close()

    asyncio.run(held())


async def until(holds):
    """Lets the loop go round until something holds."""
    for _ in range(4000):
        if holds():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never held")


def at(stops):
    session = Session(Script(LESSON))
    for _ in range(stops):
        session = session.act(Action("skip" if session.is_asking else "next"))
    return session


def asking():
    session = at(0)
    while not session.is_asking:
        session = session.act(Action("next"))
    return session


opened = []


def come_in(presenter):
    opened.append(Link(*knock(presenter.place.socket), "1.0"))
    return opened[-1]


def all_hear(class_, holds):
    """Does something hold for all of a class, once they have heard what was said?"""
    for one in class_:
        one.hear()
    return all(map(holds, class_))


def follow(presenter):
    opened.append(Following(presenter.place.socket, find, "1.0"))
    return opened[-1]


KILLED = """
import socket, sys
link = socket.socket(socket.AF_UNIX); link.connect(sys.argv[1]); link.recv(10); print("in", flush=True)
import time
while True: link.recv(10); time.sleep(0.01)
"""


def test_thirty_follow_every_step_with_a_killed_one_and_one_that_never_reads_among_them(folder):
    async def body(presenter):
        presenter.show(at(0), None)
        deaf = come_in(presenter)
        command = [sys.executable, "-c", KILLED, str(presenter.place.socket)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        links = [come_in(presenter) for _ in range(CLASS - 2)]
        await until(lambda: presenter.count == CLASS)
        assert child.stdout is not None and child.stdout.readline() == "in\n"
        heard = [None] * len(links)
        for stops in range(1, 18):
            if stops == 6:
                os.kill(child.pid, signal.SIGKILL)
                child.wait()
            session = at(stops)
            presenter.show(session, "m1")
            for place, link in enumerate(links):

                def came(place=place, link=link, session=session):
                    heard[place] = link.newest() or heard[place]
                    stand = heard[place].stand if heard[place] else None
                    return stand is not None and (stand.step, stand.beat) == session.at

                await until(came)
        await until(lambda: presenter.count == CLASS - 1)
        assert presenter.dropped == 0
        # Whoever has not read for a while gets what is newest, and not all that was.
        last = None
        for _ in range(50):
            last = deaf.newest() or last
        assert last is not None and (last.stand.step, last.stand.beat) == at(17).at
        child.stdout.close()

    hold(folder, body)


def test_a_follower_who_never_reads_costs_two_lines_and_nobody_any_time(folder):
    async def body(presenter):
        deaf, link = come_in(presenter), come_in(presenter)
        await until(lambda: presenter.count == 2)
        long = [at(n) for n in (1, 2, 3)]
        for turn in range(4000):
            presenter.show(long[turn % 3], "x" * (turn % 1500))
            if turn % 400 == 0:
                await asyncio.sleep(0)
        await until(lambda: (told := link.newest()) is None or told.stand.attention == "x" * (3999 % 1500))
        slow = presenter.server.followers[0]
        assert slow.newest is not None and len(slow.going) + len(slow.newest) < 20_000
        last = None

        def caught_up():
            nonlocal last
            last = deaf.newest() or last
            return last is not None and last.stand.attention == "x" * (3999 % 1500)

        await until(caught_up)

    hold(folder, body)


NONSENSE = [b"\xff\xfe\n", b"GET / HTTP/1.1\r\n\r\n", b"{}\n", b'{"poll":1,"text":5}\n', b"x" * (2 * LONGEST_SAID),
            b"[" * 3000 + b"\n", b'{"poll":1,"text":"' + b"y" * 3000 + b'"}\n',
            b'{"poll":0,"text":""}\n' * (MOST_SAID + 1)]  # fmt: skip


@pytest.mark.parametrize("said", NONSENSE, ids=range(len(NONSENSE)))
def test_whoever_talks_nonsense_is_sent_away_and_the_others_stay(folder, said):
    async def body(presenter):
        presenter.show(asking(), None)
        good, (bad, _) = come_in(presenter), knock(presenter.place.socket)
        await until(lambda: presenter.count == 2)
        bad.send(said)
        await until(lambda: presenter.count == 1)
        assert presenter.dropped == 1
        presenter.show(at(3), None)
        await until(lambda: (told := good.newest()) is not None and (told.stand.step, told.stand.beat) == at(3).at)
        bad.close()

    hold(folder, body)


def test_one_user_has_one_vote_and_few_places(folder):
    async def body(presenter):
        presenter.show(asking(), None)
        presenter.ask(asking())
        links = [come_in(presenter) for _ in range(MOST_OF_ONE)]
        await until(lambda: len(presenter.server.followers) == MOST_OF_ONE)
        assert presenter.count == 1
        for place, link in enumerate(links):
            assert link.say(Said(1, str(place)))
        await until(lambda: [vote.text for vote in presenter.poll.votes.values()] == [str(MOST_OF_ONE - 1)])
        too_many = come_in(presenter)
        await until(lambda: presenter.server.refused == 1)
        assert len(presenter.server.followers) == MOST_OF_ONE and presenter.dropped == 0
        too_many.close()

    from gradstep.tui.presenting.server import by_user

    hold(folder, body, identify=by_user, most=MOST_OF_ONE)


def test_a_poll_is_judged_here_counted_by_slip_and_told_when_it_is_shown(folder):
    texts = ["-0.39"] * 14 + ["0.39"] * 9 + ["-0,39"] * 4 + ["7"] * 3
    answered = asking()

    async def body(presenter):
        presenter.show(answered, None)
        class_ = [follow(presenter) for _ in texts]
        await until(lambda: all_hear(class_, lambda one: one.session))
        assert not any(one.is_polled for one in class_) and class_[0].vote("1") is None
        presenter.ask(answered)
        await until(lambda: all_hear(class_, lambda one: one.is_polled))
        assert class_[0].vote("(").kind == "unreadable"
        for one, text in zip(class_, texts, strict=True):
            assert one.vote(text) is None
        await until(lambda: presenter.tally.votes == len(texts))
        tally = presenter.tally
        assert Counter({heap.kind: 0 for heap in tally.heaps}).keys() == {"right", "wrong"}
        assert sum(heap.count for heap in tally.heaps if heap.kind == "right") == 18
        assert dict(tally.slips) == {"sign": 9}
        # Nothing of it is told before the teacher shows it, and nothing of what is right before she answers.
        assert presenter.public is None and all(one.tally is None for one in class_)
        presenter.ask(answered)
        presenter.reveal()
        await until(lambda: all_hear(class_, lambda one: one.tally))
        assert {heap.kind for heap in class_[3].tally.heaps} == {None} and class_[3].tally.slips == ()
        assert class_[3].tally.heaps[0].count == 18 and class_[3].judged() is None
        presenter.show(answered.act(Action("reveal")), None)
        await until(lambda: all_hear(class_, lambda one: one.tally.slips))
        assert class_[3].tally == presenter.tally
        assert class_[3].judged().arguments["verdict"].id.startswith("verdict.right")
        assert class_[3].judged() is None
        presenter.show(at(3), None)
        await until(lambda: all_hear(class_, lambda one: one.tally is None))
        for one in class_:
            one.close()

    hold(folder, body)


def test_a_late_vote_and_a_vote_for_another_poll_do_not_count(folder):
    async def body(presenter):
        presenter.show(asking(), None)
        presenter.ask(asking())
        link = come_in(presenter)
        await until(lambda: presenter.count == 1)
        for number in (0, 2, 99):
            link.say(Said(number, "7"))
        presenter.ask(asking())
        link.say(Said(1, "7"))
        await asyncio.sleep(0.05)
        assert presenter.poll.votes == {} and presenter.count == 1

    hold(folder, body)


def test_the_end_the_cut_and_the_return_of_a_presenter(folder):
    async def body(presenter):
        presenter.show(at(4), None)
        one = follow(presenter)
        await until(lambda: one.hear() or one.session)
        assert one.session.at == at(4).at
        presenter.close()
        await until(one.hear)
        assert one.state == "over" and one.session.at == at(4).at and not one.rejoin()
        again = open_class(folder)
        again.start(lambda: None)
        again.show(at(2), None)
        assert one.rejoin()
        await until(lambda: one.hear() and one.session.at == at(2).at)
        for follower in list(again.server.followers):
            again.server._leave(follower)
        await until(one.hear)
        assert one.state == "lost" and not one.hear()
        again.close()

    hold(folder, body)


def test_a_lesson_that_is_not_here_or_is_another_edition_is_said(folder):
    async def body(presenter):
        other = Session(Script(load_lesson(LESSONS / "tiny-perceptron.yaml")))
        presenter.show(other, None)
        one = follow(presenter)
        await until(lambda: one.hear() and one.problem)
        assert one.problem.id == "present.no-lesson" and one.session is None
        text = (LESSONS / "tiny-neuron.yaml").read_text().replace("w0: 2,", "w0: 3,")
        path = folder / "tiny-neuron.yaml"
        path.write_text(text)
        presenter.show(Session(Script(load_lesson(path))), None)
        await until(lambda: one.hear() and one.problem.id != "present.no-lesson")
        assert one.problem.id == "class.other-edition"
        presenter.show(at(2), None)
        await until(lambda: one.hear() and one.problem is None)
        assert one.session.at == at(2).at
        one.close()

    hold(folder, body)
