"""The laboratory's screen without a terminal: every key, every size, and what moves."""

import shlex

import numpy as np
import pytest
from gradstep.core.laboratory import turning
from gradstep.core.laboratory.inside import inside
from gradstep.core.laboratory.names import choice_name, quantity
from gradstep.core.laboratory.told import losses
from gradstep.core.words import LANGUAGES
from gradstep.tui.commands.lab import asked_for
from gradstep.tui.drawing.maps import LABEL, plan_of, short_number, unit_at
from gradstep.tui.keys import LAB_KEYS
from gradstep.tui.options import read_call
from gradstep.tui.scene.lab.desk import SPEEDS, run_on, updates_of
from gradstep.tui.scene.lab.network import plan_at
from gradstep.tui.scene.lab.opening import deeper, opened_desk
from gradstep.tui.scene.lab.plan import zones
from gradstep.tui.scene.lab.pointing import clicked
from gradstep.tui.scene.lab.press import LOOKING, press, typed
from gradstep.tui.scene.look import Look

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]
STARTS = (
    {}, {"data": "spirals", "hidden": (8, 8), "terms": ("x1", "x2", "x1x1", "x2x2", "x1x2", "sinx1", "sinx2")},
    {"data": "wave", "hidden": (16,)}, {"data": "glyphs", "hidden": (16, 8)}, {"data": "xor", "hidden": ()},
    {"data": "blobs", "classes": 4, "loss": "softmax"}, {"hidden": (3,) * 8}, {"hidden": (40,)},
)  # fmt: skip


@pytest.mark.parametrize("start", STARTS, ids=str)
@pytest.mark.parametrize("ascii", [False, True])
def test_every_size_holds_every_network_and_nothing_is_cut(start, ascii, lab_desk, do, lines, a_face):
    desk = do(lab_desk(**start), "next*9")
    for size in SIZES:
        for language in LANGUAGES:
            shown = lines(desk, size, a_face(language, ascii=ascii))
            assert not ascii or all(line.isascii() for line in shown), [line for line in shown if not line.isascii()]
            running = lines(do(desk, "run", "faster*2"), size, a_face(language, ascii=ascii))[0]
            for header in (shown[0], running):
                assert f" {'-'.join(map(str, desk.lab.sizes))} " in header and header.rstrip()[-3].isdigit()
            room = zones(Look(a_face(language), *size))
            plan = plan_at(desk, room.left, room.network)
            assert plan.columns and all(column.tops for column in plan.columns)
            for column in plan.columns:
                assert column.x + LABEL + plan.width <= room.left
                assert column.tops[-1] + plan.height <= room.network


@pytest.mark.parametrize(
    "mode", ["go", "set", "watch", "csv", "inputs", "challenge", "histograms", "confusion", "branch"]
)
def test_every_mode_fits_every_size(mode, lab_desk, do, lines):
    desk = do(lab_desk(), "next*12", mode)
    for size in SIZES:
        lines(desk, size)


@pytest.mark.parametrize("width", [110, 120, 149])
def test_nothing_touches_the_last_number_of_the_curves(width, lab_desk, do, lines):
    for desk in (do(lab_desk(), "next*12"), do(lab_desk(), "next*120")):
        shown = lines(desk, (width, 40))
        first = next(at for at, line in enumerate(shown) if "pesos y próximos gradientes" in line)
        begins = width * 3 // 5
        below = [line[begins - 2 : begins] for line in shown[first : len(shown) - 3]]
        assert below and all(cells == "  " for cells in below), below


