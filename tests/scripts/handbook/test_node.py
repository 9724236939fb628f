"""Node from the wheel runs our scripts and says clearly when one fails."""

import pytest

from handbook import node


def script(tmp_path, text):
    path = tmp_path / "script.mjs"
    path.write_text(text)
    return path


def test_a_script_runs_with_arguments_and_input(tmp_path):
    text = (
        "import{readFileSync}from'fs';console.log(process.argv[2],''+readFileSync(0))"
    )
    assert node.run(script(tmp_path, text), ["a"], stdin="b\n") == "a b\n\n"


def test_a_failing_script_is_quoted(tmp_path):
    with pytest.raises(node.NodeError, match=r"script\.mjs failed .* 3:\nno luck"):
        node.run(script(tmp_path, "console.error('no luck'); process.exit(3)"))


ECHO = """
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  if (line === '"stop"') process.exit(1);
  console.log(JSON.stringify([process.pid, JSON.parse(line)]));
}
"""


def test_a_service_answers_line_by_line_and_starts_anew(tmp_path):
    service = node.Service(script(tmp_path, ECHO))
    first = service.ask(["é", 1])
    assert first[1] == ["é", 1]
    assert service.ask({"a": "x\ny"}) == [first[0], {"a": "x\ny"}]
    service.close()
    assert service.ask([])[0] != first[0]
    with pytest.raises(node.NodeError, match="stopped without an answer"):
        service.ask("stop")
    service.close()


def test_the_wheel_has_npm(tmp_path):
    assert node.npm("--version", cwd=tmp_path)[0].isdigit()
    with pytest.raises(node.NodeError, match="npm nonsense failed"):
        node.npm("nonsense", cwd=tmp_path)


def test_packages_are_fetched_once_for_a_lock_file(tmp_path, monkeypatch):
    calls = []

    def npm(*arguments, cwd):
        calls.append(arguments)
        (cwd / "node_modules").mkdir(exist_ok=True)
        return ""

    monkeypatch.setattr(node, "npm", npm)
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    assert not node.installed(tmp_path)
    assert node.install(tmp_path)
    assert not node.install(tmp_path)
    (tmp_path / "package-lock.json").write_text("{ }")
    assert node.install(tmp_path)
    assert calls == [("ci", "--ignore-scripts=false")] * 2


def test_a_missing_package_is_named(tmp_path):
    with pytest.raises(node.NodeError, match="katex is missing"):
        node.package_version("katex", tmp_path)
