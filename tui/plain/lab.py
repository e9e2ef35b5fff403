"""How is the laboratory held line by line? The same laboratory in words: an empty line trains on, words do the rest.

No control sequences and no columns that carry meaning. A map is what a unit says at nine places of the plane; the plane
of the output is told by its losses and hits. Both languages are understood at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from textwrap import wrap
from types import MappingProxyType

from ...core.errors import GradstepError
from ...core.laboratory import moving, timelines, turning
from ...core.laboratory.best import Result, keep_best, read_best, with_result
from ...core.laboratory.challenges import CHALLENGES, begun, challenge_named, score
from ...core.laboratory.command import command_of
from ...core.laboratory.in_words import unit_words, weight_words
from ...core.laboratory.names import choice_name, choice_of, unit_name
from ...core.laboratory.seen import confusion
from ...core.laboratory.state import Lab, OwnTable
from ...core.laboratory.table import with_table
from ...core.laboratory.told import gap_told, losses, update_line
from ...core.learning.data.terms import TERMS, possible_terms
from ...core.lesson.drawable import Drawable
from ...core.simulations.detective import examine, trail
from ...core.simulations.naming import called
from ...core.whole import whole
from ...core.words import LANGUAGES, Message, message
from ...core.words.controls import visible
from ...core.words.names import bare, choice_word
from ..face import Face, spelled
from ..opened_update import opened_session
from .charts import Draw, no_drawing, told_chart
from .conversation import WIDTH, Conversation

EMPTY_LINE = 10
"""Updates of an empty line."""
LOOKED_BACK = 200
WORDS: Mapping[str, str] = MappingProxyType({
    "": "run", "run": "run", "corre": "run", "next": "run", "sigue": "run", "back": "back", "atras": "back",
    "epoch": "epoch", "epoca": "epoch", "go": "go", "ir": "go", "choose": "choose", "elige": "choose",
    "graph": "picture", "grafo": "picture", "map": "unit", "mapa": "unit", "receipt": "receipt", "recibo": "receipt",
    "knobs": "knobs", "perillas": "knobs", "knob": "knob", "perilla": "knob", "set": "knob", "pon": "knob",
    "unit": "more-units", "unidad": "more-units", "layer": "more-layers", "capa": "more-layers", "input": "input",
    "entrada": "input", "csv": "csv", "branch": "branch", "rama": "branch", "join": "join", "junta": "join",
    "other": "branch", "otra": "branch", "watch": "watch", "vigia": "watch",
    "detective": "detective", "confusion": "confusion", "open": "open",
    "zoom": "open", "entrar": "open", "abre": "open", "challenge": "challenge", "reto": "challenge",
    "retos": "challenge", "challenges": "challenge", "command": "command", "orden": "command",
    "language": "language", "idioma": "language", "help": "help", "ayuda": "help", "quit": "quit",
    "salir": "quit", "q": "quit", "where": "where", "donde": "where",
    "chart": "chart", "grafica": "chart", "draw": "draw", "dibuja": "draw",
})  # fmt: skip
"""What may be typed, without accents, in both languages."""


@dataclass(eq=False)
class LabConversation:
    """One visit to the laboratory, line by line. `read` asks for a line (None at the end), `write` prints one."""

    lab: Lab
    face: Face
    read: Callable[[str], str | None]
    write: Callable[[str], None]
    draw: Draw = no_drawing

    def hold(self) -> int:
        """Talks until the input ends or somebody leaves; answers the exit code."""
        self.tell(message("plain.lab"))
        self.tell(message("plain.lab-words"))
        self.where()
        while True:
            typed = self.read("> ")
            if typed is None:
                return 0
            first, _, rest = typed.strip().partition(" ")
            word = WORDS.get(bare(first.lower()))
            if word == "quit":
                self.tell(message("plain.until"))
                return 0
            self.turn(word, first, rest.strip())

    def turn(self, word: str | None, first: str, rest: str) -> None:
        """Does what a line says, and tells what came of it."""
        known = whole(first)
        if word is None and known is not None:
            word, rest = "go", first
        elif word is None and "=" in f"{first} {rest}":
            word, rest = "knob", f"{first} {rest}"
        if word is None:
            self.tell(message("plain.lab-no-word", got=first[:20]))
            return
        try:
            acting = ACTING.get(word)
            if acting is None:
                TELLING[word](self, rest)
            else:
                self.lab = acting(self.lab, rest)
                self.where()
        except GradstepError as error:
            self.tell(error.message)

    def where(self, _rest: str = "") -> None:
        """Where we are: the data, the network, the losses, what was just said."""
        lab = self.lab
        if lab.said is not None:
            self.tell(lab.said)
        letter = "AB"[lab.active] if len(lab.runs) > 1 else ""
        sizes = "-".join(map(str, lab.sizes))
        epoch = lab.at // lab.per_epoch
        self.tell(message("plain.lab-where", letter=letter, cursor=lab.at, epoch=epoch, sizes=sizes))
        now = losses(lab.moment)
        self.tell(message("plain.lab-loss", loss=f"{now.training:.4f}"))
        if now.held is not None:
            gap = message("lab.gap-none") if now.gap is None else gap_told(now.gap)
            self.tell(message("plain.lab-held", loss=f"{now.held:.4f}", gap=gap))
        if now.hits is not None:
            held, hits = "" if now.held_hits is None else f"{100 * now.held_hits:.0f} %", f"{100 * now.hits:.0f} %"
            self.tell(message("plain.lab-hits" if held else "plain.lab-hits-alone", hits=hits, held=held))
        self.judge()

    def judge(self) -> None:
        """A challenge whose goal holds is done: said, and kept."""
        id = self.lab.challenge
        reached = score(self.lab) if id is not None else None
        if id is None or reached is None:
            return
        best = read_best(self.face.state)
        before = best.get(id, ())
        kept = keep_best(self.face.state, with_result(best, id, Result(reached, command_of(self.lab))), self.face.visit)
        is_best = not before or reached < before[0].score
        told = message("screen.lab-is-best") if is_best else message("screen.lab-not-best", count=before[0].score)
        told = told if kept else message("screen.lab-not-kept")
        self.tell(message(f"screen.lab-done-{CHALLENGES[id].counts}", count=reached, best=told))
        self.lab = replace(self.lab, challenge=None)

    def picture(self, _rest: str) -> None:
        """Every unit with what leads into it."""
        for layer, count in enumerate(self.lab.sizes):
            for unit in range(count):
                self.tell(message("plain.lab-unit", name=unit_name(self.lab.run, layer, unit), layer=layer))
                self.tell_all(weight_words(self.lab, layer, unit))

    def unit(self, rest: str) -> None:
        """What a unit says over the plane; the chosen one if none is named."""
        chosen = choice_of(self.lab, rest) if rest else self.lab.chosen
        if chosen is None:
            self.tell(message("lab.no-such-place", got=rest[:20]))
            return
        self.tell_all(unit_words(self.lab, chosen.layer, chosen.unit))
        self.tell_all(weight_words(self.lab, chosen.layer, chosen.unit))

    def receipt(self, _rest: str) -> None:
        """The next update of the chosen weight."""
        line = update_line(self.lab)
        self.tell(message("plain.lab-chosen", name=choice_name(self.lab)))
        if line is not None:
            self.paragraph(f"  {line}")

    def knobs(self, _rest: str) -> None:
        """Every knob, and the inputs."""
        for dial in turning.shown_dials(self.lab):
            self.paragraph(f"  {dial.shown_name(self.face.language)}: {dial.shown_value(self.face.language)}")
        now = turning.terms_now(self.lab)
        for name in possible_terms(self.lab.run.setup.where.inputs.shape[1]):
            id = "plain.lab-input-on" if name in now else "plain.lab-input-off"
            self.tell(message(id, name=name, shown=TERMS[name].shown))

    def confusion(self, _rest: str) -> None:
        """How often each class was taken for each."""
        found = confusion(self.lab.moment)
        if found is None:
            self.tell(message("screen.lab-no-classes"))
            return
        for row, name in enumerate(found.classes):
            counts = ", ".join(f"{other} {int(found.training[row, at])}" for at, other in enumerate(found.classes))
            self.tell(message("plain.lab-confusion", name=name, counts=counts))

    def detective(self, _rest: str) -> None:
        """What went wrong in the newest updates, and why."""
        lab = self.lab
        findings = examine(lab.run, lab.at, since=max(0, lab.at - LOOKED_BACK))
        if not findings:
            self.tell(message("screen.detective-none", cursor=lab.at))
        for finding in findings:
            kind, subject = message(f"detective.{finding.kind}"), self.face.named(called(lab.run, finding.subject))
            count, cursor = len(finding.now), finding.first
            self.tell(message("plain.finding", kind=kind, subject=subject, cursor=cursor, count=count))
            for clue in trail(lab.run, finding):
                self.tell(message("plain.because", clue=clue.said))

    def chart(self, rest: str, draw: Draw | None = None) -> None:
        """Quantities over the updates made so far, in words or drawn."""
        for line in told_chart(rest, Drawable(self.lab.run, self.lab.at), self.face, draw):
            self.paragraph(line)

    def open(self, _rest: str) -> None:
        """The next update, operation by operation; leaving it comes back here."""
        session = opened_session(self.lab, self.face, "plain.lab-opened")
        if isinstance(session, Message):
            self.tell(session)
            return
        Conversation(session, self.face, None, self.read, self.write, draw=self.draw, keeps=False).hold()
        self.lab = self.lab.saying(None)
        self.where()

    def challenge(self, rest: str) -> None:
        """The challenges with one's own best; or the one that is named, from its beginning."""
        if rest:
            self.lab = begun(challenge_named(rest, self.face.language), self.lab)
            self.where()
            return
        best = read_best(self.face.state)
        for id, one in CHALLENGES.items():
            rows = best.get(id, ())
            self.tell(message("plain.lab-challenge", id=_both(id), what=message(f"lab.challenge-{id}")))
            told = message(f"screen.lab-best-{one.counts}", count=rows[0].score) if rows else None
            self.tell(told or message("screen.lab-no-best"))

    def command(self, _rest: str) -> None:
        """This state as a command."""
        self.write(command_of(self.lab))

    def language(self, _rest: str) -> None:
        """The other language."""
        self.face = self.face.in_other_language()
        self.tell(message("plain.lab-words"))

    def help(self, _rest: str) -> None:
        """What may be typed."""
        self.tell(message("plain.lab-help"))

    def tell_all(self, said: Iterable[Message]) -> None:
        """Messages, each on its own line."""
        for one in said:
            self.tell(one)

    def tell(self, said: Message) -> None:
        """A message, wrapped."""
        self.paragraph(self.face.words.word(said, self.face.language))

    def paragraph(self, text: str) -> None:
        """A text of at most WIDTH columns; following lines keep the indent of the first."""
        told = spelled(visible(text), self.face)
        indent = " " * (len(told) - len(told.lstrip()))
        for row in wrap(told, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]:
            self.write(row)


