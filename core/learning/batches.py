"""Which samples does an update see? The order of every epoch is drawn from its own key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..arrays import Value
from .data.dataset import DataSet
from .randomness import generator


class Batch(NamedTuple):
    """The samples of one update."""

    epoch: int
    """From 0."""
    number: int
    """Of the batch within its epoch, from 0."""
    inputs: Value
    targets: Value


@dataclass(eq=False)
class Batches:
    """A data set cut into batches of `size`, the last one of an epoch being what is left; 0 takes all of it."""

    data: DataSet
    size: int
    shuffle: bool
    seed: int
    _shuffled: tuple[int, DataSet] | None = field(default=None, init=False)
    """The epoch asked for last, in its order: updates ask for one batch after another."""

    @property
    def per_epoch(self) -> int:
        """How many updates an epoch takes."""
        return -(-len(self.data) // self.size) if self.size else 1

    def epoch_of(self, update: int) -> int:
        """The epoch of update number `update`, both from 0."""
        return update // self.per_epoch

    def of(self, update: int) -> Batch:
        """The batch of update number `update`, from 0."""
        epoch, number = divmod(update, self.per_epoch)
        if not self.size:
            return Batch(epoch, number, self.data.inputs, self.data.targets)
        data, start = self._in_order(epoch), number * self.size
        return Batch(epoch, number, data.inputs[start : start + self.size], data.targets[start : start + self.size])

    def order(self, epoch: int) -> Value:
        """The places of the samples in the order of this epoch."""
        return generator(self.seed, "shuffle", epoch).permutation(len(self.data))

    def _in_order(self, epoch: int) -> DataSet:
        if not self.shuffle:
            return self.data
        kept = self._shuffled
        if kept is None or kept[0] != epoch:
            kept = (epoch, self.data.rows(self.order(epoch)))
            self._shuffled = kept
        return kept[1]