def test_units_stand_apart_whatever_the_sizes():
    for sizes in ((2, 4, 2, 1), (2, 8, 8, 1), (64, 16, 10), (7, 3, 3, 3, 3, 3, 3, 3, 3, 1), (2, 1), (2, 200, 1)):
        for width, height in ((31, 12), (51, 12), (76, 24), (134, 32)):
            for chosen in ((0, 0), (len(sizes) - 1, sizes[-1] - 1), (1, sizes[1] - 1)):
                plan = plan_of(sizes, chosen, width, height)
                for column in plan.columns:
                    assert all(b - a > plan.height for a, b in zip(column.tops, column.tops[1:], strict=False))
                taken = set()
                for column in plan.columns:
                    for row, top in enumerate(column.tops):
                        cells = {(x, y) for x in range(column.x - 1, column.x + LABEL + plan.width)
                                 for y in range(top, top + plan.height)}  # fmt: skip
                        assert (
                            not cells & taken and max(x for x, _ in cells) < width and max(y for _, y in cells) < height
                        )
                        taken |= cells
                        assert unit_at(plan, column.x, top) == (column.layer, column.first + row)
                shown = {(c.layer, c.first + row) for c in plan.columns for row in range(len(c.tops))}
                assert chosen in shown, "what is chosen is always in sight"


def test_between_two_updates_only_the_moving_parts_move(lab_desk, do, lines, a_face):
    for size in SIZES[1:]:
        desk = do(lab_desk(), "next*31")
        before, after = lines(desk, size), lines(do(desk, "next"), size)
        look = Look(a_face(), *size)
        room, plan = zones(look), None
        plan = plan_at(desk, room.left, room.network)
        top = 1 + room.knobs
        moved = [(x, y) for y, (one, other) in enumerate(zip(before, after, strict=True))
                 for x, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]  # fmt: skip
        assert moved
        still = set()
        for column in plan.columns:
            still |= {(column.x + x, top + y) for y in column.tops for x in range(LABEL)}
            still |= {(x, top) for x in range(room.left)}
        still |= {(x, y) for y in range(1, 1 + room.knobs) for x in range(room.left)}
        still |= {(room.left, y) for y in range(1, 1 + room.middle)} | {(x, size[1] - 1) for x in range(size[0])}
        # The axes of the plane and of the curves.
        still |= {(x, y) for x in range(room.left, room.left + 4) for y in range(1, 1 + room.middle)}
        still |= {(x, y) for x in range(6) for y in range(1 + room.middle, size[1] - 3)}
        assert not still & set(moved)


def test_every_key_of_the_table_does_something_and_every_key_that_does_is_in_the_table(lab_desk, do, lines):
    everywhere = {"quit", "language", "options", "glossary", "projector"}
    editing = {key.id for key in LAB_KEYS if key.group == "writing"} | {"delete"}
    assert {key.id for key in LAB_KEYS} == set(LOOKING) | everywhere | editing
    for start in ({}, {"data": "glyphs"}, {"data": "wave"}):
        desk = do(lab_desk(**start), "next*5")
        for key in LOOKING:
            after = press(desk, key)
            assert after.said is None or after.said.id != "screen.no-sense"
            lines(after)
            for second in () if start else ("leave", "enter", "up", "more", "run"):
                lines(press(after, second))


def test_running_goes_on_by_itself_stops_at_an_end_and_knobs_act_meanwhile(lab_desk, do):
    desk = do(lab_desk(), "run")
    assert desk.running and sum(updates_of(desk, tick) for tick in range(10)) == SPEEDS[desk.speed]
    desk = run_on(desk, 25)
    assert desk.lab.cursor == 25 and desk.running
    desk = run_on(do(desk, "more"), 5)
    assert desk.running and desk.lab.cursor == 30 and desk.lab.run.settings_at(30).rate == 1.0
    assert not do(desk, "next").running and not do(desk, "run").running
    short = do(lab_desk(updates=40), "run")
    short = run_on(run_on(short, 500), 1)
    assert short.lab.cursor == 40 and not short.running and short.said.id == "lab.ended"
    assert not do(short, "run").running
    assert updates_of(do(desk, "faster*9"), 0) is None


def test_somewhere_far_is_run_to_and_keys_are_answered_on_the_way(lab_desk, do, lines):
    desk = do(lab_desk(), "go", "=5000", "enter")
    assert desk.running and desk.target == 5000 and desk.lab.cursor < 5000
    half = run_on(desk, 3_000)
    assert "5000" in lines(half)[0] and half.running
    there = run_on(half, 3_000)
    assert there.lab.cursor == 5000 and not there.running
    assert do(there, "go", "=12", "enter").lab.cursor == 12
    assert choice_name(do(there, "go", "=k2", "enter").lab) == "k2"


