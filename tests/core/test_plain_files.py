"""Files that may be anything: nothing is waited for, nothing without an end is read, and what is ours is only ours."""

import os
import stat

import pytest
from gradstep.core.plain_files import (
    NoPlainFileError,
    append_private,
    is_open_to_others,
    private_folder,
    read_plain,
    write_private,
)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o002, 0o022, 0o077, 0o777], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


ODD = {
    "a pipe": lambda path: os.mkfifo(path),
    "a link to a pipe": lambda path: (os.mkfifo(path.with_name("pipe")), path.symlink_to(path.with_name("pipe"))),
    "a link to a device without an end": lambda path: path.symlink_to("/dev/zero"),
    "a link to a full device": lambda path: path.symlink_to("/dev/full"),
    "a folder": lambda path: path.mkdir(),
    "a link round in a circle": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD.keys())
def test_what_is_no_plain_file_is_refused_at_once(tmp_path, make):
    path = tmp_path / "odd"
    make(path)
    with pytest.raises(OSError, match=r".+"):
        read_plain(path, 10)
    with pytest.raises(OSError, match=r".+"):
        append_private(path, b"x")
    with pytest.raises(OSError, match=r".+"):
        write_private(path, b"x")


def test_the_reason_tells_a_folder_from_a_pipe(tmp_path):
    with pytest.raises(NoPlainFileError, match="directory"):
        read_plain(tmp_path, 10)


def test_no_more_is_read_than_was_asked_for(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(10**12)
    assert len(read_plain(path, 1000)) == 1001


def test_a_link_to_a_plain_file_is_read(tmp_path):
    (tmp_path / "file").write_text("text")
    (tmp_path / "link").symlink_to("file")
    assert read_plain(tmp_path / "link", 100) == b"text"


def test_folders_and_files_are_private_whatever_the_umask(tmp_path, umask):
    folder = tmp_path / "state" / "gradstep" / "visits"
    private_folder(folder)
    append_private(folder / "a", b"x")
    write_private(folder / "b", b"x")
    assert {mode(path) for path in (folder.parent.parent, folder.parent, folder)} == {0o700}
    assert {mode(folder / name) for name in "ab"} == {0o600}


def test_folders_and_files_of_ours_that_were_open_are_closed(tmp_path):
    folder = tmp_path / "gradstep" / "visits"
    folder.mkdir(parents=True)
    (folder / "a").touch()
    for path in (tmp_path, folder.parent, folder, folder / "a"):
        path.chmod(0o777)
    assert is_open_to_others(folder)
    private_folder(folder)
    append_private(folder / "a", b"x")
    assert (mode(folder.parent), mode(folder), mode(folder / "a")) == (0o700, 0o700, 0o600)
    assert mode(tmp_path) == 0o777, "what is not ours stays as it is"


def test_a_file_in_the_place_of_a_folder_is_a_reason(tmp_path):
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OSError, match=r".+"):
            private_folder(path)
