"""Words that turn the meaning of a sentence: none may be added, none lost.

Compared by kind between a sentence and the excerpt it cites; both are folded.
"""

from __future__ import annotations

import re

from ingest.french.folding import fold

_KINDS = {
    "negation": r"\bne\b|\bn'|\baucune?s?\b|\bjamais\b|\bpas\b|\bnon\b|\bni\b",
    "without": r"\bsans\b",
    "at_least": r"\bplus d[e'](?! la\b)|\bau moins\b|\bau-dela\b|\bdepass|\bminim",
    "at_most": r"\bmoins d[e'](?! la\b)|\bau plus\b|\bjusqu'|\bmaxim",
    "about": r"\benviron\b|\bpres d[e']|\bquelque\b|\bautour d|\bapproximati|\bpresque\b|\bvers\b",
    "mean": r"\bmoyenne?s?\b",
    "rise": r"\bhausse|\baugment|\bcroissan|\bcroit\b|\bprogress",
    "fall": r"\bbaiss|\bdiminu|\brecul|\breduct|\breduit|\bdecroi",
    "possible": r"\bpeu(?:t|vent)\b|\bpourr|\bpossib|\bpeut-etre\b|\beventuel|\bprobabl",
    "intended": r"\bsouhait|\benvisag|\bprevoi|\bprev(?:u|oi)|\bprojett|\bcompten?t? (?!\d)\w+er\b"
    r"|\bviser?a?\b|\bvisen?t\b|\bobjectif",
    "advised": r"\bpropos|\brecommand|\bsugger|\bdevrai",
    "required": r"\bdoi(?:t|vent)\b|\bobligat|\bexige|\brequis|\bfaut\b|\bfaudra",
    "only": r"\bsauf\b|\bexcept|\bhormis\b|\bseule?s?\b|\bseulement\b|\buniquement\b|\blimit"
    r"|\bne\b.{1,30}\bqu[e']|\bn'.{1,30}\bqu[e']",
    "if": r"\bsi\b|\bs'il|\bcondition|\bpourvu\b",
    "said": r"\bselon\b|\bd'apres\b|\bdi(?:t|sent|re|tes) qu[e']|\brepond|\baffirm|\bestim"
    r"|\bpretend|\bdeclar|\bsoutien(?:t|nent) qu|\bsembl|\brumeur",
    "part": r"\bdont\b|\bpartie\b|\bcertaine?s?\b|\bplupart\b|\bmajorit",
    "future": r"\b\w{3,}[ei]r(?:a|ont|ai)\b|\bser(?:a|ont)\b|\baur(?:a|ont)\b|\biron?t\b",
    "once": r"\bancien|\bex-|\bautrefois\b|\bactuel|\bdesormais\b|\bencore\b|\bdeja\b",
    "other": r"\bautres?\b",
    "new": r"\bnouve(?:au|aux|l|lle|lles)\b",
    "stopped": r"\bannul|\brefus|\breport|\babandon|\bsuspend|\binterdi|\bcess",
}  # fmt: skip
_ONE_WAY = {"all": r"\btou(?:s|tes?)\b|\bchaque\b|\bensemble\b|\bunanim|\btoujours\b"}
_BOTH = {name: re.compile(pattern) for name, pattern in _KINDS.items()}
_ADDED = {name: re.compile(pattern) for name, pattern in _ONE_WAY.items()}


def same_nuances(text: str, quote: str) -> bool:
    """Whether a sentence keeps every nuance of its excerpt and adds none."""
    said, held = fold(text), fold(" ".join(quote.split()))
    for pattern in _BOTH.values():
        there, here = len(pattern.findall(held)), len(pattern.findall(said))
        if here > there or (there and not here):
            return False
    return not any(one.search(said) and not one.search(held) for one in _ADDED.values())
