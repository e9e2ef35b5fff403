"""One file more than pyproject.toml can say: a marker directly in the folder `gradstep` of an installation.

The package is a namespace without a file of its own, and pip takes away only folders in which it put a file: without
the marker an empty `gradstep/` would stay behind. An editable install writes nothing and needs none.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithMarker(build_py):
    """The usual build, and the marker that says that the code has types (PEP 561)."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            self._marker.parent.mkdir(parents=True, exist_ok=True)
            self._marker.write_text("", encoding="utf-8")

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        found = super().get_outputs(include_bytecode)
        return found if self.editable_mode else [*found, str(self._marker)]

    @property
    def _marker(self) -> Path:
        return Path(self.build_lib) / "gradstep" / "py.typed"


setup(cmdclass={"build_py": BuildWithMarker})
