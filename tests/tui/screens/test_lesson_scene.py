"""What the lesson screen shows in the situations that the design draws."""

from dataclasses import replace

import pytest
from gradstep.core.algebra.symbols import NO_SYMBOLS
from gradstep.tui.scene.zones.edges import Known

PICTURE_3 = """\
╭─w0──╮
│ 2.00├─┐
╰─────╯ │ ┌─m0 *┐   ┌─s +─┐   ┌─q +─┐   ┏neg -┓   ┌ex exp┐   ┌den +1┐   ┌f 1/x┐
╭─x0──╮ └►│-2.00├──►│ 4.00├──►│ 1.00├──►┃-1.00┣◄━━│  0.37├──►│  1.37├──►│ 0.73│
│-1.00├──►│     │ ┌►│     │ ┌►│     │   ┗-0.20┛   └ -0.53┘   └ -0.53┘   └ 1.00┘
╰─────╯   └─────┘ │ └─────┘ │ └─────┘
╭─w1──╮   ┌─m1 *┐ │ ╭─w2──╮ │
│-3.00├──►│ 6.00├─┘ │-3.00├─┘
╰─────╯ ┌►│     │   ╰─────╯
╭─x1──╮ │ └─────┘
│-2.00├─┘
╰─────╯
"""
RECEIPT_3 = """\
─ ida ▸▸▸▸▸▸▸▸│◂◂◂········· vuelta ─────────────────────────── cuadro 12 de 21 ─
 neg ◄ ex        llega ∂f/∂ex  ×   local ∂ex/∂neg  =       sale ∂f/∂neg
 fórmula              -1/den²  ×         exp(neg)  =     -exp(neg)/den²   ✓
 números            -0.534447  ×         0.367879  =          -0.196612   ✓
 diferencia      (f(neg+h) - f(neg-h))/2h, h=1e-5  =          -0.196612   ✓
─ explicación ────────────────────────────────────────── 3 confirmaciones de 3 ─
 El gradiente viaja hacia la izquierda, por la arista gruesa.
"""


def rows(text):
    return text.splitlines()


def stripped(shown):
    return [line.rstrip() for line in shown]


def test_the_backward_pass_with_its_three_confirmations(desk, do, lines, known):
    shown = stripped(lines(do(desk(), "next*12"), known=known))
    assert shown[0] == "─ 25. La neurona sigmoide como grafo ─────────────────── paso 3 de 6; ◄ vuelta ─"
    assert shown[1:13] == rows(PICTURE_3)
    assert shown[13:20] == rows(RECEIPT_3)
    assert shown[23].startswith(" → sigue  ← vuelve") and shown[23].endswith("F1 teclas")


def test_the_forward_pass_leaves_blank_what_does_not_exist_yet(desk, do, lines):
    shown = lines(do(desk(), "next*5"))
    assert "q +─┐   ┏neg -┓   ┌ex exp┐" in shown[3]
    assert "├━━►┃-1.00┣──►│      ├──►│      ├" in shown[4]
    assert "cuadro 5 de 21" in shown[13]
    assert [line.split()[0] for line in shown[14:18]] == ["q", "valor", "local", "se"]
    assert "neg = -(1)  =  -1.00" in shown[15]


def test_symbols_are_awaited_then_checked_and_a_failure_is_no_proof(desk, do, lines, known):
    at = do(desk(), "next*12")
    assert lines(at)[15].split()[-1] == "…"
    assert "no demostrada" in lines(at, known=Known(state="failed"))[15]
    wrong = replace(known, symbols=replace(known.symbols, edges={("ex", 0): known.symbols.gradients["den"]}))
    assert "✗" in lines(at, known=wrong)[15]
    assert "2 confirmaciones de 3" in lines(at, known=wrong)[18]
    assert "fórmula" in lines(at, known=Known(NO_SYMBOLS, "told"))[15]


