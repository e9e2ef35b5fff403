"""The plain twin: the same session as a conversation, in 80 columns, without control sequences."""

import re
from pathlib import Path

import pytest
from gradstep.core.lesson.actions import Action
from gradstep.core.lesson.load import load_lesson
from gradstep.core.lesson.missed import missed
from gradstep.core.lesson.progress import Recorder, read_progress
from gradstep.core.lesson.schema import AskFormula, AskNumber, Choose, Play
from gradstep.core.lesson.script import Script
from gradstep.core.lesson.session import Session
from gradstep.core.lesson.solved import answered, onward, right_answer
from gradstep.tui.commands.explore import exploration, exploration_of, explored
from gradstep.tui.face import Face
from gradstep.tui.plain.conversation import Conversation
from gradstep.tui.plain.looking import DOING, TELLING
from gradstep.tui.plain.words import COMMANDS, GO

from .. import course

ROOT = Path(__file__).parents[2]
LESSONS = ROOT / "lessons"


def face(language="es", ascii=False) -> Face:
    return Face(language, ascii, False, "mono", LESSONS, None, lambda: 0.0, "test")


def hold(path, *typed, language="es", ascii=False, recorder=None, session=None):
    """The transcript of a conversation in which these lines are typed."""
    waiting, written = list(typed), []

    def read(prompt):
        if not waiting:
            return None
        line = waiting.pop(0)
        written.append(prompt + line)
        return line

    session = session or Session(course.script(path))
    talk = Conversation(session, face(language, ascii), recorder, read, written.append)
    assert talk.hold() == 0
    return "\n".join(written)


NEURON = LESSONS / "sigmoid-neuron-graph.yaml"
TO_THE_QUESTION = ["", "", ""]


def test_a_wrong_answer_is_diagnosed_and_a_right_one_gets_its_receipt():
    text = hold(NEURON, *TO_THE_QUESTION, "-12", "pista", "4", *[""] * 8, "0,53", "-0,53", language="es")
    assert "Multiplicaste las entradas; esta operación las suma." in text
    assert "Pista 1 de 2:" in text
    assert "El tamaño es correcto y el signo no." in text
    assert "Correcto." in text
    assert "diferencia finita -0.534447: coincide" in text


def test_english_says_the_same():
    text = hold(NEURON, *TO_THE_QUESTION, "-12", "hint", "4", language="en")
    assert "You multiplied the inputs; this operation adds them." in text
    assert "Hint 1 of 2:" in text


EVERY = [*sorted(set(LESSONS.glob("*.yaml")) - {LESSONS / "course.yaml"}), ROOT / "tests/lessons/perceptron-and.yaml"]


@pytest.mark.parametrize(
    ("path", "language"), [(path, ("en", "es")[at % 2]) for at, path in enumerate(EVERY)],
    ids=lambda given: getattr(given, "stem", given),
)  # fmt: skip
def test_every_lesson_fits_eighty_columns_and_has_no_control_sequences(path, language):
    """In turns in one language and the other; on the full screen each is tried in that which is left."""
    typed = [word for _ in range(110) for word in ("solution", "graph", "receipt", "on")]
    text = hold(path, *typed, language=language)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)
    assert {"en": "The lesson is done", "es": "La lección está hecha"}[language] in text


@pytest.mark.parametrize("path", sorted(set(LESSONS.glob("*.yaml")) - {LESSONS / "course.yaml"}), ids=lambda p: p.stem)
def test_the_text_of_an_option_is_an_answer_whatever_word_it_begins_with(path):
    """`on both` names an option where there is one, although `on` is a word of the conversation."""
    for stop in course.stops(path):
        if not (stop.is_asking and isinstance(stop.step, Choose)):
            continue
        for option in stop.step.options:
            for language in ("en", "es"):
                talk = Conversation(stop, face(language), None, lambda _: None, lambda _: None)
                talk.turn(stop.text(option.text, language))
                attempts = talk.session.question.attempts
                assert attempts and attempts[-1].verdict.kind in ("right", "wrong"), option.text


