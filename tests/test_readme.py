"""What README and docs show is true: commands run, links lead somewhere, lists are whole."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from source_tree import product_files, tree

from assistant.api.app import create_app
from assistant.cli.main import main
from assistant.local import open_service
from assistant.settings import NAMES, OUTSIDE, PREFIX, Settings

REPORTS = {
    "2021-2022": "Au 31 mars 2022, le réseau compte 375 membres dans toutes les régions.",
    "2023-2024": "Au 31 mars 2024, le réseau compte 426 membres dans toutes les régions.",
}
POLICY = "La politique familiale guide les décisions de la municipalité."
# Not run here: they install, serve, or change this shell; tests/test_targets.py runs make.
LEFT_OUT = ("make", "source", "export", "curl", "git", "repere serve", "repere eval")
ERRORS = {
    "RepereError", "InputError", "ReadFailure", "QuestionError", "NoIndexError",
    "NotFoundError", "StoreError", "ModelError", "SettingsError", "Failure", "ApiError",
    "ListError",
}  # fmt: skip
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")
LARGEST_PICTURE = 150_000


def guides() -> list[Path]:
    root = Path(__file__).resolve().parent.parent
    return [root / "README.md", *sorted((root / "docs").glob("*.md"))]


def commands(text: str) -> list[str]:
    """Lines that start with « $ » in the console blocks of a guide."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line[:2] == "$ "]


@pytest.fixture
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two small reports, and the model that tests can explain."""
    reports = tmp_path / "rapports"
    reports.mkdir()
    for year, sentence in REPORTS.items():
        text = f"# Rapport d'activités {year}\n\n## Adhésion\n\n{sentence}\n\n{POLICY}\n"
        (reports / f"rapport-{year}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPERE_MODEL", "hash")
    for name in ("REPERE_DATA", "REPERE_CORPUS", "REPERE_LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_it_opens_with_the_two_commands(readme: str) -> None:
    assert commands(readme)[:2] == ["make serve", "make test"]
    assert readme.index("make test") < readme.index("![") < readme.index("## ")


def test_its_commands_run_in_order(
    readme: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = []
    for line in commands(readme):
        if line.startswith(LEFT_OUT):
            continue
        program, *words = shlex.split(line)
        assert program == "repere", line
        target = words.pop() if ">" in words else None
        status = main([word for word in words if word != ">"])
        shown = capsys.readouterr()
        assert status == 0, f"{line}\n{shown.err}"
        assert shown.out.strip(), line
        if target:
            (folder / target).write_text(shown.out, encoding="utf-8")
        ran.append(words[0])
    named = {"ingest", "ask", "search", "figures", "documents", "backup", "restore", "doctor"}
    assert named <= set(ran)
    assert "375" in (folder / "chiffres.csv").read_text(encoding="utf-8")


def test_the_command_table_names_every_command(
    readme: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--help"]) == 0
    listed = set(re.findall(r"(?m)^    ([a-z]+)  ", capsys.readouterr().out))
    assert len(listed) > 10
    table = readme.partition("| commande | fait |")[2].partition("\n\n")[0]
    assert listed == set(re.findall(r"`([a-z]+)[ `]", re.sub(r"\([^)]*\)", "", table)))


def test_make_targets_exist(readme: str, root: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):.*## ", (root / "Makefile").read_text("utf-8")))
    used = {line.split()[1] for line in commands(readme) if line.startswith("make ")}
    assert used <= targets


def test_its_catalogue_example_is_taken(readme: str, tmp_path: Path) -> None:
    from ingest.catalogue import read_catalogue

    example = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    (tmp_path / "corpus.toml").write_text(example[1], encoding="utf-8")
    said = read_catalogue(tmp_path)["2022/rapport final.pdf"]
    assert said.year == "2021-2022"
    assert None not in (said.title, said.kind, said.organization, said.url, said.lang)


def test_every_setting_is_told(readme: str) -> None:
    told = set(re.findall(rf"`{PREFIX}([A-Z_]+)`", readme))
    assert told == {name.upper() for name in NAMES} | (OUTSIDE - {"SHARED"})


def test_every_default_is_right(readme: str) -> None:
    defaults = Settings()
    for names, told in re.findall(rf"(?m)^\| (`{PREFIX}.*?) \|.*\| (.*?) \|$", readme):
        keys = [name.lower() for name in re.findall(rf"`{PREFIX}([A-Z_]+)`", names)]
        values = re.findall(r"`([^`]*)`", told)
        for key, value in zip(keys, values, strict=False):
            if key in NAMES:
                real = getattr(defaults, key)
                assert value == str(int(real) if isinstance(real, bool) else real), key


@pytest.mark.parametrize("guide", guides(), ids=lambda path: path.name)
def test_links_lead_to_files_and_headings(guide: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", guide.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        path = guide.parent / name if name else guide
        assert path.is_file(), target
        if anchor:
            titles = re.findall(r"(?m)^#+ (.*)$", path.read_text(encoding="utf-8"))
            slugs = [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]
            assert anchor in slugs, target


def test_pictures_are_light(root: Path) -> None:
    pictures = list((root / "docs" / "images").iterdir())
    assert pictures
    assert all(picture.stat().st_size < LARGEST_PICTURE for picture in pictures)


def raised_codes() -> Iterator[str]:
    """Stable codes of the errors that the product raises, from the syntax trees."""
    for path in product_files():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            place = 1 if name in ("ApiError", "Failure") else 0
            if name in ERRORS and len(node.args) > place:
                for part in ast.walk(node.args[place]):
                    if isinstance(part, ast.Constant) and CODE.fullmatch(str(part.value)):
                        yield str(part.value)


def test_every_error_code_has_its_remedy(root: Path) -> None:
    text = (root / "docs" / "depannage.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    told = {code for row in rows for code in re.findall(r"`([a-z_]+)`", row)}
    raised = set(raised_codes())
    assert len(raised) > 50
    assert raised - told == set()


def test_the_api_guide_names_every_address(root: Path, folder: Path) -> None:
    settings = Settings(data=folder / "var", model="hash")
    service = open_service(settings)
    try:
        paths = create_app(service, settings).openapi()["paths"]
    finally:
        service.close()
    real = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    table = text.partition("## Adresses")[2].partition("\n## ")[0]
    assert set(re.findall(r"`((?:GET|POST|PATCH|DELETE) [^`]+)`", table)) == real


def test_the_api_guide_names_every_attribute_of_the_widget(root: Path) -> None:
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    head = (root / "assistant" / "web" / "widget.js").read_text(encoding="utf-8")[:1200]
    assert set(re.findall(r"(?m)^\| `(data-[a-z]+)`", text)) == set(
        re.findall(r"\bdata-[a-z]+", head)
    )