def test_a_question_hides_what_it_asks_three_times_and_everything_behind_it(desk, do, lines, known):
    shown = lines(do(desk(), "next*18", "=-0,59"), known=known)
    assert shown[9].startswith("┗    ?┛")
    assert "◂?···" in shown[13]
    assert shown[15].split() == ["fórmula", "exp(neg)/den²", "×", "?", "=", "?"]
    assert shown[16].split() == ["números", "0.196612", "×", "?", "=", "?"]
    assert shown[17].split()[0] == "tienes" and "w1 = -3   x1 = -2" in shown[17]
    assert shown[18].startswith("─ pregunta ─") and shown[18].endswith("se lee: -0.59 ─")
    assert shown[22].startswith(" ∂f/∂w1 = -0,59█")
    assert not any("0.39" in line for line in shown)


def test_a_wrong_answer_is_diagnosed_kept_and_the_line_emptied(desk, do, lines):
    shown = lines(do(desk(), "next*18", "=-0,59", "enter"))
    state = next(at for at, line in enumerate(shown) if line.startswith("─ ✗ todavía no; intento 1 ─"))
    assert "antes escribiste -0,59" in shown[state] and "Multiplicaste por el valor" in " ".join(shown[state:])
    assert any(line.startswith(" ? La compuerta m1 = w1·x1") for line in shown[state:])
    assert any("∂f/∂m1 = 0.196612   w1 = -3   x1 = -2" in line for line in shown[14:state])
    assert shown[22].rstrip() == " ∂f/∂w1 = █"
    assert shown[9].startswith("┗    ?┛") and not any("0.39" in line for line in shown)


def test_an_unreadable_answer_stays_on_the_line(desk, do, lines):
    shown = lines(do(desk(), "next*18", "=0,5*", "enter"))
    assert "esto no se entiende" in shown[18]
    assert shown[22].startswith(" ∂f/∂w1 = 0,5*█")


def test_hints_gather_and_the_solution_asks_once(desk, do, lines):
    at = do(desk(), "next*18", "hint*2")
    shown = lines(at)
    assert shown[17].startswith(" pista 1 ") and shown[18].startswith("─ pista 2 de 2 ─")
    refused = do(at, "solution", "leave")
    assert refused.session.is_asking
    shown = lines(do(at, "solution", "enter"))
    assert shown[9].startswith("┗-0.39=")
    assert "solución" in shown[18] and "anotada como vista" in shown[18]
    assert "-0.393224" in shown[16]


def test_options_stand_in_the_receipt_and_bear_their_marks(desk, do, lines):
    at = do(desk(), "next*18", "=-0.39", "enter", "next")
    assert [line[:5].split() for line in lines(at)[14:16]] == [["1"], ["2"]]
    shown = lines(do(at, "=2", "enter"))
    assert shown[15].startswith(" ✗  2") and "todavía no" in shown[18]
    shown = lines(do(at, "=1", "enter"))
    assert shown[14].startswith(" ✓  1") and "correcto" in shown[18]


def test_you_are_the_backward_pass(desk, do, lines):
    at = do(desk(), "next*18", "=-0.39", "enter", "next", "=1", "enter", "next", "=5", "enter")
    shown = lines(at)
    assert shown[12].startswith("┗ 5.00✗")
    assert shown[3].startswith("╰    ?╯") and shown[6].startswith("╰    ?╯")
    assert "tú ◄ vuelta" in shown[0] and "0 de 3" in shown[13]
    shown = lines(do(at, "=-0.59", "enter", "next"))
    assert shown[12].startswith("╰-0.59✓")
    assert "∂f/∂m0 = 0.196612   w0 = 2   x0 = -1" in shown[16]
    assert "1 bien   2 en blanco: w0  x0" in shown[17]


def test_the_last_page_counts_and_names_slips(desk, do, lines):
    at = do(desk(), "next*18", "=-0,59", "enter", "=-0.39", "enter", "next", "=1", "enter", "next")
    for _ in range(3):
        at = do(at, "solution", "enter", "next")
    shown = "\n".join(lines(do(at, "next")))
    assert "terminada" in shown and "factor propio en lugar del otro" in shown
    assert [line.split()[-5:] for line in shown.splitlines() if "predecir" in line] == [["0", "1", "0", "0", "1"]]
    assert "llega × local = sale, en cada arista" in shown


