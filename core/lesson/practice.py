"""What is there to practise? Exercises drawn from a seed: a lesson of them, in the kinds of steps that lessons have.

So every answer is judged and diagnosed as anywhere else, in every face, and who has topic, level and seed has the same
exercises. Nothing is stored: the lesson is made again when it is opened again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random
from types import MappingProxyType

from ..errors import UnknownNameError
from ..formula.evaluator import evaluate
from ..formula.parser import parse_expression
from ..whole import whole
from ..words import core_words, message
from .load import Lesson, parse_lesson
from .progress import LessonProgress
from .script import Script
from .standing import standing

COUNT, MOST_DRAWN = 6, 200
"""Exercises of one set, and how many are drawn for it at most."""
LEVELS = (1, 2, 3)
LARGEST_SEED = 999_999
BETTER, WORSE = 0.75, 0.4
"""Share of right first answers from which a set leads one level up, and below which one level down."""
Exercise = tuple[dict[str, object], dict[str, object]]
"""A simulation, and what a step has besides its id and simulation."""


def _both(id: str, **arguments: object) -> dict[str, str]:
    return core_words().both(message(f"practice.{id}", **arguments))


def _told(topic: str, hints: int = 2, **arguments: object) -> dict[str, object]:
    """Prompt and hints of a topic."""
    return {
        "prompt": _both(f"{topic}-prompt", **arguments),
        "hints": [_both(f"{topic}-hint-{place}", **arguments) for place in range(1, hints + 1)],
    }


def _whole(draw: Random, low: int, high: int) -> int:
    """A whole number other than 0."""
    return draw.choice([number for number in range(low, high + 1) if number])


def backprop(draw: Random, level: int) -> Exercise:
    """A random graph whose way back is the learner's; from level 2 on with a node that is used twice."""
    names, lines = ["x", "y"] if level == 1 else ["x", "y", "z"], list[str]()
    at = {name: _whole(draw, -3, 4) for name in names}
    latest = names[0]
    for place in range(level + 1):
        others = [name for name in names if name != latest]
        op = draw.choice(["{0}*{1}", "{0}*{1}", "{0} + {1}", "{0} - {1}"])
        if level == LEVELS[-1] and place == level:
            op = draw.choice(["max({0}, {1})", "sigmoid({0})", "{0}*{1}"])
        name = f"v{place + 1}"
        # an earlier name is used once more, so that its gradient is a sum
        lines.append(f"{name} = {op.format(latest, draw.choice(others))}")
        names.append(name)
        latest = name
    if level > 1:
        lines.append(f"f = {latest}*{draw.choice(names[:-1])}")
    simulation = {"kind": "graph", "formula": "; ".join(lines), "at": at}
    return simulation, {"kind": "play", "quantities": ["grad.*"], "until": "end", **_told("backprop")}


def derivative(draw: Random, level: int) -> Exercise:
    """A derivative by rules: sums of powers, then inner functions, then products and quotients."""
    a, b, n = draw.randint(2, 5), draw.randint(1, 6), draw.randint(2, 4)
    of, answer = draw.choice({
        1: [(f"{a}*x^{n} + {b}*x", f"{a * n}*x^{n - 1} + {b}"), (f"{a}*x^{n} - {b}", f"{a * n}*x^{n - 1}")],
        2: [(f"({a}*x + {b})^{n}", f"{a * n}*({a}*x + {b})^{n - 1}"), (f"exp(-{a}*x)", f"-{a}*exp(-{a}*x)"),
            (f"sin({a}*x + {b})", f"{a}*cos({a}*x + {b})")],
        3: [(f"x^{n}*exp(-{a}*x)", f"{n}*x^{n - 1}*exp(-{a}*x) - {a}*x^{n}*exp(-{a}*x)"),
            (f"log({b} + {a}*x^2)", f"{2 * a}*x/({b} + {a}*x^2)"),
            (f"sigmoid({a}*x)^2", f"{2 * a}*sigmoid({a}*x)^2*(1 - sigmoid({a}*x))")],
    }[level])  # fmt: skip
    return {}, {"kind": "ask-formula", "of": of, "wrt": "x", "answer": answer, **_told("derivative", of=of)}


