"""What Repère is made of: a CycloneDX list and the licence of each package, from the locks.

``python .ci/sbom.py [FOLDER]`` writes ``sbom.cdx.json`` and ``licences.md`` (``artifacts/`` by
default), from the installed packages; it asks nothing of the network. Status 1 when a package is
missing, has no known licence, or is under the AGPL.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": "required", "requirements-dev.lock": "excluded"}
SAID_ELSEWHERE = {"axe-playwright-python": "MIT"}  # in its repository, not in its metadata
PINNED = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.]+)")


def licence_of(name: str) -> str:
    """The licence that a package declares, in its own words; empty when it says nothing."""
    about = metadata(name)
    told = about.get("License-Expression") or ""
    classed = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or ()
               if line.startswith("License ::")]  # fmt: skip
    short = (about.get("License") or "").strip().partition("\n")[0][:60]
    return told or ", ".join(classed) or short


def components() -> tuple[list[dict[str, object]], list[str]]:
    """One component for each pinned package, and what is wrong."""
    made, wrong = [], []
    for lock, scope in LOCKS.items():
        for name, version in PINNED.findall((ROOT / lock).read_text(encoding="utf-8")):
            try:
                licence = licence_of(name) or SAID_ELSEWHERE.get(name, "")
            except PackageNotFoundError:
                wrong.append(f"{name}: not installed")
                continue
            if not licence or "AGPL" in licence or "Affero" in licence:
                wrong.append(f"{name}: licence « {licence} »")
            made.append({
                "type": "library", "name": name, "version": version, "scope": scope,
                "purl": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
                "licenses": [{"license": {"name": licence}}],
            })  # fmt: skip
    return made, wrong


def main(folder: Path) -> int:
    """Write both files; the exit status."""
    made, wrong = components()
    project = re.search(r'(?m)^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    about = {"type": "application", "name": "repere", "version": project[1] if project else "0"}
    value = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
             "metadata": {"component": about}, "components": made}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.cdx.json").write_text(json.dumps(value, indent=1), encoding="utf-8")
    rows = [f"| {one['name']} | {one['version']} | {one['licenses'][0]['license']['name']} |"  # type: ignore[index]
            for one in made]  # fmt: skip
    head = "| paquet | version | licence |\n| --- | --- | --- |\n"
    (folder / "licences.md").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "artifacts")))