def test_a_run_is_a_table_in_which_the_asked_columns_are_hidden(desk, do, lines):
    shown = lines(do(desk("tiny-perceptron", 5), "next*5"))
    current = next(line for line in shown if "►" in line)
    assert current.split()[-3:] == ["?", "?", "?"]
    assert "│" in shown[2] and any("[▲]" in line for line in shown[1:13])
    assert not any("│" in line for line in lines(do(desk("tiny-perceptron", 5), "next*4", "table"))[1:13])
    after = lines(do(desk("tiny-perceptron", 5), "next*5", "=0,5 0", "enter"))
    assert next(line for line in after if "►" in line).split()[-3:] == ["0.5", "0.0", "-1.0"]
    assert "✓ correcto" in after[18]


def test_a_derivative_is_typed_as_a_formula(desk, do, lines):
    at = do(desk("tiny-formula", None), "=u(1-u")
    assert "se lee: …" in lines(at)[18]
    shown = lines(do(at, "=)"))
    assert "se lee: u·(1 - u)" in shown[18] and shown[22].startswith(" ∂f/∂u = u(1-u)█")
    shown = lines(do(at, "=)", "enter"))
    state = next(line for line in shown if "todavía no; intento 1" in line)
    assert state and any(line.split()[:2] == ["tu", "fórmula"] for line in shown)
    solved = do(at, "solution", "enter")
    assert "f(1 - f)" in lines(solved)[16]
    assert "✓ correcto" in lines(do(desk("tiny-formula", None), "=f*(1-f)", "enter"))[18]


def test_attention_explains_another_node_and_changes_nothing_else(desk, do, lines):
    at = do(desk(), "next*12")
    looking = do(at, "down", "down")
    assert looking.attention == "x0" and looking.session is at.session
    shown = lines(looking)
    assert shown[4].startswith("┏━x0━━┓") and "miras x0" in shown[18]
    assert shown[14].startswith(" dato") and "x0 = -1.000000" in shown[14]
    assert do(looking, "leave").attention is None


@pytest.mark.parametrize("name", ["tiny-neuron", "tiny-perceptron"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40), (300, 90)])
def test_every_stop_fits_every_size_and_nothing_jumps(name, language, size, desk, do, lines, face):
    at = desk(name)
    plain_face, ascii_face = face(language), face(language, ascii=True)
    rules = set()
    for _ in range(60):
        shown = lines(at, plain_face, size)
        assert all(line.isascii() for line in lines(at, ascii_face, size))
        if at.session.finished:
            break
        rules.add(tuple(y for y, line in enumerate(shown) if line.startswith("─ ")))
        at = do(at, "solution", "enter") if at.session.is_asking else do(at, "next")
    assert at.session.finished
    assert len(rules) == 1 or size == (60, 20)  # there a long text takes rows from its neighbour
    assert all(len(places) == 3 for places in rules)


def test_the_language_changes_on_the_same_frame(desk, do, lines, face):
    at = do(desk(), "next*18")
    assert "pregunta" in lines(at, face("es"))[18]
    assert "question" in lines(at, face("en"))[18]


def test_a_window_that_is_too_small_says_what_to_do(desk, lines):
    assert "gradstep plain" in "".join(lines(desk(), size=(50, 12)))


def test_the_picture_can_be_read_as_a_table(desk, do, lines):
    shown = lines(do(desk(), "next*12", "table"))
    assert any(line.split()[:4] == ["►", "neg", "-", "-1.000000"] for line in shown)


def test_the_results_of_an_update_are_never_cut(desk, do, lines):
    frames = do(desk("tiny-perceptron"), "next")
    while not frames.session.is_asking:
        shown = lines(frames)[14:18]
        assert all("= " in line for line in shown[:2]) and "…" not in "".join(shown)
        weighted = next(line for line in shown if line.startswith(" z = w·x + b"))
        table = next(line for line in lines(frames)[1:13] if "►" in line).split("►")[1].split()
        assert float(weighted.split(" = ")[-1]) == float(table[4])
        frames = do(frames, "next")


def test_a_question_left_for_later_is_marked_in_the_timeline(desk, do, lines):
    later = do(desk(), "next*18", "write", "later", "next", "back", "onward")
    assert "◂?" in lines(later)[13]
