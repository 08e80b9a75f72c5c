"""Questions as people say and type them, in plain words. Pure text, no corpus."""

from __future__ import annotations

import re

# « Peux-tu me résumer… »: the request itself is what follows.
_POLITE = (
    r"^\W*(?:(?:peux|peut|pourrais|tu peux)[- ]?tu|pouvez[- ]vous|pourriez[- ]vous|tu peux"
    r"|can you|could you)(?: please)?(?:[ -](?:me|nous|m['’]))?\s*"
    r"(?=r[ée]sum|dire|dis|donner|expliquer|trouver|lister|nommer|parler|tell|list|give|summar)"
)
# « Combien coûte… euh non, combien d’exemplaires… »: what is taken back is not asked.
_TAKEN_BACK = re.compile(
    r"^.{3,90}?(?:…|\.{3}|[,;–—-])\s*(?:(?:euh|heu|oups|ah|bon|pardon|attends?|d[ée]sol[ée]e?"
    r"|scuse[sz]?)[ ,.…]*){0,2}(?:(?:non|plut[oô]t|je (?:veux|voulais) dire|sorry|i mean)[ ,:…]+)+"
    r"(?=(?:combien|quel|qui\b|quand|où\b|comment|est-ce|c['’]est|how|who|when|what|where)\b)",
    re.IGNORECASE,
)
_SPOKEN = (
    (r"\b(20\d\d) (?=(20\d\d)\b)", r"\1-"),
    (_POLITE, ""),
    (r"\b(?:ça|ca) mange quoi en hiver,?", "c'est quoi"),
    (r"\bkan\b", "quand"),
    (r"\bkic[eé]\b", "c'est qui"),
    (r"\bct\b", "c'était"),
    (r"\bj(?:e |['’])?(?:peux )?trouve[rz]? ou\b", "où se trouve"),
    (r"\bà quelle place\b", "à quel endroit"),
    (r"\bst(e?)-(?=\w{3})", r"saint\1-"),
    (r"\b(?-i:St(e?)\.? (?=[A-ZÀ-Þ]))", r"Saint\1-"),
    (r"\ben personne\b", "en présentiel"),
    (r"\bs['’]est fait(?:e|es|s)?\b", "réalisé"),
    (r"\b(?:cmb|cbn?|combein|kombien)\b", "combien"),
    (r"\b(?:piasses?|piastres?|bidous)\b", "dollars"),
    (r"\b(?:koi|kwa|kossé)\b", "quoi"),
    (r"\bsa (?=veut|fait|donne|prend|coûte|coute|va|existe)", "ça "),
    (r"\b(?:c|s)(?:['’ ]|['’]?(?:est|é) )ki\b|\bcki\b", "c'est qui"),
    (r"\bc (?=qui|quoi|ou|quand|pour|combien|un|une|le|la|les)", "c'est "),
    (r"\b(?:keske|keski)\b", "qu'est-ce que"),
    (r"\bki\b", "qui"),
    (r"\bke\b", "que"),
    (r"\bkel(?:le)?s?\b(?= \w+[sx]\b)", "quelles"),
    (r"\bkel(?:le)?s?\b", "quelle"),
    (r"\bdapr[eè]s\b", "d'après"),
    (r"\bya\b|\by['’]a\b", "y a"),
    (r"\b(?:svp|stp)\b|(?<=\w)[ ,?!.]+merci\W*$", " "),
    (r"\b(?:on parle|je parle|s['’]adresser|on s['’]adresse) (?=pour)", "contacter "),
    (r"\bquanti[èe]mes?\b", "quel numéro d'édition"),
    (r"\bc['’]est qui,? (?=les? |la |l['’]|qui)", "qui est "),
    (r"[, ]+(?:c['’]est|c['’]était) qui\b", " qui"),
    (r"\boui ou non\b", " est-ce que oui"),
    (r"\bkossé|\bkossa c'est|\bc'est kossa\b", "c'est quoi"),
    (r"\bcombien qu['’](?:y|il y) (?:a|avait)\b|\bcombien qu['’]y en a\b", "combien y a-t-il"),
    (r"\bc['’](?:est|é)[ -]?tu\b|\bc['’]tu\b", "est-ce"),
    (r"\by['’]?a[ -]tu\b|\bil y a-tu\b", "y a-t-il"),
    (r"\bpis\b", "et"),
    (r"\bchu\b", "je suis"),
    (r"\bont[ -]tu\b|\bonts-tu\b", "ont-ils"),
    (r"\bpeut[ -]tu\b", "peut-on"),
    (r"^\s*(?:dis|heu|euh|bon|ben|ok|alors|s'il (?:te|vous) pla[iî]t)[ ,]+", ""),
)
# Turns of phrase whose words say nothing of their sense.
_IDIOMS = (
    (r"\bpour (?:la|leur|sa) (?:toute )?première fois\b", "nouveaux"),
    (r"\bqui n['’](?:étaient|sont|étai[ts]|est) pas (?:encore )?(?=\w)", "non "),
    (
        r"\b(?:a|ont|avait|avaient)(?:-t-(?:il|elle|ils|elles|on))? (?:été )?vu le jour\b",
        "existe création",
    ),
    (r"\bpris(?:es|e)? part (?:à|au|aux)\b", "participé à"),
    (r"\blà-(?:bas|dedans|dessus)\b", " "),
    (r"\bau départ\b|\bà l['’]origine\b|\bau juste\b", " "),
)


def plain_spoken(text: str) -> str:
    """A question in plain words: spoken and typed short forms, and what is taken back, undone.

    >>> plain_spoken("Combien coûte... euh non, cb de copies ?")
    'combien de copies ?'
    """
    for pattern, plain in _SPOKEN:
        text = re.sub(pattern, plain, text, flags=re.IGNORECASE)
    return " ".join(_TAKEN_BACK.sub("", text).split())


def plain_idioms(text: str) -> str:
    """A question without turns of phrase whose words would mislead."""
    for pattern, plain in _IDIOMS:
        text = re.sub(pattern, plain, text, flags=re.IGNORECASE)
    return text