def test_ascii_is_ascii():
    typed = [word for _ in range(80) for word in ("solucion", "grafo", "recibo", "")]
    assert hold(NEURON, *typed, ascii=True).isascii()


def test_letters_keep_their_accents_where_the_locale_has_them():
    text = hold(NEURON, "", language="es")
    assert "izquierda" in text
    assert "¿" in hold(NEURON, *TO_THE_QUESTION)


def test_the_wrong_word_says_so_and_nothing_moves():
    text = hold(NEURON, "banana", "ir 99", "atrás", "ayuda")
    assert "`banana` no es ninguna de las palabras" in text
    assert "todavía no llegaste hasta ahí" in text
    assert "este es el comienzo" in text


def test_the_language_can_change_on_the_way():
    text = hold(NEURON, "idioma", "", "lengua?", "language")
    assert "A neuron with two inputs" in text


def test_as_much_is_told_as_is_wanted():
    usual, short, full = (hold(NEURON, *words, "", "") for words in ((), ("breve",), ("completo",)))
    assert "Desde aquí: solo" in short and "De izquierda a derecha" in usual.replace("\n", " ")
    assert "De izquierda a derecha" not in short.replace("\n", " ")
    assert "w0, valor 2.00" in full and "w0, valor 2.00" not in usual
    assert hold(NEURON, "full", "full").count("as usual") + hold(NEURON, "full", "full").count("como siempre") == 1


def test_what_was_seen_can_be_seen_again():
    text = hold(NEURON, "", "", "ir 1", "grafo")
    assert text.count("[paso 2 de 16, cuadro 1 de 21, ida]") == 2


def test_a_question_is_not_passed_over_by_enter():
    said = hold(NEURON, *TO_THE_QUESTION, "")
    assert "Primero responde; saltar" in said and " j " not in said


def test_an_asked_number_stays_a_question_mark_in_the_picture():
    text = hold(NEURON, *TO_THE_QUESTION, "grafo", "recibo")
    assert "s + (m0, m1), valor ?" in text
    assert "El recibo se muestra después de tu respuesta." in text


def test_everything_is_kept_as_it_happens(tmp_path):
    hold(NEURON, *TO_THE_QUESTION, "-12", "4", recorder=Recorder(tmp_path, "v"))
    lines = read_progress(tmp_path)["sigmoid-neuron-graph"].lines
    assert [line.action["do"] for line in lines] == ["next", "next", "next", "answer", "answer", "leave"]
    assert lines[3].diagnosis == "product-for-sum"


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path):
    blocked = tmp_path / "f"
    blocked.write_text("")
    text = hold(NEURON, "", "", recorder=Recorder(blocked, "v"))
    assert text.count("no se está guardando") == 1


def test_the_perceptron_speaks_the_same_protocol():
    path = ROOT / "tests" / "lessons" / "perceptron-and.yaml"
    text = hold(path, "", "1 1", "1/2 1/2", "recibo", "grafo", "", "0 0", "0,5 0,5")
    assert "La corrección se multiplica por la tasa" in text
    assert "tasa*e*x1: 0 + 0.5*1*1 = 0.5" in text
    assert "4: época 1, x1 1, x2 1, y 1" in text


TRYING = ROOT / "tests/tui/lessons/tiny-trying.yaml"


def test_everything_that_can_be_tried_on_the_screen_can_be_tried_in_words():
    text = hold(
        TRYING, "", "", "perilla rate = 0,3", "", "rama rate = 0.9", "", "comparar", "vigía f < 1", "otra", "on",
        "probar", "perilla rate = 0,4", "probar", "", "3 1 4 2", "3 1 2 4", "", "", "entrar", "detective",
    )  # fmt: skip
    assert "A: tasa = 0.3" in text and "B: tasa = 0.9" in text
    assert "Se separan en el cuadro 4." in text
    assert "f < 1: se cumple" in text
    assert "f = 0.1038. La meta es f < 0.01." in text
    assert "Lo lograste" in text
    assert "Los primeros 2 están bien; 4 no sigue ahí." in text
    assert "unidad muerta" not in text.split("Lo lograste")[0]


