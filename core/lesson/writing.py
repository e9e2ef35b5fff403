"""How is a lesson begun, and how is one written by a program? A template that verifies, and data as YAML.

The template has one step of each of the kinds that most lessons are made of, so that an author changes what is there
instead of looking up what could be.
"""

from __future__ import annotations

import re

import yaml

from ..errors import GradstepError
from ..words.controls import shortened

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_ID = 60
WIDTH = 118
LESS_THAN_TITLE = 31

TEMPLATE = """\
# yaml-language-server: $schema={schema}
# `gradstep verify {id}.yaml --watch` proves this file each time it is saved; `gradstep plain {id}.yaml` plays it.
format: 1
id: {id}                                       # the same as the name of the file
title: {{en: "{title}", es: "{title}"}}        # at most 31 columns
objectives:
  - en: Say what the learner can do afterwards.
    es: Decir qué se podrá hacer después.

# Numbers of each learner's own: {{=w}} below stands for what was drawn. Without a seed everybody has the usual ones.
parameters:
  w: {{usual: 2, of: [-3, -2, 2, 3]}}
  x: {{usual: -1, of: [-2, -1, 3, 4]}}
conditions: ["w*x + 3 != 0"]

simulations:
  neuron: {{kind: graph, formula: "z = w*x + b; f = z^2", at: {{w: "{{=w}}", x: "{{=x}}", b: 3}}}}

steps:
  - id: intro
    kind: say
    simulation: neuron
    text:
      en: "f = (w·x + b)², with w = {{=w}}, x = {{=x}} and b = 3. First the values, then the way back."
      es: "f = (w·x + b)², con w = {{=w}}, x = {{=x}} y b = 3. Primero los valores, después la vuelta."

  - id: forward
    kind: show
    simulation: neuron
    until: forward
    text:
      en: "Each box computes from what its wires bring; at the end f = {{neuron.value.f@forward:.0f}}."
      es: "Cada caja calcula con lo que traen sus cables; al final f = {{neuron.value.f@forward:.0f}}."

  - id: predict
    kind: ask-number
    simulation: neuron
    quantity: grad.z
    prompt:
      en: "f = z², and z = {{neuron.value.z@forward:.0f}}. What is ∂f/∂z?"
      es: "f = z², y z = {{neuron.value.z@forward:.0f}}. ¿Cuánto vale ∂f/∂z?"
    hints:
      - en: The slope of a square is twice what is squared.
        es: La pendiente de un cuadrado es el doble de lo que se eleva.
    solution:
      en: "2·z = {{neuron.grad.z@end:.0f}}"
      es: "2·z = {{neuron.grad.z@end:.0f}}"
    wrong:
      - {{answer: "{{=-2*(w*x + 3)}}", diagnosis: sign}}

  - id: you
    kind: play
    simulation: neuron
    quantities: [grad.w, grad.x]
    until: end
    prompt:
      en: "Now you are the backward pass: what reaches w and x?"
      es: "Ahora la vuelta eres tú: ¿qué les llega a w y a x?"
    hints:
      - en: A product hands each input what arrives times the other one.
        es: Un producto le da a cada entrada lo que llega por la otra.

  - id: why
    kind: choose
    prompt:
      en: "Why does b receive the same as z?"
      es: "¿Por qué b recibe lo mismo que z?"
    options:
      - text: {{en: "a sum passes on what arrives", es: "una suma entrega lo que le llega"}}
        right: true
        why: {{en: "Its slope is 1 for each input.", es: "Su pendiente es 1 para cada entrada."}}
      - text: {{en: "b is the larger of the two", es: "b es el mayor de los dos"}}
        why: {{en: "A sum does not look at the values.", es: "Una suma no mira los valores."}}
    hints:
      - {{en: "If b grows by 1, by how much does z grow?", es: "Si b sube 1, ¿cuánto sube z?"}}

summary:
  - {{en: "What remains, in one line.", es: "Lo que queda, en una línea."}}
"""


def read_id(text: str, taken: frozenset[str] = frozenset()) -> str:
    """The id of a new lesson. Raises GradstepError for what is none, or is the name of a command."""
    if not ID.fullmatch(text) or len(text) > MOST_ID:
        raise GradstepError("writing.no-id", got=shortened(text))
    if text in taken:
        raise GradstepError("verify.reserved-id", id=text)
    return text


def new_lesson(id: str, schema: str) -> str:
    """The text of a lesson that verifies; `schema` is where an editor finds the keys."""
    title = id.replace("-", " ").capitalize()[:LESS_THAN_TITLE]
    return TEMPLATE.format(id=id, title=title, schema=schema)


def lesson_text(data: dict[str, object]) -> str:
    """A lesson as YAML: as short as it can be read, keys in their order."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None)


class _Dumper(yaml.SafeDumper):
    """No anchors, which lessons may not have."""

    def ignore_aliases(self, data: object) -> bool:
        return True
