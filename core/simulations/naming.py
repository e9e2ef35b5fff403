"""Which quantity did somebody mean by a typed name? By the name that never changes, or as shown in any language.

Lessons, logs and JSON use only the names that never change. A learner may type those or what she sees, with or without
accents: `output[0,1]`, `salida[0,1]`, `perdida`. A name that is shown for two quantities means neither of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from ..errors import UnknownNameError
from ..formula.tree import Name, Tree, substitute
from ..pictures import Label
from ..words import LANGUAGES, Message, core_words
from ..words.names import shown, typed_forms
from .protocol import Simulation

JOINS = {"and": "y", "or": "o", "not": "no"}
_JOINED = re.compile(r"\b(?:and|or|not)\b")
_NAME = re.compile(r"[^\W\d_][\w.]*(?:\[[\d,\s]+\])?")


@lru_cache(maxsize=8)
def aliases(simulation: Simulation) -> Mapping[str, str]:
    """What may be typed for a quantity beside its contract name, to that name; kept, for a layer has thousands."""
    names = simulation.names
    found: dict[str, set[str]] = {}
    for quantity in names:
        label = simulation.label(quantity)
        texts = [core_words().word(label, language) if isinstance(label, Message) else label for language in LANGUAGES]
        texts += [shown(quantity, language, simulation.given) for language in LANGUAGES]
        for form in typed_forms(texts):
            found.setdefault(form, set()).add(quantity)
    single = {form: next(iter(names)) for form, names in found.items() if len(names) == 1}
    return MappingProxyType({form: name for form, name in single.items() if form not in names})


def called(simulation: Simulation | None, subject: str) -> Label:
    """What a quantity is called for a reader; a box, which is none, by its own name."""
    return simulation.label(subject) if simulation is not None and subject in simulation.names else subject


def meant(simulation: Simulation, typed: str) -> str:
    """The quantity that was typed. Raises UnknownNameError, which lists what may be typed."""
    if typed in simulation.names:
        return typed
    known = aliases(simulation)
    if typed in known:
        return known[typed]
    near = get_close_matches(typed, [*simulation.names, *known], n=3, cutoff=0.5)
    raise UnknownNameError("place.no-such-quantity", typed, near or simulation.names)


def node_meant(simulation: Simulation | None, typed: str) -> str:
    """The node whose value is shown under a typed name, `loss` for `L`; the text itself where there is none."""
    return typed if simulation is None else aliases(simulation).get(typed, typed).removeprefix("value.")


def shown_condition(simulation: Simulation | None, text: str, language: str) -> str:
    """A condition or a watch with its quantities as they are shown, each as it can be typed: `f` for `value.f`.

    Nobody who only reads it has to know that programs write `==`.
    """

    def word(found: re.Match[str]) -> str:
        name = found[0]
        if simulation is None or name not in simulation.names:
            return name
        node = name.removeprefix("value.")
        told = shown(name if node in simulation.names else node, language, simulation.given)
        # A name of several words is typed with `_` between them.
        return told.replace(" ", "_")

    told = text.replace("==", "=")
    return _NAME.sub(word, _in_words(told) if language == "es" else told)


def _in_words(text: str) -> str:
    """A condition with Spanish for the three words that join conditions."""
    return _JOINED.sub(lambda found: JOINS[found[0]], text)


def in_contract_names(tree: Tree, simulation: Simulation) -> Tree:
    """The tree of a condition or a watch, with contract names for all that are shown otherwise."""
    return substitute(tree, {alias: Name(name) for alias, name in aliases(simulation).items()})
