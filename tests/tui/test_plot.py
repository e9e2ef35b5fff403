"""`gradstep plot`: what is drawn, in which form, and what is said where it cannot be."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from gradstep.core.simulations.kinds import KINDS

from .conftest import run

pytestmark = pytest.mark.usefixtures("a_quiet_place")


@pytest.mark.parametrize("options", [(), ("--log",), ("--ascii",), ("--ascii", "--log")])
@pytest.mark.parametrize("size", [(40, 10), (80, 24), (200, 50)])
def test_a_chart_has_the_size_that_was_asked_for_and_both_series(capsys, options, size):
    width, height = size
    sized = ("--width", str(width), "--height", str(height))
    code, out, _ = run(capsys, "plot", "network", "--of", "loss, loss.held", "--to", "50", *sized, *options)
    lines = out.splitlines()
    assert code == 0 and len(lines) == height and max(map(len, lines)) <= width
    assert "loss.held" in lines[0]
    assert out.isascii() or "--ascii" not in options
    body = "".join(lines[2:-3])
    assert any(sign in body for sign in ("*" if "--ascii" in options else "⠉⠒⠤⣀⡀⢄⠢⠑")), out


def test_series_are_told_apart_without_colours(capsys):
    _, out, _ = run(capsys, "plot", "network", "--of", "loss; loss.held; norm.grad", "--to", "60")
    signs = [part.split()[0] for part in out.splitlines()[0].split("   ")]
    assert len(set(signs)) == 3


@pytest.mark.parametrize("options", [(), ("--ascii",)])
def test_no_two_series_share_a_sign_however_many_there_are(capsys, tmp_path, options):
    of = "W1; b1; W2; grad.W1; loss"
    _, out, _ = run(capsys, "plot", "network", "--of", of, "--to", "3", "--width", "100", *options)
    heading = out.partition("+-" if options else "┌")[0]
    signs = [part.split()[0] for line in heading.splitlines() for part in line.split("   ") if part.strip()]
    assert len(signs) == len(set(signs)) > 16
    svg = tmp_path / "many.svg"
    assert run(capsys, "plot", "network", "--of", of, "--to", "3", "--save", str(svg))[0] == 0
    strokes = re.findall(r'stroke="(#[0-9a-f]{6})"[^>]*?(stroke-dasharray="[^"]*")?/>', svg.read_text())
    assert len({stroke for stroke in strokes if stroke[0] != "#444"}) >= len(signs)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("run.png", "lines"), ("run.PDF", "lines"), ("run.svg", "heat"), ("run.SVG", "histogram"), ("run.jpg", "heat")],
)
def test_a_file_is_what_its_name_says_or_it_is_not_written(capsys, name, shape):
    code, _, said = run(capsys, "plot", "network", "--of", "W1", "--as", shape, "--to", "3", "--save", name)
    assert code == 2 and name in said and ".txt" in said and not Path(name).exists()


def test_where_nothing_is_named_it_is_told_what_there_is(capsys):
    assert "den" in run(capsys, "plot", "25")[2]


@pytest.mark.parametrize("command", ["plot", "frames"])
def test_where_a_topic_may_be_named_it_is_suggested(capsys, command):
    code, _, said = run(capsys, command, "netwrok")
    assert code == 1 and "near or existing ones: network" in said


def test_gaps_stay_gaps_and_zeros_have_no_logarithm(capsys):
    code, out, _ = run(capsys, "plot", "network", "--of", "loss - loss", "--log", "--to", "9", "--lang", "es")
    assert code == 1
    code, out, _ = run(capsys, "plot", "network", "--of", "max(abs(step.W1))", "--to", "9", "--json")
    assert json.loads(out)["series"][0]["values"][0] is None


def test_a_saved_image_is_svg_without_anything_from_elsewhere(capsys, tmp_path):
    path = tmp_path / "chart.svg"
    assert run(capsys, "plot", "network", "--of", "loss, loss.held", "--save", str(path))[0] == 0
    text = path.read_text(encoding="utf-8")
    image = ElementTree.fromstring(text)
    texts = [each.text for each in image.iter("{http://www.w3.org/2000/svg}text")]
    assert {"loss", "loss.held", "frame"} <= set(texts)
    assert "url(" not in text and "href" not in text and "@font" not in text


def test_a_saved_text_is_the_chart(capsys, tmp_path):
    path = tmp_path / "chart.txt"
    run(capsys, "plot", "network", "--save", str(path))
    assert path.read_text(encoding="utf-8").startswith("⠒⠒ loss")
    code, _, complaint = run(capsys, "plot", "network", "--save", str(tmp_path / "nowhere" / "x.txt"))
    assert code == 1 and "x.txt" in complaint


@pytest.mark.parametrize("shape", ["histogram", "heat", "confusion"])
def test_one_frame_in_other_forms(capsys, shape):
    code, out, _ = run(capsys, "plot", "network", "--of", "W1", "--as", shape, "--at", "12", "--lang", "es")
    assert code == 0 and out.startswith("cuadro 12\n")


def test_the_confusion_matrix_counts_every_sample(capsys):
    _, out, _ = run(capsys, "plot", "network", "--as", "confusion", "--json")
    counts = json.loads(out)["confusion"]
    assert sum(map(sum, counts)) == 75


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"zoomed"}))
def test_every_kind_is_drawn_or_says_what_to_name(capsys, kind):
    code, out, complaint = run(capsys, "plot", kind)
    assert (code == 0 and out) or "--of" in complaint or complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("plot",), "gradstep plot"),
        (("plot", "network", "--of", "losss"), "loss"),
        (("plot", "network", "--of", "Z1"), "histogram"),
        (("plot", "network", "--of", "W1, b1", "--as", "heat"), "2"),
        (("plot", "network", "--as", "cake"), "histogram"),
        (("plot", "network", "--from", "9", "--to", "3"), "9"),
        (("plot", "network", "--from", "900"), "200"),
        (("plot", "network", "--at", "900", "--as", "heat"), "200"),
        (("plot", "graph", "--as", "confusion"), "output"),
        (("plot", "netwrk",), "network"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told(capsys, call, said):
    code, _, complaint = run(capsys, *call)
    assert code in (1, 2) and said in complaint and "Traceback" not in complaint