def _run(lab: Lab, rest: str) -> Lab:
    return moving.ran(lab.saying(None), max(1, whole(rest) or EMPTY_LINE))


def _chosen(lab: Lab, rest: str) -> Lab:
    chosen = choice_of(lab, rest)
    if chosen is None:
        return lab.saying(message("lab.no-such-place", got=rest[:20]))
    return replace(lab, chosen=chosen, said=message("plain.lab-chosen", name=rest))


def _gone(lab: Lab, rest: str) -> Lab:
    return moving.stepped(lab, moving.place_of(lab, rest) - lab.cursor) if rest else lab


def _watched(lab: Lab, rest: str) -> Lab:
    if rest:
        return moving.watching(lab, rest).saying(None)
    return replace(lab, watches=lab.watches[:-1], said=None)


def _both(id: str) -> dict[str, str]:
    """The name of a challenge in every language: that of its data."""
    return {language: choice_word(id, language) for language in LANGUAGES}


def _by(rest: str) -> int:
    return -1 if rest.startswith("-") else 1


ACTING: Mapping[str, Callable[[Lab, str], Lab]] = MappingProxyType({
    "run": _run,
    "back": lambda lab, rest: moving.stepped(lab, -max(1, whole(rest) or 1)),
    "epoch": lambda lab, rest: moving.epoch(lab, max(1, whole(rest) or 1)),
    "go": _gone,
    "choose": _chosen,
    "knob": turning.typed,
    "more-units": lambda lab, rest: turning.unit_added(lab, _by(rest)),
    "more-layers": lambda lab, rest: turning.layer_added(lab, _by(rest)),
    "input": turning.term_switched,
    "csv": lambda lab, rest: with_table(lab, OwnTable(rest)),
    "branch": lambda lab, _: timelines.branched(lab),
    "join": lambda lab, _: timelines.joined(lab),
    "watch": _watched,
})  # fmt: skip
TELLING: Mapping[str, Callable[[LabConversation, str], None]] = MappingProxyType({
    "where": LabConversation.where, "picture": LabConversation.picture, "unit": LabConversation.unit,
    "receipt": LabConversation.receipt, "knobs": LabConversation.knobs, "confusion": LabConversation.confusion,
    "detective": LabConversation.detective, "chart": LabConversation.chart,
    "draw": lambda lab, rest: lab.chart(rest, lab.draw),
    "open": LabConversation.open, "challenge": LabConversation.challenge,
    "command": LabConversation.command, "language": LabConversation.language, "help": LabConversation.help,
})  # fmt: skip
