"""Where a class is held: rights of folder and socket, what is somebody else's, what a killed presenter left."""

import os
import socket
import stat
from grp import getgrgid
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from gradstep.core.errors import GradstepError
from gradstep.tui.presenting import finding, places
from gradstep.tui.presenting.finding import class_meant, classes, knock
from gradstep.tui.presenting.peers import login, peer_of
from gradstep.tui.presenting.places import SHARED, leave, listen, place_for

GROUP = getgrgid(os.getgid()).gr_name


@pytest.fixture
def tmp_path():
    """A folder with a path that is short enough for sockets."""
    with TemporaryDirectory(prefix="gs-") as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def usual_place(monkeypatch, tmp_path):
    """Classes of the test stand in a folder of its own instead of /tmp."""
    monkeypatch.setattr(places, "USUAL_PLACE", tmp_path)
    monkeypatch.setattr(finding, "USUAL_PLACE", tmp_path)


def rights(path):
    return stat.S_IMODE(path.lstat().st_mode)


def refused(id, call, *arguments):
    with pytest.raises(GradstepError) as error:
        call(*arguments)
    assert error.value.message.id == f"present.{id}", error.value.message


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
@pytest.mark.parametrize(("group", "folder", "file"), [("", 0o700, 0o600), (GROUP, 0o750, 0o660)])
def test_nothing_is_open_to_everybody_under_any_umask(group, folder, file, mask):
    before = os.umask(mask)
    try:
        place = place_for("", "", group, {})
        with listen(place):
            assert rights(place.socket.parent) == folder and rights(place.socket) == file
            assert not (rights(place.socket) | rights(place.socket.parent)) & 0o007
            assert place.socket.lstat().st_gid == os.getgid()
            assert os.umask(mask) == mask
    finally:
        os.umask(before)
    leave(place)
    assert not place.socket.parent.exists()


def test_what_a_class_for_a_group_left_open_is_closed_again():
    place = place_for("", "", GROUP, {})
    assert rights(place.socket.parent) == 0o750
    assert place_for("", "", "", {}).group is None and rights(place.socket.parent) == 0o700


def test_a_folder_that_an_administrator_made_says_who_may_come_in(tmp_path):
    shared = tmp_path / "shared"
    own = shared / login(os.geteuid())
    own.mkdir(parents=True)
    own.chmod(0o2750)
    place = place_for("", "", "", {SHARED: str(shared)})
    with listen(place):
        assert place.group == os.getgid() and rights(place.socket) == 0o660
        assert class_meant("", {SHARED: str(shared)}) == place.socket
    assert class_of(classes({SHARED: str(shared)})) == [login(os.geteuid())]
    leave(place)
    assert own.exists()


def class_of(found):
    return sorted(found)


def test_folders_that_others_can_write_to_or_that_are_links_are_refused(tmp_path):
    for mode in (0o770, 0o707, 0o777):
        folder = tmp_path / f"open-{mode:o}"
        folder.mkdir()
        folder.chmod(mode)
        refused("open-folder", place_for, str(folder / "class.sock"), "", "", {})
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    refused("not-your-folder", place_for, str(tmp_path / "link" / "class.sock"), "", "", {})
    refused("system", place_for, str(tmp_path / "missing" / "class.sock"), "", "", {})
    refused("long-path", place_for, str(tmp_path / ("x" * 120)), "", "", {})
    refused("no-group", place_for, "", "", "no-such-group-here", {})
    refused("system", place_for, "~nobody-here/x/class.sock", "", "", {})
    refused("nobody-there", knock, class_meant("~nobody-here/x", {}))
    for who in ("a" * 5000 + "/b", "no/body", "\udcff/x", "\x1b[2J"):
        refused("nobody", class_meant, who, {})
    for name in ("../x", "a/b", "", "x" * 31, "a b", "\x1b"):
        if name:
            refused("bad-name", place_for, "", name, "", {})


def test_a_name_that_somebody_took_before_is_passed_over(tmp_path):
    taken = tmp_path / f"{places.OURS}{os.geteuid()}"
    taken.symlink_to(tmp_path)
    place = place_for("", "", "", {})
    assert place.socket.parent != taken and place.socket.parent.parent == tmp_path
    with listen(place):
        assert class_meant("", {}) == place.socket


def test_a_socket_left_by_a_killed_presenter_is_replaced_and_a_live_one_is_not(tmp_path):
    place = place_for("", "", "", {})
    listen(place).close()
    assert place.socket.exists()
    with listen(place):
        refused("already", listen, place)
    place.socket.unlink()
    place.socket.write_text("a file of mine")
    refused("something-there", listen, place)
    place.socket.unlink()
    place.socket.symlink_to(tmp_path / "elsewhere")
    refused("something-there", listen, place)


def test_one_gets_in_and_is_told_by_the_system_who_is_there():
    place = place_for("", "", "", {})
    refused("nobody-there", knock, place.socket)
    with listen(place) as door:
        connection, peer = knock(place.socket)
        inside, _ = door.accept()
        assert peer.user == os.geteuid() == peer_of(inside).user and peer.process == os.getpid()
        assert peer.name and peer.name.isprintable()
        connection.close()
        inside.close()
    refused("nobody-there", knock, place.socket)
    refused("long-path", knock, Path("/tmp/" + "x" * 200))


def test_a_presenter_who_is_not_the_owner_of_the_folder_is_found_out(monkeypatch):
    place = place_for("", "", "", {})
    with listen(place):
        monkeypatch.setattr(finding, "peer_of", lambda _: finding.Peer(os.geteuid() + 1, 1))
        refused("imitated", knock, place.socket)


def test_the_class_that_is_meant(tmp_path):
    me = login(os.geteuid())
    refused("nobody", class_meant, "", {})
    one, two = place_for("", "", "", {}), place_for("", "group-b", "", {})
    with listen(one):
        assert class_meant("", {}) == class_meant(me, {}) == class_meant(str(one.socket), {}) == one.socket
        refused("not-them", class_meant, "somebody", {})
        with listen(two):
            refused("several", class_meant, "", {})
            assert class_meant(me, {}) == one.socket and class_meant(f"{me}/group-b", {}) == two.socket
        assert class_meant("", {}) == one.socket


def test_folders_that_others_could_have_changed_hold_no_classes(tmp_path):
    place = place_for("", "", "", {})
    with listen(place):
        place.socket.parent.chmod(0o722)
        assert classes({}) == {}
    (tmp_path / f"{places.OURS}x").write_text("no folder")
    with socket.socket(socket.AF_UNIX) as _:
        assert classes({SHARED: str(tmp_path / "nowhere")}) == {}
