"""Which samples does an update see? The order of each epoch is drawn from a key of its own."""

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
    """Of the batch in its epoch, from 0."""
    inputs: Value
    targets: Value


@dataclass(eq=False)
class Batches:
    """A data set cut into batches of `size`; the last of an epoch takes what is left, and 0 means all in one batch."""

    data: DataSet
    size: int
    shuffle: bool
    seed: int
    _shuffled: tuple[int, DataSet] | None = field(default=None, init=False)
    """The last epoch that was asked for, in its order: batches are usually asked for one after the other."""

    @property
    def per_epoch(self) -> int:
        """How many updates an epoch takes."""
        return -(-len(self.data) // self.size) if self.size else 1

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
