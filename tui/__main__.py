"""`python -m gradstep` and `python -m gradstep.tui` are the command `gradstep`."""

import sys

# Installed in both places, so the import is not relative.
from gradstep.tui.cli import main  # pyright: ignore[reportMissingImports]

sys.exit(main())