def parameters(draw: Random, level: int) -> Exercise:
    """How many parameters: one dense layer, a network of them, a layer of filters."""
    if level == LEVELS[-1]:
        k, c, m = draw.choice([3, 5]), draw.choice([1, 3, 8]), draw.choice([4, 8, 16])
        slips = [("biases-not-counted", f"{k}*{k}*{c}*{m}"), ("channels-forgotten", f"{k}*{k}*{m} + {m}")]
        told = _told("filters", k=k, channels=c, filters=m)
        return _counted("parameters", f"{k}*{k}*{c}*{m} + {m}", slips, told)
    sizes = [draw.choice([2, 3, 4, 6, 8, 10, 20]) for _ in range(level + 1)]
    weights = " + ".join(f"{before}*{after}" for before, after in pairwise(sizes))
    answer = f"{weights} + {' + '.join(map(str, sizes[1:]))}"
    return _counted(
        "parameters", answer, [("biases-not-counted", weights)], _told("dense", sizes="-".join(map(str, sizes)))
    )


def perceptron(draw: Random, level: int) -> Exercise:
    """The corrections of a perceptron over one epoch, from another start each time."""
    labels = draw.choice([[0, 0, 0, 1], [0, 1, 1, 1], [1, 0, 0, 0], [1, 1, 1, 0]])
    rate = 1 if level < LEVELS[-1] else 2
    start = [_whole(draw, -2, 2) for _ in range(2)] if level > 1 else [0, 0]
    simulation = {"kind": "perceptron", "labels": labels, "rate": rate, "w": start, "b": draw.choice([-1, 0, 1])}
    return simulation, {"kind": "play", "quantities": ["w"], "until": 4, **_told("perceptron", rate=rate)}


def convolution(draw: Random, level: int) -> Exercise:
    """The size of what a convolution gives: without padding, with it, with a stride."""
    k = draw.choice([2, 3, 5])
    p, s = (draw.choice([1, 2]) if level > 1 else 0), (2 if level == LEVELS[-1] else 1)
    n = draw.randint(6, 30)
    n += (k - n - 2 * p) % s
    slips = [
        ("one-forgotten", f"({n} + 2*{p} - {k})/{s}"), ("padding-forgotten", f"({n} - {k})/{s} + 1"),
        ("padding-once", f"({n} + {p} - {k})/{s} + 1"), ("stride-forgotten", f"{n} + 2*{p} - {k} + 1"),
        ("size-unchanged", f"{n}"),
    ]  # fmt: skip
    return _counted("rows", f"({n} + 2*{p} - {k})/{s} + 1", slips, _told("convolution", n=n, k=k, p=p, s=s))


def softmax(draw: Random, level: int) -> Exercise:
    """The gradient of softmax with cross-entropy at its scores, one class after the other."""
    counts = [draw.randint(1, 5) for _ in range(level + 1)]
    right, total = draw.randrange(len(counts)), sum(counts)
    blanks: list[dict[str, object]] = []
    for place, count in enumerate(counts):
        share = f"{count}/{total}"
        answer, slip = (f"{share} - 1", share) if place == right else (share, f"{share} - 1")
        blanks.append(_blank(answer, [("target-forgotten" if place == right else "targets-swapped", slip)]))
    listing = "".join(f"dz{place} = ▁\n" for place in range(1, len(counts) + 1))
    told = _told("softmax", counts=" : ".join(map(str, counts)), right=right + 1)
    return {}, {"kind": "code", "listing": listing, "blanks": blanks, **told}


def jacobian(draw: Random, level: int) -> Exercise:
    """How many entries of a Jacobian can be other than 0."""
    n, m = draw.randint(3, 9), draw.randint(2, 9)
    choices = {1: ["elementwise", "sum"], 2: ["elementwise", "product", "sum"], 3: ["softmax", "product", "batch"]}
    which = draw.choice(choices[level])
    answer = {"elementwise": f"{n}", "sum": f"{n}", "product": f"{m}*{n}", "softmax": f"{n}*{n}",
              "batch": f"{m}*{n}*{n}"}[which]  # fmt: skip
    return _counted("nonzero", answer, [], _told(f"jacobian-{which}", n=n, m=m))