def test_numbers_are_typed_for_the_chosen_knob_and_complaints_leave_the_line_open(lab_desk, do, lines):
    desk = do(lab_desk(), "next*20", "=0.07", "enter")
    assert desk.lab.run.settings_at(21).rate == 0.07 and desk.mode == "look"
    desk = do(desk, "set", "=capas = 3", "enter")
    assert desk.mode == "turn" and desk.said is not None and desk.line.selected
    desk = do(desk, "=hidden = [3]; datos = lunas", "enter")
    assert desk.lab.sizes == (2, 3, 1) and desk.lab.run.settings.data == "moons"
    wrong = do(desk, "csv", "=/nowhere/at/all.csv", "enter")
    assert wrong.mode == "csv" and wrong.said is not None
    assert do(wrong, "leave").mode == "look"
    watched = do(desk, "watch", "=loss < 0.1", "enter")
    assert [watch.text for watch in watched.lab.watches] == ["loss < 0.1"]
    assert "loss < 0.1 ✗" in "\n".join(lines(watched))
    assert not do(watched, "watch", "enter").lab.watches
    lines(wrong)


def test_inputs_are_switched_by_number(lab_desk, do, lines):
    desk = do(lab_desk(), "inputs", "=34")
    assert desk.mode == "inputs" and turning.terms_now(desk.lab) == ("x1", "x2", "x1x1", "x2x2")
    for size in SIZES:
        named = "\n".join(lines(desk, size)[1:4])
        assert "3✓x1²" in named and all(f"{number}{mark}" in named for number, mark in enumerate("✓✓✓✓:::", 1))
    assert do(desk, "=9").said.id == "screen.lab-no-number"
    assert do(desk, "leave").mode == "look" and do(desk, "run").running
    assert do(lab_desk(data="glyphs"), "inputs").said.id == "screen.lab-no-terms"


def test_the_chosen_unit_is_followed_from_column_to_column_and_by_the_mouse(lab_desk, do, a_face):
    desk = lab_desk()
    assert choice_name(desk.lab) == "h1 ◄ x1"
    assert choice_name(do(desk, "weight").lab) == "h1 ◄ x2"
    assert choice_name(do(desk, "weight*2").lab) == "h1 ◄ 1"
    assert choice_name(do(desk, "weight*3").lab) == "h1"
    assert choice_name(do(desk, "down*4").lab) == "k1 ◄ h1"
    assert choice_name(do(desk, "up").lab) == "x2"
    assert choice_name(do(desk, "layer*2").lab) == "ŷ ◄ k1"
    for size in SIZES[1:]:
        look = Look(a_face(), *size)
        room = zones(look)
        plan = plan_at(desk, room.left, room.network)
        column = plan.columns[2]
        after = clicked(desk, look, column.x + 5, 1 + room.knobs + column.tops[1])
        assert choice_name(after.lab) == "k2 ◄ h1"
        assert clicked(desk, look, size[0] - 1, size[1] - 1) is None


@pytest.mark.parametrize("chosen", ["", "k2", "W2[3,1]", "b1[2]", "x1"])
def test_an_opened_update_has_the_numbers_of_the_state_it_leaves(chosen, lab_desk, do, a_face):
    desk = do(lab_desk(), "next*33")
    desk = do(desk, "go", f"={chosen}", "enter") if chosen else desk
    opened = opened_desk(desk.lab, a_face())
    below = opened.session.simulation
    assert below.spec.kind == "update"
    loss = below.frame(below.last).quantities["value.loss"]
    assert loss == pytest.approx(desk.lab.moment.loss)
    after = below.frame(below.last).quantities["new.W1"]
    assert np.array_equal(after, do(desk, "next").lab.run.frame(34).quantities["W1"])
    below = deeper(opened, inside(desk.lab))
    unit = below.session.simulation
    assert unit.spec.kind == "zoomed" and unit.spec.knobs["quantity"] == inside(desk.lab).entry
    weight = quantity(desk.lab.chosen)
    if weight is not None:
        made = unit.frame(below.session.cursor).event.subject
        assert weight in unit.trace.record.graph.node(made).parents, "Enter twice ends at the product of the weight"
    mine = opened_desk(desk.lab, a_face(), play=True)
    assert mine.session.playing and mine.session.is_asking