def test_the_detective_says_why_in_words():
    text = hold(TRYING, "on", "skip", "on", "3124", *[""] * 14, "detective", language="en")
    assert "dead unit (slope 0 everywhere): a, first at frame 3, now in 1." in text
    assert "because: z = w*x + b = -0.75*1 + (-1) = -1.750000" in text


def test_what_cannot_be_tried_is_said():
    text = hold(TRYING, "knob q = 2", "watch q < 2", "comparar", "knob rate = x", "zoom", language="en")
    assert "there is no knob `q`" in text
    assert "there is no `q` here" in text
    assert "There is one timeline" in text
    assert "a number is needed and `x` was given" in text


def test_the_question_is_told_again_and_one_that_is_left_is_named():
    asked = "Los productos son -2 y 6."
    text = hold(NEURON, *TO_THE_QUESTION, "pista", "pregunta", "saltar")
    assert text.count(asked) == 2
    assert "Esta pregunta queda abierta" in text


def test_the_end_names_the_questions_that_are_open():
    text = hold(LESSONS / "gate-patterns.yaml", *["", "saltar"] * 40)
    assert re.search(r"Quedan \d+ preguntas abiertas: atrás vuelve a ellas\.", text)
    assert "+ distribuye; * intercambia; max enruta" in text


def test_points_rates_and_gradients_are_spelled_as_they_are_called():
    topic = exploration(explored("descent"), "descent", face())
    text = hold("", "perilla tasa = 5", "buscar 3", "grafo", "recibo", "detective", session=Session(Script(topic)))
    assert "punto (-40; -49), etiqueta 1" in text
    assert "x - eta*df/dx" in text
    assert "df/dy, primero en el cuadro 3" in text and "grad." not in text


@pytest.mark.parametrize("answer", ["right", "solución"])
def test_why_an_option_is_right_is_said_once(answer):
    lesson, step = load_lesson(LESSONS / "chain-rule-paths.yaml"), 6
    script = Script(lesson)
    assert isinstance(lesson.steps[step], Choose)
    session = Session(script, at=(step, 0), farthest=(step, 0))
    text = hold("", right_answer(session) if answer == "right" else answer, session=session)
    assert text.count("Una vuelta desde la pérdida visita cada arista una vez") == 1


def test_what_has_to_be_said_about_a_line_of_a_receipt_is_said():
    session = Session(Script(exploration(explored("function"), "function", face())))
    text = hold(None, "", "", "recibo", session=session)
    assert "izq. | der.: 0 | 1.000000\n  en el quiebre no hay derivada" in text


def blanks_of(path):
    """A session at the first blank of a lesson's first step in which the learner is the machine."""
    for session in course.stops(path):
        if session.is_asking and isinstance(session.step, Play):
            return session
    return None


def test_your_turn_is_number_after_number():
    text = hold(NEURON, "-0.59", "-0.20", "0.39", session=blanks_of(NEURON), language="en")
    assert text.count("Your turn:") == 3 and text.count("Correct.") == 3
    assert text.index("Your turn: df/dx1") < text.index("-0.59") < text.index("Your turn: df/dw0")


def test_what_is_needed_is_named_at_every_question_of_a_number():
    text = hold(NEURON, *TO_THE_QUESTION, language="en")
    assert "You have: m0 = -2; m1 = 6." in text
    grids = LESSONS / "backprop-matrix-tanh-xor.yaml"
    assert "You have: X[0,0] = -1; W1[0,1] = 0.3; X[0,1] = -1; W1[1,1] = 0.6; b1[1] = -0.1." in " ".join(
        hold(grids, "", "", "", language="en").split()
    )


def test_q_leaves_except_where_it_could_be_an_answer():
    assert "> q\nHasta la próxima." in hold(NEURON, "q")
    formula = next(
        session
        for path in LESSONS.glob("*.yaml")
        if path.stem != "course"
        for session in course.stops(path)
        if session.is_asking and isinstance(session.step, AskFormula)
    )
    text = hold(NEURON, "q", session=formula)
    assert "q\n" in text and text.count("Hasta la próxima.") == 1 and "kept" not in text.split("q\n")[0]
    assert len(text.split("q\n")[1].splitlines()) > 1


