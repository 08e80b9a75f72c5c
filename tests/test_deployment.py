"""What is given to put Repère in service: nothing runs as the superuser, nothing is missing."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.settings import NAMES, PREFIX


def read(root: Path, name: str) -> str:
    return (root / "docs" / "deploiement" / name).read_text(encoding="utf-8")


def test_the_unit_gives_no_right_that_is_not_needed(root: Path) -> None:
    unit = read(root, "repere.service")
    for line in ("User=repere", "NoNewPrivileges=true", "ProtectSystem=strict", "UMask=0077",
                 "CapabilityBoundingSet=", "PrivateTmp=true", "KillSignal=SIGTERM"):  # fmt: skip
        assert line in unit.splitlines(), line


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_unit_as_it_is(root: Path, tmp_path: Path) -> None:
    unit = tmp_path / "repere.service"
    text = read(root, "repere.service")
    assert text.count("ExecStart=/opt/repere/.venv/bin/repere serve") == 1
    unit.write_text(text.replace("/opt/repere/.venv/bin/repere serve", "/bin/true"))
    looked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (looked.returncode, looked.stdout + looked.stderr) == (0, "")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=25", unit],
        capture_output=True, text=True,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout[-200:]


def test_the_container_runs_as_someone_and_is_looked_after(root: Path) -> None:
    text = read(root, "Containerfile")
    last = text[text.rindex("\nFROM ") :]
    user = re.search(r"(?m)^USER (\d+)$", last)
    assert user is not None
    assert int(user[1]) >= 10_000
    assert "HEALTHCHECK" in last
    assert "/health" in last
    assert last.index("USER") < last.index("ENTRYPOINT")
    # Every folder that it copies is one of the product's, and all of them are there.
    copied = set(re.findall(r"(?m)^COPY (\w+) \1$", text))
    assert copied == {"ingest", "index", "assistant", "eval"}


def test_the_settings_that_they_name_exist(root: Path) -> None:
    for name in ("repere.service", "Containerfile"):
        told = re.findall(rf"{PREFIX}([A-Z_]+)=", read(root, name))
        assert told
        assert {one.lower() for one in told} <= set(NAMES)


def test_the_threat_model_names_guards_and_tests_that_exist(root: Path) -> None:
    text = (root / "docs" / "menaces.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests|assistant)/[\w/.-]+\.py)`", text))
    assert len(named) > 25
    assert [name for name in sorted(named) if not (root / name).is_file()] == []
    table = text.partition("## Portes d'entrée et gardes")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line]
    assert all("`" in row.rsplit("|", 2)[-2] for row in rows[1:])


def test_the_list_of_parts_names_every_locked_package(root: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("sbom", root / ".ci" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    sbom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sbom)
    sbom.main(tmp_path)
    made = json.loads((tmp_path / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    locks = "".join((root / name).read_text(encoding="utf-8") for name in sbom.LOCKS)
    pinned = re.findall(r"(?m)^([A-Za-z0-9._-]+)==([\w.]+)", locks)
    assert {(one["name"], one["version"]) for one in made["components"]} == set(pinned)
    licences = (tmp_path / "licences.md").read_text(encoding="utf-8")
    assert "AGPL" not in licences
    assert "Affero" not in licences
