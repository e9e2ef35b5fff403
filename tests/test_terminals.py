"""What each terminal gets: screens are read, and the page for administrators says the same of all of them."""

import pytest

from bench.terminals import CASES, PAGE, Case, seen

pytest.importorskip("pyte")
TRIED = [
    case for case in CASES
    if (case.locale, case.term) not in {("C", term) for term in ("screen-256color", "tmux-256color", "dumb", "pipe")}
    and case.size not in ((60, 20), (120, 40)) and not (case.no_color and case.term == "linux")
]  # fmt: skip


def wanted(case: Case) -> tuple[str, str, str, str]:
    """The rules: no full screen where nothing can be placed, ASCII where there is no more, colours where wanted."""
    has_screen, fits = case.term not in ("dumb", "pipe"), case.size >= (60, 20)
    face = "line by line" if not has_screen else "full screen" if fits else "too small: says so"
    draws = face == "full screen" and case.locale != "C" and case.term not in ("linux", "vt100")
    accents = case.locale != "C" and case.term != "vt100"
    signs = "Unicode" if draws else "ASCII, letters with accents" if accents else "ASCII"
    colors = "none" if case.no_color or not has_screen else "16" if case.term in ("linux", "vt100") else "256"
    return face, signs, colors, "×".join(map(str, case.size)) if face == "full screen" else ""


@pytest.mark.parametrize("case", TRIED[::2], ids=lambda case: "-".join(filter(None, case.cells)).replace("`", ""))
def test_a_terminal_gets_what_the_rules_say(case):
    assert seen(case) == wanted(case)


def test_the_page_has_a_row_for_every_case_and_it_is_true():
    text = PAGE.read_text(encoding="utf-8")
    for case in CASES:
        assert f"| {' | '.join((*case.cells, *wanted(case)))} |" in text, case
    assert {case.term for case in TRIED} == {case.term for case in CASES} and len(TRIED) < len(CASES)
