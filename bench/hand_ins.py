"""How long does a teacher wait for a report? A thousand hand-ins of thirty answers each, with numbers of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import Lesson, load_lesson
from gradstep.core.lesson.resuming import line_of
from gradstep.core.lesson.schema import Challenge
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.seeds import seed_of
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import right_answer
from gradstep.core.teaching.hand_in import HandIn, digest_of, write_hand_in

from .cases import Measured

LESSONS = Path(__file__).parents[1] / "lessons"
NAMES = ("gate-patterns", "perceptron-01-labels", "chain-rule-paths", "sigmoid-neuron-graph", "softmax-cross-entropy",
         "gradient-descent", "mlp-forward", "rnn-forward-bptt")  # fmt: skip
FILES, ANSWERS, WRONG = 1_000, 30, ("123.25", "0", "-1")


def reports() -> dict[str, tuple[float, str, float | None]]:
    """The command as a teacher types it, over a folder, with all cores (two where the goal was set)."""
    lessons = {name: load_lesson(LESSONS / f"{name}.yaml") for name in NAMES}
    with TemporaryDirectory() as folder:
        answers = 0
        for number in range(FILES):
            data, count = _handed(number, lessons)
            (Path(folder) / f"{number}.jsonl").write_bytes(data)
            answers += count
        begun = perf_counter()
        command = [sys.executable, "-m", "gradstep.tui", "report", folder, "--csv"]
        done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
        seconds = perf_counter() - begun
    if done.returncode or done.stderr:
        raise AssertionError(done.stderr.decode()[:500])
    return {
        f"{FILES:,} hand-ins, {answers / FILES:.0f} answers each": (seconds, "s", 60.0),
        "of one answer, on one core": (1000 * seconds * (os.cpu_count() or 1) / answers, "ms", None),
    }


def _handed(number: int, lessons: dict[str, Lesson]) -> tuple[bytes, int]:
    """The work of one student: every third answer is wrong at first."""
    student, time, answers = f"Student {number}", 1.7e9 + number, 0
    lines, digests = list[object](), dict[str, str]()
    for place in range(len(NAMES)):
        lesson = lessons[NAMES[(number + place) % len(NAMES)]]
        digests[lesson.file.id] = digest_of(lesson)
        session = Session(Script(lesson.variant(seed_of(student, lesson.file.id))))
        while not session.finished and answers < ANSWERS:
            todo = [Action("next" if session.view is None else "on")]
            if session.is_asking:
                if (answers + number) % 3 == 0 and not session.question.attempts:
                    todo = [Action("answer", WRONG[number % 3])]
                elif isinstance(session.step, Challenge):
                    todo = [Action("change", right_answer(session)), Action("answer")]
                else:
                    todo = [Action("answer", right_answer(session))]
                if session.question.probe is not None or len(session.question.attempts) > 1:
                    todo = [Action("reveal")]
            for action in todo:
                session, time = session.act(action), time + 3
                answers += action.do == "answer"
                line = line_of(session, action, time)
                lines.append(type(line)(**{**vars(line), "order": int(time * 1000)}))
        if answers >= ANSWERS:
            break
    return write_hand_in(HandIn(student, "", time, "0.1.0", digests, tuple(lines))), answers  # type: ignore[arg-type]


CASES = (Measured("report", reports),)