def test_where_the_loss_is_no_number_nothing_opens_and_it_is_said(lab_desk, do, a_face):
    desk = do(lab_desk(activation="relu", loss="mse", rate=1000.0), "next*300")
    opened = opened_desk(desk.lab, a_face())
    assert np.isfinite(desk.lab.moment.loss) or opened.id == "screen.lab-over"


def test_challenges_are_chosen_from_a_list_and_begin_anew(lab_desk, do, lines):
    desk = do(lab_desk(), "next*5", "challenge", "down")
    for size in SIZES:
        shown = "\n".join(lines(desk, size))
        assert "► Círculos" in shown and (size[1] < 24 or "Una onda" in shown)
    after = do(desk, "enter")
    assert after.lab.challenge == "circles" and after.lab.cursor == 0 and after.mode == "look"
    assert "reto" in lines(after)[0]


def test_the_detective_finds_dead_units_and_goes_there(lab_desk, do, lines):
    desk = do(lab_desk(activation="relu", rate=10.0), "next*60", "detective")
    assert desk.mode == "detective" and desk.findings
    lines(desk)
    there = do(desk, "enter")
    assert there.mode == "look" and there.lab.cursor == desk.findings[0].first
    assert do(lab_desk(), "detective").said.id == "screen.detective-none"


JOURNEYS = (
    ("next*40",), ("next*40", "more", "next*25", "less*2", "next*9"), ("unit-more*2", "next*12"),
    ("layer-more", "next*3"),
    ("inputs", "=357", "leave", "next*15"), ("knob*3", "more", "next*10"),
    ("next*20", "branch", "more", "next*10", "unit-more", "next*7"), ("next*20", "branch", "less", "branch", "next*4"),
    ("set", "=data = xor; hidden = [3]; rate = 1", "enter", "next*25", "set", "=held = 0.25", "enter", "next*2"),
    ("set", "=datos = onda; ocultas = [5, 3]; activation = [relu, tanh]", "enter", "next*6", "weight*2"),
    ("set", "=data = glyphs", "enter", "next*5", "down*9"), ("next*30", "more", "back*12", "more*2", "next*5", "up*3"),
    ("challenge", "down", "enter", "next*6"), ("next*3", "=0.123456789", "enter", "next", "weight*2"),
)  # fmt: skip


@pytest.mark.parametrize("journey", JOURNEYS, ids=" ".join)
def test_the_command_of_a_state_gives_that_state(journey, lab_desk, do, lines):
    desk = do(lab_desk(), *journey, "command")
    assert desk.command.startswith("gradstep lab") and desk.wish == "copy"
    again = asked_for(read_call(shlex.split(desk.command)[1:]), "en")
    lab = desk.lab
    assert (again.cursor, again.chosen, again.active, again.challenge) == (
        lab.cursor,
        lab.chosen,
        lab.active,
        lab.challenge,
    )
    for one, other in zip(again.runs, lab.runs, strict=True):
        at = one.reach(lab.cursor)
        assert np.array_equal(one.training.state(at), other.training.state(at))
        assert np.array_equal(one.training.state(one.reach(at + 5)), other.training.state(other.reach(at + 5)))
        assert losses(one.moment(at)) == losses(other.moment(at))
    assert lines(lab_desk().__class__(again)) == lines(lab_desk().__class__(lab.saying(None)))


def test_numbers_of_three_cells():
    shown = {
        0.314: ".31",
        -0.31: "-.3",
        1.234: "1.2",
        -12.3: "-12",
        0.0: "0",
        0.001: "0",
        1234.0: "big",
        float("nan"): "!",
    }
    assert {value: short_number(value) for value in shown} == shown
    assert all(len(short_number(value)) <= 3 for value in np.linspace(-150, 150, 2_001))


def test_letters_that_are_no_text_are_commands(lab_desk):
    assert typed(lab_desk(), "n") is None and typed(lab_desk(), "4") is not None