def _counted(name: str, answer: str, slips: Sequence[tuple[str, str]], told: Mapping[str, object]) -> Exercise:
    """A number that is written into a blank, as a number or as the calculation that gives it."""
    return {}, {"kind": "code", "listing": f"{name} = ▁\n", "blanks": [_blank(answer, slips)], **told}


def _blank(answer: str, slips: Sequence[tuple[str, str]]) -> dict[str, object]:
    """A blank with the slips that give another number than the answer and than each other."""
    seen, kept = {_number(answer)}, list[dict[str, object]]()
    for id, text in slips:
        if _number(text) not in seen:
            seen.add(_number(text))
            why = core_words().both(message(f"mistake.{id}"))
            kept.append({"answer": text, "diagnosis": id, "why": why})
    return {"answer": answer, "slips": kept}


def _number(text: str) -> float:
    return round(float(evaluate(parse_expression(text), {})), 9)


TOPICS: Mapping[str, Callable[[Random, int], Exercise]] = MappingProxyType({
    "backprop": backprop, "derivative": derivative, "parameters": parameters, "perceptron": perceptron,
    "convolution": convolution, "softmax": softmax, "jacobian": jacobian,
})  # fmt: skip
"""The topics in the order in which they are offered."""


def practice_lesson(topic: str, level: int, seed: int) -> Lesson:
    """A set of exercises of a topic. Raises UnknownNameError for a topic that is none."""
    if topic not in TOPICS:
        raise UnknownNameError("practice.no-such-topic", topic, TOPICS)
    simulations: dict[str, object] = {}
    steps: list[dict[str, object]] = []
    for place, (simulation, step) in enumerate(_playable(topic, level, seed), 1):
        if simulation:
            simulations[f"it{place}"] = simulation
        steps.append({"id": f"exercise-{place}", **({"simulation": f"it{place}"} if simulation else {}), **step})
    data = {
        "format": 1, "id": practice_id(topic, level, seed), "title": _both(f"title-{topic}"),
        "objectives": [_both("objective")], "simulations": simulations, "steps": steps,
        "summary": [_both("again", command=f"gradstep practice {topic} --level {level} --seed {seed}")],
    }  # fmt: skip
    return parse_lesson(json.dumps(data), "practice")


def practice_id(topic: str, level: int, seed: int) -> str:
    """The id under which a set is kept in the record."""
    return f"practice-{topic}-{level}-{seed}"


def _playable(topic: str, level: int, seed: int) -> Iterator[Exercise]:
    """Exercises in which there is something to do; a draw that leaves nothing is drawn again."""
    draw = Random(f"{topic} {level} {seed}")
    made = 0
    for _ in range(MOST_DRAWN):
        simulation, step = TOPICS[topic](draw, level)
        tried = {
            "format": 1, "id": "tried", "title": _both("objective"), "objectives": [_both("objective")],
            "simulations": {"it": simulation} if simulation else {},
            "steps": [{"id": "it", **({"simulation": "it"} if simulation else {}), **step}],
        }  # fmt: skip
        if Script(parse_lesson(json.dumps(tried), "practice")).problem(0) is None:
            made += 1
            yield simulation, step
        if made == COUNT:
            return


def level_of(topic: str, known: Mapping[str, LessonProgress]) -> int:
    """The level at which a learner goes on: up behind a set that went well, down behind one that did not."""
    latest = [(progress.time, id, progress) for id, progress in known.items() if id.startswith(f"practice-{topic}-")]
    if not latest:
        return LEVELS[0]
    _, id, progress = max(latest, key=lambda one: one[:2])
    level = whole(id.split("-")[2]) or LEVELS[0]
    found = standing(progress)
    share = found.first / found.asked if found.asked else 0.0
    step = 0 if not found.finished else 1 if share >= BETTER else -1 if share < WORSE else 0
    return min(max(LEVELS[0], level + step), LEVELS[-1])
