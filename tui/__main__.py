"""`python -m gradstep.tui` is the command `gradstep`."""

import sys

from .cli import main

sys.exit(main())
