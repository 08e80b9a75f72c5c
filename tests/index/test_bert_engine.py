"""The fast engine against formulas written out, and the other engine where it cannot run."""

from __future__ import annotations

import builtins
import json
import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tiny_bert import POSITIONS, WORDS, slow_vector, write_tiny_bert

from index import engines
from index.bert_engine import BATCH, BertEngine
from index.bert_folder import UnsupportedModelError, read_bert_folder
from index.engines import TorchEngine, load_engine

pytest.importorskip("openvino", reason="openvino has no wheel here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("modele") / "tiny"
    write_tiny_bert(made)
    return made


@pytest.fixture(scope="module")
def engine(folder: Path) -> BertEngine:
    return BertEngine(read_bert_folder(folder), bfloat16=False, threads=2)


def tokens(text: str) -> list[int]:
    words = [WORDS.index(word) if word in WORDS else 3 for word in text.split()]
    return [1, *words[: POSITIONS - 2], 2]


def expected(folder: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    tensors = dict(read_bert_folder(folder).tensors)
    return np.stack([slow_vector(tensors, tokens(text)) for text in texts])


TEXTS = ["budget du parc", "voté", "", "le " * 40, "mot inconnu est voté", "parc est le parc"]


def test_questions_are_as_the_formulas_say(engine: BertEngine, folder: Path) -> None:
    found = engine.queries(TEXTS, None)
    np.testing.assert_allclose(found, expected(folder, ["le " + t for t in TEXTS]), atol=1e-4)


def test_passages_come_back_in_order_with_their_own_prompt(
    engine: BertEngine, folder: Path
) -> None:
    texts = TEXTS * (BATCH + 1)
    seen: list[int] = []
    found = engine.passages(texts, None, seen.append)
    np.testing.assert_allclose(found, expected(folder, ["du " + t for t in texts]), atol=1e-4)
    assert seen[-1] == len(texts)
    assert seen == sorted(seen)


def test_a_prompt_that_is_given_stands_for_the_model_s(engine: BertEngine, folder: Path) -> None:
    found = engine.queries(["budget"], "voté ")
    np.testing.assert_allclose(found, expected(folder, ["voté budget"]), atol=1e-4)
    plain = engine.passages(["budget"], "", lambda done: None)
    np.testing.assert_allclose(plain, expected(folder, ["budget"]), atol=1e-4)


def test_a_question_is_answered_while_passages_are_computed(
    engine: BertEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, release = threading.Semaphore(0), threading.Event()
    plain = BertEngine._batch

    def slow(self: BertEngine, batch: Sequence[list[int]]) -> NDArray[np.float32]:
        held.release()
        assert release.wait(timeout=5)
        return plain(self, batch)

    monkeypatch.setattr(BertEngine, "_batch", slow)
    texts = ["parc"] * 4 * BATCH
    done: list[int] = []
    ingestion = threading.Thread(
        target=lambda: engine.passages(texts, None, done.append), daemon=True
    )
    ingestion.start()
    for _ in range(2):  # both threads of passages are at work
        assert held.acquire(timeout=5)
    assert engine.queries(["parc"], None).shape == (1, 16)
    assert done == []
    release.set()
    ingestion.join(timeout=5)
    assert done[-1] == len(texts)


def test_what_fails_in_a_batch_is_raised(
    engine: BertEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: BertEngine, batch: Sequence[list[int]]) -> NDArray[np.float32]:
        raise RuntimeError("plus de mémoire")

    monkeypatch.setattr(BertEngine, "_batch", broken)
    with pytest.raises(RuntimeError, match="plus de mémoire"):
        engine.passages(["parc"] * 3 * BATCH, None, lambda done: None)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("config.json", "model_type", "xlm-roberta"),
        ("config.json", "hidden_act", "relu"),
        ("config.json", "position_embedding_type", "relative_key"),
        ("1_Pooling/config.json", "pooling_mode_cls_token", True),
        ("1_Pooling/config.json", "pooling_mode_mean_tokens", False),
    ],
)
def test_another_architecture_is_left_to_the_other_engine(
    tmp_path: Path, name: str, key: str, value: object
) -> None:
    write_tiny_bert(tmp_path / "autre")
    path = tmp_path / "autre" / name
    changed = {**json.loads(path.read_text(encoding="utf-8")), key: value}
    path.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(UnsupportedModelError, match=r"model_type|hidden_act|position|pooling"):
        BertEngine.open(tmp_path / "autre")


@pytest.mark.parametrize("name", ["config.json", "modules.json", "model.safetensors"])
def test_a_damaged_folder_is_refused(tmp_path: Path, name: str) -> None:
    write_tiny_bert(tmp_path / "abime")
    (tmp_path / "abime" / name).write_bytes(b"\xff" * 40)
    with pytest.raises(UnsupportedModelError):
        BertEngine.open(tmp_path / "abime")


def test_a_tensor_that_lacks_is_named(tmp_path: Path) -> None:
    write_tiny_bert(tmp_path / "court")
    path = tmp_path / "court" / "config.json"
    deeper = {**json.loads(path.read_text(encoding="utf-8")), "num_hidden_layers": 3}
    path.write_text(json.dumps(deeper), encoding="utf-8")
    with pytest.raises(UnsupportedModelError, match=r"encoder\.layer\.2"):
        BertEngine.open(tmp_path / "court")


class Loaded:
    """Stands for a model that torch loaded."""

    max_seq_length = 8
    prompts: dict[str, str] = {}  # noqa: RUF012


def test_without_openvino_torch_serves_and_the_log_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "openvino":
            raise ModuleNotFoundError("No module named 'openvino'", name="openvino")
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(engines, "load_model", lambda source: Loaded())
    monkeypatch.setattr(engines, "computes_bfloat16", lambda: False)
    with caplog.at_level(logging.INFO, logger="repere"):
        found = load_engine(str(folder))
    assert isinstance(found, TorchEngine)
    assert "torch prend le relais" in caplog.text
    assert "moteur torch, précision fp32" in caplog.text


def test_a_processor_that_openvino_refuses_falls_to_torch(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: BertEngine, streams: int) -> Any:
        raise RuntimeError("no such device")

    monkeypatch.setattr(BertEngine, "_compiled", refuse)
    monkeypatch.setattr(engines, "load_model", lambda source: Loaded())
    assert isinstance(load_engine(str(folder)), TorchEngine)


def test_a_plain_folder_is_run_by_openvino_and_the_log_says_so(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="repere"):
        assert isinstance(load_engine(str(folder)), BertEngine)
    assert "moteur openvino" in caplog.text
