"""Files appear whole or not at all; what did not change is not touched."""

from pathlib import Path

import pytest

from handbook import write
from handbook.model import HandbookError


def tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_text_creates_folders_and_keeps_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    assert write.text(path, "é\n\r\n")
    assert path.read_bytes() == "é\n\r\n".encode()
    assert not write.text(path, "é\n\r\n")
    assert write.text(path, "other")
    assert tree(tmp_path) == {"a/b.txt": "other"}


def test_an_unchanged_file_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "b.bin"
    write.data(path, b"x")
    before = path.stat()
    assert not write.data(path, b"x")
    after = path.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.txt"
    write.text(path, "old")

    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write.text(path, "new")
    monkeypatch.undo()
    assert tree(tmp_path) == {"b.txt": "old"}


def test_swap_puts_the_new_tree_in_place(tmp_path: Path) -> None:
    new, target = tmp_path / "new", tmp_path / "deep" / "site"
    for content in ("one", "two"):
        write.text(new / "index.html", content)
        write.swap_tree(new, target)
        assert tree(tmp_path) == {"deep/site/index.html": content}
        assert not new.exists()


def test_a_failed_swap_leaves_the_old_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, target = tmp_path / "new", tmp_path / "site"
    write.text(new / "index.html", "new")
    write.text(target / "index.html", "old")
    rename = Path.rename

    def fail(self: Path, other: Path) -> Path:
        if self == new:
            raise OSError("busy")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="busy"):
        write.swap_tree(new, target)
    assert tree(target) == {"index.html": "old"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "site"]


def test_nothing_to_swap_is_an_error(tmp_path: Path) -> None:
    write.text(tmp_path / "site" / "index.html", "old")
    with pytest.raises(HandbookError, match="not a folder"):
        write.swap_tree(tmp_path / "new", tmp_path / "site")
    assert tree(tmp_path / "site") == {"index.html": "old"}


def test_sync_writes_deletes_and_counts(tmp_path: Path) -> None:
    target = tmp_path / "docs"
    assert write.sync_tree({"a.md": "a", "x/b.bin": b"b", "y/c.md": "c"}, target) == 3
    untouched = (target / "a.md").stat().st_mtime_ns
    assert write.sync_tree({"a.md": "a", "x/b.bin": b"B"}, target) == 2
    assert tree(target) == {"a.md": "a", "x/b.bin": "B"}
    assert (target / "a.md").stat().st_mtime_ns == untouched
    assert not (target / "y").exists()
    assert write.sync_tree({"a.md": "a", "x/b.bin": b"B"}, target) == 0


def test_sync_swaps_files_and_folders(tmp_path: Path) -> None:
    target = tmp_path / "docs"
    write.sync_tree({"a": "file", "b/c": "deep"}, target)
    write.sync_tree({"a/x": "deep", "b": "file"}, target)
    assert tree(target) == {"a/x": "deep", "b": "file"}


def test_sync_does_not_follow_links_out_of_the_target(tmp_path: Path) -> None:
    outside, target = tmp_path / "outside", tmp_path / "docs"
    write.text(outside / "precious.txt", "keep")
    write.text(target / "a.md", "a")
    (target / "link").symlink_to(outside)
    write.sync_tree({"a.md": "a"}, target)
    assert tree(tmp_path) == {"docs/a.md": "a", "outside/precious.txt": "keep"}


def test_sync_of_nothing_is_an_empty_folder(tmp_path: Path) -> None:
    write.sync_tree({}, tmp_path / "docs")
    assert list((tmp_path / "docs").iterdir()) == []


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "", "a\\..\\x"])
def test_sync_stays_inside(tmp_path: Path, name: str) -> None:
    with pytest.raises(HandbookError, match="outside the target"):
        write.sync_tree({name: "x"}, tmp_path / "docs")
    assert not (tmp_path / "docs").exists()