def test_at_the_last_frame_of_what_is_explored_an_empty_line_names_the_way_on():
    explored_lesson = exploration(explored("w*x", "w=2; x=3"), "w*x", face("es"), by_keys=False)
    text = hold(NEURON, *[""] * 12, session=Session(Script(explored_lesson)))
    assert "adelante sigue con la lección" in text


def test_help_is_offered_by_its_word_after_the_second_miss_and_a_repeated_answer_is_said_to_be_one():
    text = hold(NEURON, *TO_THE_QUESTION, "7", "9", "7,0", "pista", "pista", "3", "vecina", "5", language="es")
    assert text.index("9") < text.index("Escribe `pista` y verás una.")
    assert text.index("`vecina` muestra") < text.index("resuelta:") < text.rindex("`solución` muestra la respuesta.")
    assert "Es la misma respuesta de antes." in text and "`solución` muestra la respuesta." in text


def test_behind_the_last_page_the_missed_questions_are_asked_once_more_and_their_slip_is_named():
    session = Session(Script(load_lesson(NEURON)))
    while not onward(session := answered(session)).finished:
        session = onward(session)
        if session.is_asking and isinstance(session.step, AskNumber):
            session = session.act(Action("answer", "77.25"))
    count = len(missed(session))
    text = hold(NEURON, "", "repetir", "atrás", "salir", "", session=session, language="es")
    assert count > 1 and text.count(f"`repetir` hace otra vez las {count} preguntas") == 2
    assert "Otra vez: La neurona sigmoide" in text and "con otros números: ¿cuánto vale" in text


def test_an_explored_training_is_offered_in_the_laboratory_by_its_command():
    lesson = exploration_of("network", face("es"), turned="rate = 0.07", by_keys=False)
    text = hold(NEURON, "", "laboratorio", "rama rate = 0.3", "lab", session=Session(Script(lesson)))
    assert "`laboratorio` da la orden" in text
    assert text.count("gradstep lab --set") == 2 and "rate = 0.07" in text and "--beside" in text
    assert "laboratorio" not in hold(NEURON, "explorar", "salir").partition("\n> ")[2]
    assert "mientras se explora" in hold(NEURON, "", "laboratorio")


def test_the_frame_is_told_as_numpy_up_to_its_own_line():
    text = hold(NEURON, "", "", "código")
    assert "> m1 = w1*x1" in text and "s = m0 + m1" not in text


def test_the_receipt_of_a_node_and_the_paths_of_a_parameter():
    formula = exploration(explored("m = b*w; s = b + x; f = m*s"), "f", face())
    told = hold(None, *[""] * 10, "recibo b", "recibo zz", session=Session(Script(formula)))
    assert "camino 1: df/ds*ds/db" in told and "df/db: " in told and "no hay ninguna cantidad `zz`" in told
    assert "camino 1" not in hold(None, *[""] * 6, "recibo b", session=Session(Script(formula)))
    english = hold(None, *[""] * 10, "receipt b", language="en", session=Session(Script(formula)))
    assert "path 2: df/dm*dm/db" in english
    assert "ningún grafo" in hold(LESSONS / "gradient-descent.yaml", "recibo b")


ALONE = sorted({*DOING, *TELLING, *(word for word in COMMANDS if COMMANDS[word] not in ("next", "leave")), *GO})
PLACES = {"at the start": [], "at a question": TO_THE_QUESTION, "exploring": ["", "explore"], "playing": ["", "tu"]}


@pytest.mark.parametrize("place", PLACES)
def test_every_word_alone_says_something_and_quotes_nothing_that_is_empty(place):
    for word in ALONE:
        before = hold(NEURON, *PLACES[place])
        said = hold(NEURON, *PLACES[place], word)
        assert len(said) > len(before) + len(word) + 4, word
        assert "``" not in said, word


def test_what_could_be_turned_is_listed_in_the_script_too():
    text = hold(NEURON, "perillas")
    assert "  w0: 2\n" in text and "nada que mover" not in text
