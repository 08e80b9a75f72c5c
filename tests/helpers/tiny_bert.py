"""A BERT of two layers with weights drawn at random, as a folder and as plain numpy."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WIDTH, HEADS, LAYERS, INNER, POSITIONS = 16, 4, 2, 32, 12
WORDS = ("[PAD]", "[CLS]", "[SEP]", "[UNK]", "le", "budget", "du", "parc", "est", "voté")
EPSILON = 1e-12
Array = NDArray[np.float32]


def write_tiny_bert(folder: Path, seed: int = 7) -> dict[str, Array]:
    """Write the folder; its tensors."""
    tensors = _tensors(np.random.default_rng(seed))
    (folder / "1_Pooling").mkdir(parents=True)
    save_file(tensors, folder / "model.safetensors")
    words = {word: place for place, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    files: dict[str, object] = {
        "config.json": {
            "model_type": "bert", "hidden_act": "gelu", "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS, "layer_norm_eps": EPSILON,
            "max_position_embeddings": POSITIONS,
        },
        "modules.json": [
            {"path": "", "type": "sentence_transformers.models.Transformer"},
            {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        ],
        "1_Pooling/config.json": {"pooling_mode_mean_tokens": True, "word_embedding_dimension": 16},
        "sentence_bert_config.json": {"max_seq_length": POSITIONS},
        "config_sentence_transformers.json": {"prompts": {"query": "le ", "passage": "du "}},
    }  # fmt: skip
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value), encoding="utf-8")
    return tensors


def slow_vector(tensors: dict[str, Array], tokens: list[int]) -> Array:
    """The mean of the last states of one text, by the formulas of the paper."""
    embeddings = "embeddings."
    state = (
        tensors[embeddings + "word_embeddings.weight"][tokens]
        + tensors[embeddings + "position_embeddings.weight"][: len(tokens)]
        + tensors[embeddings + "token_type_embeddings.weight"][0]
    ).astype(np.float64)
    state = _normal(tensors, embeddings + "LayerNorm", state)
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}."
        parts = [
            _dense(tensors, f"{prefix}attention.self.{name}", state)
            for name in ("query", "key", "value")
        ]
        mixed = np.concatenate(
            [_attended(*(np.split(part, HEADS, axis=1)[head] for part in parts))
             for head in range(HEADS)], axis=1
        )  # fmt: skip
        told = _dense(tensors, prefix + "attention.output.dense", mixed)
        state = _normal(tensors, prefix + "attention.output.LayerNorm", told + state)
        inner = _gelu(_dense(tensors, prefix + "intermediate.dense", state))
        told = _dense(tensors, prefix + "output.dense", inner)
        state = _normal(tensors, prefix + "output.LayerNorm", told + state)
    mean: Array = state.mean(axis=0).astype(np.float32)
    return mean


def _tensors(chance: np.random.Generator) -> dict[str, Array]:
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": (POSITIONS, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm": (WIDTH,),
    }
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}."
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            shapes[f"{prefix}attention.{name}"] = (WIDTH, WIDTH)
        shapes[prefix + "attention.output.LayerNorm"] = (WIDTH,)
        shapes[prefix + "intermediate.dense"] = (INNER, WIDTH)
        shapes[prefix + "output.dense"] = (WIDTH, INNER)
        shapes[prefix + "output.LayerNorm"] = (WIDTH,)
    tensors: dict[str, Array] = {}
    for name, shape in shapes.items():
        drawn = chance.normal(scale=0.5, size=shape).astype(np.float32)
        if name.endswith(".weight"):
            tensors[name] = drawn
            continue
        tensors[name + ".weight"] = drawn
        tensors[name + ".bias"] = chance.normal(size=shape[0]).astype(np.float32)
    return tensors


def _dense(tensors: dict[str, Array], name: str, state: NDArray[np.float64]) -> NDArray[np.float64]:
    product: NDArray[np.float64] = state @ tensors[name + ".weight"].T + tensors[name + ".bias"]
    return product


def _normal(
    tensors: dict[str, Array], name: str, state: NDArray[np.float64]
) -> NDArray[np.float64]:
    centred = state - state.mean(axis=1, keepdims=True)
    scale = np.sqrt((centred**2).mean(axis=1, keepdims=True) + EPSILON)
    normal: NDArray[np.float64] = centred / scale * tensors[name + ".weight"]
    return normal + tensors[name + ".bias"]


def _attended(
    query: NDArray[np.float64], key: NDArray[np.float64], value: NDArray[np.float64]
) -> NDArray[np.float64]:
    scores = np.exp(query @ key.T / math.sqrt(query.shape[1]))
    mixed: NDArray[np.float64] = scores / scores.sum(axis=1, keepdims=True) @ value
    return mixed


def _gelu(state: NDArray[np.float64]) -> NDArray[np.float64]:
    normal = np.vectorize(lambda x: 0.5 * (1 + math.erf(x / math.sqrt(2))))
    curve: NDArray[np.float64] = state * normal(state)
    return curve
