"""How do two timelines stand beside each other? The second one begins as a copy of the first; then knobs part them."""

from __future__ import annotations

from dataclasses import replace

from ..words import message
from .state import Lab, kept_choice


def branched(lab: Lab) -> Lab:
    """A second timeline beside the first, on which keys act now; where there are two, keys act on the other one."""
    if len(lab.runs) == 1:
        run = lab.run
        twin = type(run)(run.spec)
        # What lies before is the same, and is shared: nothing of it is computed again.
        twin.timeline = run.timeline
        return replace(lab, runs=(run, twin), active=1, said=message("lab.branched", cursor=lab.at))
    other = replace(lab, active=1 - lab.active)
    said = message("lab.acts-on", letter="AB"[other.active])
    return replace(other, chosen=kept_choice(lab.chosen, other.sizes), said=said)


def joined(lab: Lab) -> Lab:
    """Only the timeline that keys act on is left."""
    if len(lab.runs) == 1:
        return lab.saying(message("lab.only-one"))
    return replace(lab, runs=(lab.run,), active=0, said=message("lab.joined", letter="AB"[lab.active]))
