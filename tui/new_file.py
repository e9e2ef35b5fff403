"""How is a file written that a command makes? Only where nothing stands yet, and every refusal is a sentence."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import GradstepError
from ..core.words.reasons import writing_reason


def write_new(path: Path, text: str, taken: str = "writing.exists") -> Path:
    """The file, written; `taken` is the sentence where something has its name already. Raises GradstepError."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise GradstepError(taken, path=str(path)) from None
    except OSError as error:
        raise GradstepError("writing.not-written", path=str(path), reason=writing_reason(error)) from None
    return path
