"""One table of keys: every hint exists, in both languages, on every keyboard."""

import pytest
from gradstep.core.words import LANGUAGES, message
from gradstep.tui.keys import FOOTERS, KEY, KEYS
from gradstep.tui.scene.cells import plain
from gradstep.tui.scene.desk.press import LOOKING, WRITING
from gradstep.tui.scene.footer import footer, footer_key
from gradstep.tui.scene.look import Look
from gradstep.tui.scene.pages.help import help_page

PLAIN_KEYS = {"full_stop", "comma", "question_mark", "space", "enter", "tab", "escape", "backspace", "home", "end"}
PLAIN_KEYS |= {"left", "right", "up", "down", "pageup", "pagedown", "delete", *(f"f{one}" for one in range(1, 13))}


def test_no_key_is_bound_twice_and_none_needs_altgr():
    bound = [key for entry in KEYS for key in entry.keys]
    assert len(bound) == len(set(bound))
    odd = {key for key in bound if not (len(key) == 1 and key.isascii() and key.isalpha()) and key not in PLAIN_KEYS}
    editing = {key for entry in KEYS if entry.group == "writing" for key in entry.keys}
    assert odd - editing == {"ctrl+c", "ctrl+q", "plus", "minus"}
    assert all(key.startswith("ctrl+") for key in editing)


def test_every_key_has_its_words(face):
    for language in LANGUAGES:
        words = face(language).words
        for key in KEYS:
            assert words.word(message(f"key.{key.id}"), language)
            assert words.word(message(f"key.{key.beside or key.id}-long"), language)


def test_the_states_know_only_keys_of_the_table():
    assert set(LOOKING) | set(WRITING) <= set(KEY)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", FOOTERS)
@pytest.mark.parametrize("ascii", [False, True])
def test_every_footer_fits_and_can_be_clicked(language, situation, ascii, face):
    look = Look(face(language, ascii=ascii))
    text = plain(footer(situation, look))
    assert len(text) == 80 and (text.isascii() or not ascii)
    shown = {footer_key(situation, x, look) for x in range(80)}
    assert shown - {None} == {id for id, _ in FOOTERS[situation]} | {"help"}
    for x in range(80):
        if text[x] != " ":
            assert footer_key(situation, x, look) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_page_names_every_key_whole(language, face):
    page = [plain(cells) for cells in help_page(Look(face(language)), frozenset(KEY)).rows]
    assert len(page) == 24 and {len(line) for line in page} == {80}
    text = "\n".join(page)
    assert "…" not in text
    for key in KEYS:
        assert face(language).words.word(message(f"key.{key.beside or key.id}-long"), language) in text
