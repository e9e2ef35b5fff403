r"""How is LaTeX read, as our own export and other people's papers write it? Its tokens become those of a formula.

`\frac{a}{b}` becomes `((a)/(b))`, `e^{-x}` becomes `e^(-x)`, `w_{1}` is the name w1, `\,` is a product. Each token
keeps the column at which it was typed. Nothing is defined or expanded: a command that is not in here is refused.
"""

from __future__ import annotations

from ..errors import FormulaError
from .functions import function_named
from .names import GREEK
from .token import ENDS_OPERAND, Token

_FUNCTIONS = frozenset({
    "exp", "log", "ln", "sin", "cos", "tan", "tanh", "sinh", "cosh", "coth", "cot", "sec", "csc", "max", "min",
})  # fmt: skip
_SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "odot": "*", "div": "/", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=",
    "ne": "!=", "neq": "!=", "lt": "<", "gt": ">", "land": "and", "wedge": "and", "lor": "or", "vee": "or",
    "lnot": "not", "neg": "not", "vert": "|", "lvert": "|", "rvert": "|", "{": "(", "}": ")", "lbrace": "(",
    "rbrace": ")", "lbrack": "[", "rbrack": "]", "top": "ᵀ",
}  # fmt: skip
_NOTHING = frozenset({
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "displaystyle", "textstyle",
    "limits", "!", "boxed",
})  # fmt: skip
_BLANKS = frozenset({",", ";", ":", " ", "quad", "qquad"})
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_NAMED = frozenset({"operatorname", "mathrm", "mathit", "mathbf", "mathsf", "textrm", "textit", "textbf", "boldsymbol"})
_LETTERS = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma"}
_ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde"}
_MATRICES = frozenset({"pmatrix", "bmatrix", "matrix", "array"})


def from_latex(tokens: list[Token]) -> list[Token]:
    """The same formula without LaTeX. Raises FormulaError for a command that is not known."""
    return _Translation(tokens).translated()


