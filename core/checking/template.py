"""What does a learner begin with? A file with the two classes and blanks where the ideas are."""

from __future__ import annotations

from ..words import Catalogue, message

TEMPLATE = '''\
"""{head}"""

import math


class Gate:
    # {ops}
    def __init__(self, op):
        self.op = op

    def forward(self, a, b=None):
        self.a, self.b = ___, ___  # {keep}
        if self.op == "add":
            z = a + b
        elif self.op == "mul":
            z = a * b
        elif self.op == "max":
            z = max(a, b)
        elif self.op == "neg":
            z = -a
        elif self.op == "exp":
            z = math.exp(a)
        elif self.op == "inv":
            z = 1 / a
        self.z = z
        return z

    def backward(self, dz):
        # {backward}
        if self.op == "add":
            return [___, ___]
        if self.op == "mul":
            return [___, ___]
        if self.op == "max":
            return [dz, 0.0] if ___ else [0.0, dz]  # {winner}
        if self.op == "neg":
            return [___]
        if self.op == "exp":
            return [___]
        if self.op == "inv":
            return [___]


class Graph:
    # {nodes}
    def __init__(self, nodes):
        self.order = []
        waiting = list(nodes)
        while waiting:
            unmade = {{name for name, op, inputs in waiting}}
            # {ready}
            ready = [node for node in waiting if ___]
            self.order += ready
            waiting = [node for node in waiting if node not in ready]
        self.gates = {{name: Gate(op) for name, op, inputs in nodes}}

    def forward(self, leaves):
        # {leaves}
        values = dict(leaves)
        for name, op, inputs in self.order:
            values[name] = self.gates[name].forward(*[values[i] for i in inputs])
        self.leaves = leaves
        return values[self.order[-1][0]]

    def backward(self):
        # {gradients}
        grads = dict.fromkeys(self.gates, 0.0) | dict.fromkeys(self.leaves, 0.0)
        grads[self.order[-1][0]] = ___  # {start}
        for name, op, inputs in ___:
            for i, g in zip(inputs, self.gates[name].backward(grads[name])):
                grads[i] = ___
        return grads
'''
COMMENTS = ("ops", "keep", "backward", "winner", "nodes", "ready", "leaves", "gradients", "start")


def template(words: Catalogue, language: str, path: str) -> str:
    """The file with blanks, with comments in a language."""
    told = {name: words.word(message(f"check.template-{name}"), language) for name in COMMENTS}
    head = words.word(message("check.template-head", path=path), language)
    return TEMPLATE.format(head=head, **told)
