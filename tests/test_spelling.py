"""Is every word spelled as people spell it? Texts of lessons, words of the program and pages, in both languages.

aspell reads what is left of a text without code, templates and formulas; words of the field that it does not know
stand in tests/spelling, one a line. Without aspell or a dictionary nothing can be said.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
KNOWN = Path(__file__).parent / "spelling"
CODE = re.compile(r"`[^`]*`|\{[^{}]*\}|https?://\S+|<[^>]*>|\*\*|\S*[\\/_=^(){}\[\]|@#$%&+<>~·×∂Σ√−→◄►]\S*|\S*\d\S*")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
PAGES = {
    "es": ("docs/autoria.md",),
    "en": (
        "README.md",
        "CHANGELOG.md",
        "docs/authoring.md",
        "docs/lab.md",
        "docs/hub.md",
        "docs/lessons.md",
        "docs/security.md",
        "docs/python.md",
        "docs/performance.md",
        "docs/architecture.md",
    ),
}


def texts(data, language):
    """Every text of one language in a YAML file: what stands under its name."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == language and isinstance(value, str):
                yield value
            elif key == language and isinstance(value, dict):
                yield from (text for text in value.values() if isinstance(text, str))
            else:
                yield from texts(value, language)
    elif isinstance(data, list):
        for one in data:
            yield from texts(one, language)


def said(language):
    """(file, text) of everything that is said to a person."""
    for folder in ("lessons", "lessons/tables", "core/words", "tui/words"):
        for path in sorted((ROOT / folder).glob("*.yaml")):
            for text in texts(yaml.safe_load(path.read_text(encoding="utf-8")), language):
                yield path.name, text
    for page in PAGES[language]:
        text = (ROOT / page).read_text(encoding="utf-8")
        yield page, re.sub(r"```.*?```", " ", text, flags=re.DOTALL)


def words(text):
    """The words of a text as people write them, without code, formulas, names of letters."""
    return [word for word in WORD.findall(CODE.sub(" ", text)) if len(word) > 3 and not word[1:].isupper()]


def aspell(language, asked):
    done = subprocess.run(["aspell", "list", f"--lang={language}", "--encoding=utf-8", "--ignore=3"],
                          input="\n".join(asked), capture_output=True, text=True, check=True)  # fmt: skip
    return set(done.stdout.split())


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_word_is_spelled_as_people_spell_it(language):
    if shutil.which("aspell") is None:
        pytest.skip("no aspell: install the Debian packages `aspell`, `aspell-es`, `aspell-en`")
    dictionaries = subprocess.run(["aspell", "dicts"], capture_output=True, text=True, check=True).stdout.split()
    if language not in dictionaries:
        pytest.skip(f"no dictionary: install the Debian package `aspell-{language}`")
    places = {}
    for name, text in said(language):
        for word in words(text):
            places.setdefault(word, name)
    unknown = aspell(language, sorted(places))
    known = set((KNOWN / f"{language}.txt").read_text(encoding="utf-8").split())
    wrong = sorted(word for word in unknown if word not in known and word.lower() not in known)
    assert wrong == [], "\n".join(f"{places[word]}: {word}" for word in wrong)
    spare = sorted(word for word in known if word not in {one for each in places for one in (each, each.lower())})
    assert spare == [], f"in tests/spelling/{language}.txt and nowhere else: {spare}"