class _Translation:
    """Goes through the tokens once; what a command takes is translated by another one."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.out: list[Token] = []

    def translated(self) -> list[Token]:
        while self.at < len(self.tokens):
            self._one(self.tokens[self.at])
        return self.out

    def _one(self, token: Token) -> None:
        self.at += 1
        if token.kind == "command":
            self._command(token)
        elif token.kind == "{":
            self.at -= 1
            self._put_group(self._taken(), token.spaced)
        elif token.kind == "_":
            self._index(token)
        elif token.kind == "name" and token.text.endswith("_"):
            self._name(token, token.text)
        elif token.kind == "^" and self._is_transpose():
            self.out.append(token._replace(kind="ᵀ"))
        elif token.kind == "number" and self._is_scientific(token):
            self._scientific(token)
        elif token.kind == "}":
            raise FormulaError("formula.unopened", column=token.span.start, got="}")
        else:
            self.out.append(token)

    # --- what a command takes

    def _here(self) -> Token:
        """The token that comes next; an end behind the last one, also inside braces."""
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return self.tokens[-1]._replace(kind="end", text="")

    def _taken(self) -> list[Token]:
        """The tokens between the braces here, or the one token here, translated; moves past them."""
        opening = self._here()
        if opening.kind == "end":
            before = self.tokens[self.at - 1]
            raise FormulaError("formula.missing-after", column=before.span.start, got=before.text)
        if opening.kind != "{":
            self.at += 1
            if opening.kind == "number" and len(opening.text) > 1 and "e" not in opening.text.lower():
                return [self._first_digit(opening)]
            return _Translation([opening]).translated()
        level = 0
        for place in range(self.at, len(self.tokens)):
            level += (self.tokens[place].kind == "{") - (self.tokens[place].kind == "}")
            if level == 0:
                inside = self.tokens[self.at + 1 : place]
                self.at = place + 1
                return _Translation(inside).translated()
        raise FormulaError("formula.unclosed", column=opening.span.start, got="{", wanted="}")

    def _first_digit(self, number: Token) -> Token:
        """`\\frac12` is a half: each of the digits is an argument."""
        self.at -= 1
        self.tokens[self.at] = number._replace(text=number.text[1:], spaced=False)
        return number._replace(text=number.text[0])

    def _put_group(self, inside: list[Token], is_spaced: bool) -> None:
        """What stood in braces, in parentheses unless it is a single word or number."""
        inside[:1] = [token._replace(spaced=is_spaced) for token in inside[:1]]
        is_exponent = bool(self.out) and self.out[-1].kind == "^"
        is_call = bool(self.out) and self.out[-1].kind == "name" and function_named(self.out[-1].text) is not None
        is_exponent = bool(self.out) and self.out[-1].kind == "^"
        before_call = self.at < len(self.tokens) and self.tokens[self.at].kind == "("
        kinds = [] if is_call else [token.kind for token in inside]  # `\sin{x}` is sin(x)
        is_plain = kinds in (["number"], ["name"]) if is_exponent else kinds == ["name"] and not before_call
        self.out += inside if is_plain else self._wrapped(inside)

    def _wrapped(self, inside: list[Token]) -> list[Token]:
        before = self.tokens[self.at - 1]
        first, last = (inside[0], inside[-1]) if inside else (before, before)
        return [first._replace(kind="(", text="("), *inside, last._replace(kind=")", text=")", spaced=False)]

    # --- commands

    def _command(self, token: Token) -> None:
        word = token.text[1:]
        if word in _NOTHING:
            following = self.tokens[self.at : self.at + 1]
            self.tokens[self.at : self.at + 1] = [
                each._replace(spaced=each.spaced or token.spaced) for each in following
            ]
            return
        if word in _BLANKS:
            self._blank(token)
        elif word in _SIGNS:
            sign = _SIGNS[word]
            self.out.append(token._replace(kind=sign, text=sign))
        elif word == "|":
            self.out += [token._replace(kind="|", text="|"), token._replace(kind="|", text="|", spaced=False)]
        elif word in _FRACTIONS:
            self._fraction(token)
        elif word == "sqrt":
            self._root(token)
        elif word in _NAMED or word == "text":
            self._name(token, "".join(part.text for part in self._taken()))
        elif word in _ACCENTS:
            self._name(token, "".join(part.text for part in self._taken()) + "_" + _ACCENTS[word])
        elif word == "mathbin":
            self._taken()
            self.out.append(token._replace(kind="@", text="@"))
        elif word == "begin":
            self._environment(token)
        elif word in _FUNCTIONS or word in _LETTERS or word in GREEK.values():
            self._name(token, _LETTERS.get(word, word))
        elif word == "_":
            self._index(token)
        else:
            raise FormulaError("formula.command", column=token.span.start, length=len(token.text), got=token.text)

    def _blank(self, token: Token) -> None:
        """A narrow blank between two factors is a product."""
        following = self.tokens[self.at] if self.at < len(self.tokens) else token
        before = self.out[-1] if self.out else token
        is_name = before.kind == "name" and before.text in _FUNCTIONS
        begins = following.kind in ("name", "number", "(", "[", "{") or (
            following.kind == "command" and following.text[1:] not in _SIGNS and following.text[1:] not in _BLANKS
        )
        if token.text in ("\\,", "\\;") and before.kind in ENDS_OPERAND and begins and not is_name:
            self.out.append(token._replace(kind="*", text="*"))

    def _fraction(self, token: Token) -> None:
        above, below = self._taken(), self._taken()
        self.out.append(token._replace(kind="(", text="("))
        self.out += [*self._operand(above), token._replace(kind="/", text="/"), *self._operand(below)]
        self.out.append(token._replace(kind=")", text=")"))

    def _operand(self, inside: list[Token]) -> list[Token]:
        return inside if len(inside) == 1 else self._wrapped(inside)

    def _root(self, token: Token) -> None:
        index: list[Token] = []
        if self._here().kind == "[":
            end = next((at for at in range(self.at, len(self.tokens)) if self.tokens[at].kind == "]"), self.at)
            index = self.tokens[self.at + 1 : end]
            self.at = end + 1
        inside = self._wrapped(self._taken())
        if not index:
            self.out += [token._replace(kind="name", text="sqrt"), *inside]
            return
        one = [token._replace(kind="number", text="1"), token._replace(kind="/", text="/")]
        self.out += [*inside, token._replace(kind="^", text="^"), *self._wrapped([*one, *self._wrapped(index)])]

    def _name(self, token: Token, text: str) -> None:
        """A name, with the index below it, if one follows."""
        end = token
        if self.at < len(self.tokens) and self.tokens[self.at].kind == "_":
            self.at += 1
            text += "_"
        if text.endswith("_") and self.at < len(self.tokens) and self.tokens[self.at].kind in ("{", "number", "name"):
            below = self._taken()
            end = self.tokens[self.at - 1]
            if any(part.kind == "," for part in below):
                text = f"{text[:-1]}[{''.join(part.text for part in below)}]"
            else:
                index = "".join(part.text for part in below)
                text = text[:-1] + index if index.isdecimal() else text + index
        self.out.append(token._replace(kind="name", text=text, span=token.span.until(end.span)))

    def _index(self, token: Token) -> None:
        """An index below what was read last; it must have been a name."""
        if not self.out or self.out[-1].kind != "name":
            raise FormulaError("formula.code", column=token.span.start, got="_")
        before = self.out.pop()
        self._name(before, before.text + "_")

    def _is_transpose(self) -> bool:
        """Past the `{\\top}` that follows `^`, if it does."""
        kinds = [token.text for token in self.tokens[self.at : self.at + 3]]
        length = 3 if kinds in (["{", "\\top", "}"], ["{", "\\intercal", "}"]) else 0
        length = length or (1 if kinds[:1] in (["\\top"], ["\\intercal"]) else 0)
        self.at += length
        return length > 0

    def _is_scientific(self, token: Token) -> bool:
        """Is it `1.5 \\cdot 10^{-3}`, or `10^{-3}` without braces around the 10?"""
        texts = [part.text for part in self.tokens[self.at - 1 : self.at + 7]]
        behind = texts[3:] if texts[1:3] == ["\\cdot", "10"] else texts[1:] if texts[0] == "10" else []
        if "e" in token.text.lower():
            return False
        digits = behind[2:4] if behind[2:3] == ["-"] else behind[2:3]
        return (
            behind[:2] == ["^", "{"]
            and digits[-1:] != []
            and digits[-1].isdecimal()
            and behind[2 + len(digits) :][:1] == ["}"]
        )

    def _scientific(self, token: Token) -> None:
        has_mantissa = self.tokens[self.at].text == "\\cdot"
        self.at += 4 if has_mantissa else 2
        exponent = ""
        while self.tokens[self.at].kind != "}":
            exponent += self.tokens[self.at].text
            self.at += 1
        self.at += 1
        text = f"{token.text if has_mantissa else '1'}e{exponent}"
        self.out.append(token._replace(text=text, span=token.span.until(self.tokens[self.at - 1].span)))

    # --- matrices and cases

    def _environment(self, token: Token) -> None:
        name = "".join(part.text for part in self._taken())
        rows: list[list[list[Token]]] = [[[]]]
        level = 0
        while True:
            if self.at >= len(self.tokens) or self.tokens[self.at].kind == "end":
                raise FormulaError("formula.unclosed", column=token.span.start, got="\\begin", wanted="\\end")
            part = self.tokens[self.at]
            self.at += 1
            if part.text == "\\end" and level == 0:
                self._taken()
                break
            level += (part.text == "\\begin") - (part.text == "\\end")
            if level == 0 and part.text == "&":
                rows[-1].append([])
            elif level == 0 and part.text == "\\\\":
                rows.append([[]])
            else:
                rows[-1][-1].append(part)
        is_open = rows[-1] == [[]] and len(rows) > 1
        cells = [[_Translation(cell).translated() for cell in row] for row in (rows[:-1] if is_open else rows)]
        if name in _MATRICES:
            self._matrix(token, cells, is_open)
        elif name == "cases":
            self._cases(token, cells)
        else:
            raise FormulaError("formula.command", column=token.span.start, length=6, got="\\begin")

    def _matrix(self, token: Token, cells: list[list[list[Token]]], is_open: bool) -> None:
        self.out.append(token._replace(kind="[", text="["))
        for row, entries in enumerate(cells):
            if row:
                self.out.append(token._replace(kind=";", text=";"))
            for column, entry in enumerate(entries):
                if column:
                    self.out.append(token._replace(kind=",", text=","))
                self.out += entry
        if is_open:
            self.out.append(token._replace(kind=";", text=";"))
        self.out.append(token._replace(kind="]", text="]"))

    def _cases(self, token: Token, cells: list[list[list[Token]]]) -> None:
        """Two cases: the second one is everything else."""
        if len(cells) != 2 or len(cells[0]) != 2:
            raise FormulaError("formula.choice", column=token.span.start, length=6, got="cases")
        words = [part for part in cells[0][1] if not (part.kind == "name" and part.text in ("if", "si", "for", "para"))]
        condition = [
            part._replace(kind="==", text="==") if part.kind == "=" and not _is_keyword(words, at) else part
            for at, part in enumerate(words)
        ]
        comma = token._replace(kind=",", text=",")
        self.out += [token._replace(kind="name", text="where"), token._replace(kind="(", text="(", spaced=False)]
        self.out += [*condition, comma, *cells[0][0], comma, *cells[1][0], token._replace(kind=")", text=")")]


def _is_keyword(tokens: list[Token], at: int) -> bool:
    """Is this `=` the one of `axis=0`, behind a comma and a word?"""
    return at > 1 and tokens[at - 1].kind == "name" and tokens[at - 2].kind == ","
