"""Which file answers which question? Writes the tree of docs/architecture.md from the first lines of the modules.

`make generate` runs it; tests/test_house.py compares the page with what it should be.
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- tree: written by `make generate` -->", "<!-- end of the tree -->"


def tree(root: Path = ROOT) -> str:
    """The tree as text, a line a file."""
    lines = ["```"]
    for folder in ("core", "tui"):
        lines.append(f"{folder}/")
        for path in sorted((root / folder).rglob("*.py"), key=lambda path: _key(path, root)):
            first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]
            if first:
                lines.append(f"  {path.relative_to(root / folder).as_posix():<34} {first}")
    return "\n".join([*lines, "```"])


def _key(path: Path, root: Path) -> tuple[int, str]:
    """Files of a folder before its subfolders."""
    relative = path.relative_to(root)
    return (len(relative.parts) > 2, relative.as_posix())


def page(text: str, root: Path = ROOT) -> str:
    """The page with a fresh tree."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tree(root)}\n{END}{after}"


if __name__ == "__main__":
    target = ROOT / "docs" / "architecture.md"
    target.write_text(page(target.read_text(encoding="utf-8")), encoding="utf-8")
