"""Twins for servers that send .gz as it is."""

import gzip

from handbook.finish import compress


def test_text_gets_a_twin_of_the_same_bytes_every_time(tmp_path):
    (tmp_path / "a.html").write_text("x" * 5000)
    (tmp_path / "small.html").write_text("x")
    (tmp_path / "b.png").write_bytes(b"x" * 5000)
    assert compress.run(tmp_path) == 1
    first = (tmp_path / "a.html.gz").read_bytes()
    assert gzip.decompress(first) == b"x" * 5000
    assert compress.run(tmp_path) == 1
    assert (tmp_path / "a.html.gz").read_bytes() == first
    assert len(list(tmp_path.iterdir())) == 4
