"""Reads a BERT model folder as sentence-transformers lays it out; nothing else is accepted.

Format of the weights: https://github.com/huggingface/safetensors#format
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
_KINDS = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
_POOLING = "pooling_mode_mean_tokens"


class UnsupportedModelError(Exception):
    """A model that is not a plain BERT with mean pooling: another engine must run it."""


@dataclass(frozen=True, slots=True)
class BertFolder:
    """A model as it lies on the disk; tensors are mapped, not read.

    Attributes:
        tokenizer: path of ``tokenizer.json``.
        tensors: float32 tensors by name.
        layers, heads, epsilon: of the transformer.
        longest: most tokens of a text, special ones included.
        prompts: what is put before a text, by use (``query``, ``document``).
    """

    tokenizer: Path
    tensors: Mapping[str, NDArray[np.float32]]
    layers: int
    heads: int
    epsilon: float
    longest: int
    prompts: Mapping[str, str]

    @property
    def width(self) -> int:
        """Length of a vector."""
        return int(self.tensors["embeddings.LayerNorm.weight"].shape[0])


def read_bert_folder(folder: Path) -> BertFolder:
    """Read a model folder.

    Raises:
        UnsupportedModelError: another architecture, another pooling, another precision, or files
            that are absent or damaged.
    """
    try:
        config = _json(folder / "config.json")
        _require(config.get("model_type") == "bert", "config.json: model_type")
        _require(config.get("hidden_act") == "gelu", "config.json: hidden_act")
        position = config.get("position_embedding_type", "absolute")
        _require(position == "absolute", "config.json: position_embedding_type")
        _check_modules(folder)
        positions = int(config["max_position_embeddings"])
        sentence = _json(folder / "sentence_bert_config.json")
        longest = min(int(sentence.get("max_seq_length") or positions), positions)
        declared = folder / "config_sentence_transformers.json"
        prompts = _json(declared).get("prompts", {}) if declared.is_file() else {}
        _require((folder / TOKENIZER).is_file(), TOKENIZER)
        return BertFolder(
            folder / TOKENIZER,
            _mapped(folder / WEIGHTS),
            int(config["num_hidden_layers"]),
            int(config["num_attention_heads"]),
            float(config["layer_norm_eps"]),
            longest,
            {str(name): str(value or "") for name, value in prompts.items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnsupportedModelError(f"{folder.name}: {error!r}") from error


def _check_modules(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
    _require(kinds in _KINDS, f"modules.json: {kinds}")
    pooling = _json(folder / str(modules[1]["path"]) / "config.json")
    chosen = [key for key, on in pooling.items() if key.startswith("pooling_mode_") and on]
    _require(chosen == [_POOLING], f"pooling: {chosen}")


def _mapped(path: Path) -> dict[str, NDArray[np.float32]]:
    """Tensors by name, without the prefix that some exports give them."""
    size = path.stat().st_size
    # Copy on write: OpenVINO shares only what it could write to. Nothing does.
    data = np.memmap(path, dtype=np.uint8, mode="c")
    length = int.from_bytes(data[:8].tobytes(), "little")
    _require(0 < length < size, "header")
    head = json.loads(data[8 : 8 + length].tobytes())
    tensors = {}
    for name, entry in head.items():
        if name == "__metadata__":
            continue
        start, end = (8 + length + int(offset) for offset in entry["data_offsets"])
        plain = name.removeprefix("bert.")
        if entry["dtype"] == "F32":
            tensors[plain] = data[start:end].view(np.float32).reshape(entry["shape"])
    return tensors


def _json(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8"))
    _require(isinstance(value, dict), path.name)
    return dict(value)


def _require(held: bool, what: str) -> None:
    if not held:
        raise UnsupportedModelError(what)
