"""Loads a sentence-transformers model: no network, the precision that suits the processor."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_MOST_THREADS = 8
_FAST_BFLOAT16 = frozenset({"avx512_bf16", "amx_bf16", "bf16"})  # x86-64, x86-64, arm64


_limits = {"threads": _MOST_THREADS}


def limit_threads(most: int) -> None:
    """Have models loaded from now on use ``most`` processors at most: others share them."""
    _limits["threads"] = max(1, min(most, _MOST_THREADS))


def available_threads() -> int:
    """Processors that this process may use: its affinity, then the container's quota."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        count = os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        count = min(count, max(1, int(quota) // int(period)))
    except (OSError, ValueError):  # no such file, or « max »
        pass
    return max(1, min(count, _limits["threads"]))


def computes_bfloat16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies bfloat16 in hardware; False where unknown."""
    try:
        text = cpuinfo.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip().lower() in ("flags", "features"):
            return not _FAST_BFLOAT16.isdisjoint(value.split())
    return False


def load_model(source: str) -> SentenceTransformer:
    """A model from a folder or the local cache, in the precision that suits the processor.

    The network is not used unless ``HF_HUB_OFFLINE=0`` is set on purpose.

    Raises:
        ModelError: ``model_library_missing``, ``model_not_found``, ``model_unusable``.
    """
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(variable, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning starves other threads
    offline = os.environ["HF_HUB_OFFLINE"].lower() not in ("0", "false", "no", "off")
    try:
        import torch
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar
    except ImportError as error:
        raise ModelError(
            "model_library_missing",
            f"La bibliothèque « {error.name} », qui calcule les vecteurs, n'est pas installée. "
            "Refaites l'installation (« make serve »).",
        ) from error
    disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(available_threads())
    try:
        model = SentenceTransformer(source, local_files_only=offline, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise _not_found(source) from error
    except (RuntimeError, KeyError, TypeError, SafetensorError) as error:
        raise ModelError(
            "model_unusable",
            f"Le modèle « {source} » ne se charge pas : un modèle sentence-transformers "
            "complet était attendu. Vérifiez ses fichiers ou choisissez-en un autre.",
        ) from error
    if model.device.type == "cpu" and computes_bfloat16():
        model = model.to(torch.bfloat16)
    return model.eval()


def _not_found(source: str) -> ModelError:
    return ModelError(
        "model_not_found",
        f"Le modèle « {source} » est introuvable ou incomplet sur cette machine : le nom d'un "
        "modèle déjà téléchargé ou le dossier d'un modèle sentence-transformers était attendu. "
        f"Téléchargez-le d'avance (« hf download {source} »), ou retirez ce réglage pour "
        "reprendre le modèle par défaut.",
    )
