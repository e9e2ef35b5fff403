"""The peer of the terminal figures: a Textual application with four labels that change when a key is pressed."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """Four labels."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("right", "step", "step"), ("q", "quit", "quit")]

    def compose(self) -> ComposeResult:
        """The labels."""
        for place in range(4):
            yield Static(f"hello {place}", id=f"label{place}", markup=False)

    def action_step(self) -> None:
        """Other numbers."""
        self.count = getattr(self, "count", 0) + 1
        for place in range(4):
            self.query_one(f"#label{place}", Static).update(f"value {place}: {self.count * (place + 1):6.2f}")


if __name__ == "__main__":
    Bare().run()
