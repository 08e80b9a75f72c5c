"""Encoders: the countable fake, batches, memory of questions, settings and their errors."""

from __future__ import annotations

import builtins
import threading
from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.batches import plan_batches
from index.encoder import HashEncoder, folder_fingerprint, load_encoder
from index.engines import BATCH, TorchEngine
from index.model_loading import available_threads, computes_bfloat16, load_model
from index.sentence_encoder import CACHED_QUERIES, SentenceTransformerEncoder, is_e5
from ingest.errors import ModelError


class FakeModel:
    """Stands for a sentence-transformers model: a text is (length, 1, is it a query)."""

    max_seq_length = 10

    def __init__(self, prompts: dict[str, str] | None = None) -> None:
        self.prompts = prompts or {}
        self.calls: list[tuple[list[str], str | None]] = []
        self.before: Callable[[], None] = lambda: None

    def encode_query(self, texts: list[str], **options: Any) -> NDArray[np.float32]:
        return self._encode(texts, options["prompt"], 1.0)

    def encode_document(self, texts: list[str], **options: Any) -> NDArray[np.float32]:
        return self._encode(texts, options["prompt"], 0.0)

    def _encode(self, texts: list[str], prompt: str | None, query: float) -> NDArray[np.float32]:
        self.before()
        self.calls.append((texts, prompt))
        return np.asarray([[len(text), 1.0, query] for text in texts], dtype=np.float32)


def encoder_over(model: FakeModel, source: str = "some/model") -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(source, "fake", load=lambda _: engine_of(model))


def engine_of(model: FakeModel) -> TorchEngine:
    return TorchEngine(cast(Any, model))


def cosine(encoder: HashEncoder, one: str, other: str) -> float:
    return float(encoder.encode_queries([one])[0] @ encoder.encode_passages([other])[0])


def test_the_fake_counts_shared_words() -> None:
    encoder = HashEncoder()
    # 3 words and 4 words, 2 shared.
    shared = cosine(encoder, "budget de 2024", "Le budget 2024 adopté")
    assert shared == pytest.approx(2 / sqrt(3 * 4))
    assert cosine(encoder, "aînés", "AINES") == pytest.approx(1)
    assert cosine(encoder, "aînés", "jeunes") == pytest.approx(0)
    # « parc » twice: (2, 1) against (1, 1).
    assert cosine(encoder, "parc parc lac", "parc lac") == pytest.approx(3 / sqrt(5 * 2))


@given(st.lists(st.text(max_size=60), max_size=6))
def test_the_fake_gives_vectors_of_length_one(texts: list[str]) -> None:
    vectors = HashEncoder(64).encode_passages(texts)
    assert vectors.shape == (len(texts), 64)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@given(st.lists(st.integers(0, 400), max_size=80))
def test_batches_take_each_text_once_and_stay_small(lengths: list[int]) -> None:
    batches = plan_batches(lengths, most=5, size=600)
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[place] for place in batch)
        assert len(batch) <= 5
        assert len(batch) == 1 or len(batch) * longest <= 600
    in_order = [lengths[place] for batch in batches for place in batch]
    assert in_order == sorted(lengths, reverse=True)


def test_vectors_come_back_in_the_order_given_with_progress() -> None:
    model = FakeModel()
    texts = ["x" * (1 + place * 7 % 40) for place in range(3 * BATCH + 1)]
    seen: list[int] = []
    vectors = encoder_over(model).encode_passages(texts, seen.append)
    assert [round(row[0] / row[1]) for row in vectors] == [len(text) for text in texts]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert seen == [BATCH, 2 * BATCH, 3 * BATCH, 3 * BATCH + 1]


def test_a_question_seen_is_not_computed_again() -> None:
    model = FakeModel()
    encoder = encoder_over(model)
    first = encoder.encode_queries(["un", "deux", "un"])
    again = encoder.encode_queries(["deux", "trois"])
    assert [texts for texts, _ in model.calls] == [["un", "deux"], ["trois"]]
    assert (first[0] == first[2]).all()
    assert (again[0] == first[1]).all()


def test_the_memory_of_questions_is_bounded_and_keeps_the_recent() -> None:
    model = FakeModel()
    encoder = encoder_over(model)
    encoder.encode_queries(["ancienne", "fidèle"])
    for number in range(CACHED_QUERIES - 1):
        encoder.encode_queries([f"question {number}", "fidèle"])
    model.calls.clear()
    encoder.encode_queries(["fidèle"])
    assert model.calls == []
    encoder.encode_queries(["ancienne"])
    assert model.calls == [(["ancienne"], None)]


def test_changing_a_result_does_not_change_what_is_remembered() -> None:
    encoder = encoder_over(FakeModel())
    encoder.encode_queries(["question"])[:] = 0
    assert np.linalg.norm(encoder.encode_queries(["question"])) == pytest.approx(1)


def test_nothing_to_encode_gives_no_rows() -> None:
    encoder = encoder_over(FakeModel())
    assert encoder.encode_queries([]).shape == (0, 3)
    assert encoder.encode_passages([]).shape == (0, 3)
    assert encoder.dim == 3


