"""What do people write around a formula? `dy/dx = `, `np.`, dollar signs, a full stop; and letters of other widths.

All of that is replaced by blanks or by its plain sign, one character for one, so that columns still count what was
typed. What changes the meaning stays, and is read or refused further on.
"""

from __future__ import annotations

import re
import unicodedata

_DERIVATIVE = re.compile(
    r"[d∂δ]\s*[^=/]*/\s*[d∂δ]\s*[^\W\d]"  # dy/dx, ∂f(x)/∂x, d/dx
    r"|\\[dt]?frac\s*\{[^{}]*\}\s*\{\s*(?:\\partial|\\mathrm|[d∂])"  # \frac{dy}{dx}
    r"|(?<=[\w)\]}])\s*['’′´`]"  # y', f'(x), (x^2)'
    r"|∇|\\nabla|\bgrad\b"
)
"""What makes the left side of an equation the name of a derivative."""
_LEFT_OF_EQUALS = re.compile(r"^([^=<>!]*)=(?![=])")
_RETURN = re.compile(r"^\s*return\b")
_MODULE = re.compile(
    r"(?<![\w.])(?:np|numpy|math|cmath|torch|jnp|jax|tf|scipy|sp|special|nn|functional|F|K)\."
    r"(?:(?:nn|special|functional|math|numpy)\.)*(?=[A-Za-z]+\s*\(|(?:pi|e)\b)"
)
_ARRAY = re.compile(r"(?<![\w.])(?:array|asarray|tensor|matrix|Matrix|Tensor)\s*(?=\(\s*[\[(])")
"""What code calls around the entries of an array."""
_FULL_STOP = re.compile(r"(?<=[^\s.…。?¿,])\s*(?:[.…。?]+|,)\s*$")
_WRAPPED = (
    re.compile(r"^\s*(\$\$?)(.*?)(\$\$?)\s*$", re.DOTALL),
    re.compile(r"^\s*(\\[(\[])(.*?)(\\[)\]])\s*$", re.DOTALL),
)
_PLAIN = {
    "∣": "|", "❘": "|", "⁄": "/", "ℯ": "e", "。": ".", "、": ",", "：": ":", "ⅇ": "e", "‐": "-", "‑": "-", "‒": "-",
}  # fmt: skip


def plain(text: str, *, is_answer: bool = False) -> str:
    """The text in plain characters, each at its own column; of an answer, what stands before `=` is blanked too."""
    if not text.isascii():
        text = "".join(map(_plain_character, text))
    for wrapped in _WRAPPED:
        found = wrapped.match(text)
        if found is not None:
            text = _blanked(_blanked(text, *found.span(1)), *found.span(3))
    for called in (_MODULE, _ARRAY):
        text = called.sub(lambda found: " " * len(found[0]), text)
    stop = _FULL_STOP.search(text)
    if stop is not None and not text[: stop.end()].rstrip()[:-1].endswith("."):
        text = _blanked(text, *stop.span())
    return _right_side(text) if is_answer else text


def _right_side(text: str) -> str:
    """An answer without what stands before its only `=`, if that is nothing, or the name of a derivative."""
    found = _LEFT_OF_EQUALS.match(text) or _RETURN.match(text)
    if found is None or "=" in text[found.end() :]:
        return text
    left = found[0][:-1]
    is_name = not left.strip() or _DERIVATIVE.search(left) or found.re is _RETURN
    return _blanked(text, *found.span()) if is_name and left.count("(") == left.count(")") else text


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _plain_character(character: str) -> str:
    """Full-width signs and mathematical digits in plain spelling; whatever means something else up high stays."""
    code = ord(character)
    if code < 128:
        return character
    if character in _PLAIN:
        return _PLAIN[character]
    if 0xFF01 <= code <= 0xFF5E or 0x1D7CE <= code <= 0x1D7FF:
        return unicodedata.normalize("NFKC", character)
    return character
