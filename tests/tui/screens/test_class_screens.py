"""What a presenter and a follower may do on the full screen: two applications in one loop, over a real socket."""

import asyncio
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from gradstep.core.lesson.course import load_course
from gradstep.core.lesson.load import load_lesson
from gradstep.tui.app import GradstepApp
from gradstep.tui.presenting.following import Following
from gradstep.tui.presenting.places import place_for
from gradstep.tui.presenting.presenter import Presenter
from gradstep.tui.scene.cells import plain
from gradstep.tui.visit import ClassVisit, Opening

LESSONS = Path(__file__).parents[1] / "lessons"


async def until(holds):
    for _ in range(4000):
        if holds():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never held")


@pytest.fixture
def together(face):
    """Runs a body with the application of a teacher and that of a follower, and what presses their keys."""

    def run(body):
        async def both():
            with TemporaryDirectory(prefix="gs-") as folder:
                course, own = load_course(LESSONS), face("es", projector=False)
                visit = ClassVisit(own)
                desk = visit.open(load_lesson(LESSONS / "tiny-neuron.yaml"), 1, course)
                presenter = Presenter(place_for(f"{folder}/class.sock", "", "", {}), "1.0")
                teacher = GradstepApp(own, Opening(course, visit, desk=desk, company=presenter))
                async with teacher.run_test(size=(80, 24)) as keys:
                    await until(lambda: presenter.stand is not None)
                    following = Following(presenter.place.socket, lambda id: load_lesson(LESSONS / f"{id}.yaml"), "1.0")
                    await until(lambda: following.hear())
                    pupil = GradstepApp(own, Opening(course, ClassVisit(own), company=following))
                    async with pupil.run_test(size=(80, 24)) as own_keys:
                        await body(teacher, keys, pupil, own_keys)
                    following.close()
                presenter.close()

        asyncio.run(both())

    return run


def text(app):
    return "\n".join(plain(cells) for cells in app.lesson.page.rows)


def at(app):
    return app.lesson.desk.session.at


def test_nothing_but_looking_is_done_while_one_follows_and_everything_alone(together):
    async def body(teacher, keys, pupil, own_keys):
        await until(lambda: at(pupil) == at(teacher))
        for key in ("right", "left", "e", "k", "b", "s", "h", "j", "u", "z", "y", "g", "a", "d", "m", "backspace", "1"):
            before = pupil.lesson.desk.session
            await own_keys.press(key)
            assert pupil.lesson.desk.session is before and pupil.screen is pupil.lesson, key
        await own_keys.press("t")
        await keys.press("right")
        await until(lambda: at(pupil) == at(teacher) != (0, 0))
        # What is only looked at stays as it was chosen here.
        assert pupil.lesson.desk.table and not teacher.lesson.desk.table
        await own_keys.press("f6", "right", "right")
        assert pupil.lesson.following.is_away and at(pupil) > at(teacher)
        assert "por tu cuenta" in text(pupil)
        away = at(pupil)
        await keys.press("right")
        await until(lambda: "va en el paso" in text(pupil))
        assert at(pupil) == away
        await own_keys.press("m")
        assert pupil.screen is pupil.lesson
        await own_keys.press("f6")
        assert at(pupil) == at(teacher) and "siguiendo a" in text(pupil)

    together(body)


def test_a_follower_points_where_the_teacher_points_and_turns_what_she_turns(together):
    async def body(teacher, keys, pupil, own_keys):
        await keys.press("right", "down", "down")
        await until(lambda: pupil.lesson.desk.attention == teacher.lesson.desk.attention is not None)
        await keys.press("escape", "k", "k", "plus")
        await until(lambda: pupil.lesson.desk.session.view is not None)
        await until(lambda: pupil.lesson.desk.dial == teacher.lesson.desk.dial)
        one, other = (app.lesson.desk.session.simulation.spec.knobs for app in (teacher, pupil))
        assert one == other
        assert "Esc" not in text(pupil) and "exploras" not in text(pupil).splitlines()[0]

    together(body)


def test_another_lesson_is_followed_and_coming_back_goes_on_where_the_class_was(together):
    async def body(teacher, keys, pupil, own_keys):
        await keys.press("right", "right")
        here = at(teacher)
        await keys.press("m")
        await until(lambda: teacher.screen is teacher.catalogue)
        assert at(pupil) == here
        other = next(entry for entry in teacher.opening.course.entries if entry.id == "tiny-perceptron")
        from gradstep.tui.screens.wishes import OpenLesson

        teacher.on_open_lesson(OpenLesson(other))
        await until(lambda: pupil.lesson.id_of_lesson == "tiny-perceptron")
        await keys.press("m")
        again = next(entry for entry in teacher.opening.course.entries if entry.id == "tiny-neuron")
        teacher.on_open_lesson(OpenLesson(again))
        await until(lambda: pupil.lesson.id_of_lesson == "tiny-neuron" and at(pupil) == here)
        assert teacher.lesson.visit.progress() == {}

    together(body)


def test_what_lies_on_top_of_a_follower_stays_while_the_class_goes_on(together):
    async def body(teacher, keys, pupil, own_keys):
        await own_keys.press("f1")
        assert pupil.screen is pupil.help
        await keys.press("right", "right")
        await until(lambda: at(pupil) == at(teacher))
        assert pupil.screen is pupil.help
        await own_keys.press("escape")
        assert pupil.screen is pupil.lesson and "paso 2" in text(pupil)

    together(body)


def test_polls_are_for_questions_and_the_room_sees_no_count_before_it_is_shown(together):
    async def body(teacher, keys, pupil, own_keys):
        await keys.press("f6")
        assert teacher.lesson.desk.said.id == "present.nothing-to-poll"
        await keys.press("f7")
        assert teacher.lesson.desk.said.id == "present.no-poll"
        while not teacher.lesson.desk.session.is_asking:
            await keys.press("full_stop")
        await keys.press("f6")
        await until(lambda: pupil.lesson.desk.mode == "write")
        await own_keys.press(*"0.39", "enter")
        await until(lambda: teacher.lesson.presenter.tally.votes == 1)
        teacher.lesson.wear(replace(teacher.face, projector=False))
        assert "▆" in text(teacher) and "el signo" in text(teacher) and "▆" not in text(pupil)
        await keys.press("f5")
        assert "▆" not in text(teacher) and "el signo" not in text(teacher)
        await keys.press("f7")
        await until(lambda: "▆" in text(pupil))
        assert "▆" in text(teacher) and "el signo" not in text(teacher) + text(pupil)
        await keys.press("f3", "enter")
        await until(lambda: "el signo" in text(pupil))
        await keys.press("right")
        await until(lambda: "▆" not in text(pupil))

    together(body)
