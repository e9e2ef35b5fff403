"""When is garbage looked for? Never while the program starts, and later only among what has come since.

What is imported stays to the end; to look through it again and again costs a twentieth of the start, and a pause in the
middle of a step every now and then.
"""

from __future__ import annotations

import gc


def hold() -> None:
    """No collection from now on: nothing but modules is made."""
    gc.disable()


def resume() -> None:
    """What is there stays, and is never looked through again; what comes is collected as usual."""
    gc.freeze()
    gc.enable()