@pytest.mark.parametrize(
    ("source", "declared", "query", "passage"),
    [
        ("intfloat/multilingual-e5-base", {}, "query: ", "passage: "),
        ("/models/e5-large", {"query": "", "document": ""}, "query: ", "passage: "),
        ("intfloat/e5-instruct", {"query": "Instruct: trouve"}, None, None),
        ("intfloat/camembert", {}, None, None),
        ("maison/modele5", {}, None, None),
    ],
)
def test_prompts(
    source: str, declared: dict[str, str], query: str | None, passage: str | None
) -> None:
    model = FakeModel(declared)
    encoder = encoder_over(model, source)
    encoder.encode_queries(["q"])
    encoder.encode_passages(["p"])
    assert model.calls == [(["q"], query), (["p"], passage)]


def test_e5_is_recognised_by_name() -> None:
    names = ["intfloat/e5-small", "multilingual-e5-small", "/data/models/my_e5", "E5"]
    assert all(is_e5(name) for name in names)
    assert not any(is_e5(name) for name in ["e50", "bge-m3", "/e5/bge-m3", "modele5"])


def test_texts_that_tokenisers_refuse_are_made_fit() -> None:
    model = FakeModel()
    encoder_over(model).encode_passages(["  a\ud800b  " + "x" * 100_000])
    (text,), _ = model.calls[0]
    assert text.startswith("a?b")
    assert len(text) <= FakeModel.max_seq_length * 20


def test_a_question_does_not_wait_for_the_whole_ingestion() -> None:
    model = FakeModel()
    engine = engine_of(model)
    encoder = SentenceTransformerEncoder("some/model", "fake", load=lambda _: engine)
    asking = threading.Thread(target=lambda: encoder.encode_queries(["question"]), daemon=True)

    def ask_during_the_first_batch() -> None:
        model.before = lambda: None
        asking.start()
        while engine.turns._urgent == 0:
            assert asking.is_alive()

    model.before = ask_during_the_first_batch
    encoder.encode_passages(["passage"] * (3 * BATCH))
    asking.join(timeout=5)
    assert [texts[0] for texts, _ in model.calls] == ["passage", "question", "passage", "passage"]


def test_the_model_is_loaded_once_by_many_threads() -> None:
    loads: list[str] = []
    start = threading.Barrier(4)

    def load(source: str) -> Any:
        loads.append(source)
        return engine_of(FakeModel())

    encoder = SentenceTransformerEncoder("maison", "fake", load=load)
    assert loads == []

    def ask(number: int) -> None:
        start.wait(timeout=5)
        encoder.encode_queries([f"question {number}"])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=5)
    assert loads == ["maison"]


@pytest.mark.parametrize("value", [0.0, float("nan"), float("inf")])
def test_vectors_without_value_are_refused(value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    def encode(
        self: FakeModel, texts: Sequence[str], prompt: str | None, query: float
    ) -> NDArray[np.float32]:
        return np.full((len(texts), 3), value, dtype=np.float32)

    monkeypatch.setattr(FakeModel, "_encode", encode)
    with pytest.raises(ModelError, match="sans valeur") as caught:
        encoder_over(FakeModel()).encode_passages(["texte"])
    assert caught.value.code == "model_unusable"


def test_settings_name_the_encoder(tmp_path: Path) -> None:
    folder = tmp_path / "e5-maison"
    folder.mkdir()
    (folder / "modules.json").write_text("[]", encoding="utf-8")
    assert load_encoder("hash", tmp_path).name == "hash-1024"
    assert load_encoder("org/modele", tmp_path).name == "org/modele prompts=own"
    assert load_encoder("org/e5-base", tmp_path).name == "org/e5-base prompts=e5"
    name = load_encoder(str(folder), tmp_path).name
    assert name == f"e5-maison@{folder_fingerprint(folder)} prompts=e5"


def test_a_folder_that_does_not_exist_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="n'existe pas") as caught:
        load_encoder(str(tmp_path / "absent"), tmp_path)
    assert caught.value.code == "model_not_found"


def test_the_fingerprint_follows_the_content_not_the_place(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        (folder / "1_Pooling").mkdir(parents=True)
        (folder / "1_Pooling" / "config.json").write_text("{}", encoding="utf-8")
        (folder / "model.safetensors").write_bytes(b"\0" * 3_000_000)
        (folder / "README.md").write_text(folder.name, encoding="utf-8")
    assert folder_fingerprint(one) == folder_fingerprint(two)
    with (two / "model.safetensors").open("r+b") as file:
        file.seek(2_999_999)
        file.write(b"\1")
    assert folder_fingerprint(one) != folder_fingerprint(two)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **options: Any) -> Any:
        if name == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name="torch")
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ModelError, match="« torch »") as caught:
        load_model("maison")
    assert caught.value.code == "model_library_missing"


@pytest.mark.parametrize(
    ("text", "fast"),
    [
        ("model name\t: x\nflags\t\t: fpu avx512_bf16 avx2\n", True),
        ("flags\t\t: fpu avx512f avx2\n", False),
        ("Features\t: fp asimd bf16 i8mm\n", True),
        ("", False),
    ],
)
def test_bfloat16_is_read_from_the_processor(tmp_path: Path, text: str, fast: bool) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text(text, encoding="utf-8")
    assert computes_bfloat16(path) is fast
    assert computes_bfloat16(tmp_path / "absent") is False


def test_threads_are_at_least_one_and_at_most_eight() -> None:
    assert 1 <= available_threads() <= 8
