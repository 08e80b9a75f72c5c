"""Is a capitalised name a person? Common first names of Québec, and titles before a name."""

from __future__ import annotations

import re

from ingest.french.folding import fold

_FIRST_NAMES = frozenset(
    """
    adele adrien agathe agnes alain albert alexandra alexandre alexis alia alice alicia alphonse amelie
    anais andre andrea andree anick anne annie antoine antonin arianne armand arnaud arthur aurelie aurore
    beatrice benjamin benoit bernard bertrand blanche brigitte bruno camille carl carole caroline catherine
    cecile cedric celine chantal charles charlotte chloe christian christiane christine christophe claire
    claude claudia claudine clement clementine cloe colette colin corinne cynthia cyril daniel daniele
    danielle danny david delisca delphine denis denise denyse diane dina dominic dominique doreen edith
    edouard elaine eleonore elise elisabeth elizabeth eloise emile emilie emma emmanuel emmanuelle eric
    erica erika esther etienne eugene eugenie eve evelyne fabien fabienne fanny fany felix fernand flavie
    florence france francine francis franck francois francoise frederic frederique gabriel gabrielle gaetan
    gaston genevieve georges gerald gerard gervais ghislain ghislaine gilbert gilles ginette gisele giselle
    guillaume guy guylaine helene henri hubert hugo hugues ian irene isabel isabelle jacinthe jacob jacqueline
    jacques janick jasmin jasmine jean jeanne jennifer jeremie jerome jessica joanie joanne jocelyn jocelyne
    joel johanne jonathan josee joseph judith jules julia julie julien juliette justine karel karen karim
    karina karine karl kathleen kathy katia katie kevin kim laetitia laura laurence laurent laurie lea leo leon
    liette liliane lina linda line lisa lise lison louis louise luc lucas lucie lucien lucienne lyne madeleine
    manon marc marcel marcelle margot marguerite maria marianne marie marielle mariette marieve marilyn marilyne
    marina mario marion marjolaine marjorie martial martin martine maryse mathieu mathilde matthieu maude
    maurice maxime megan melanie melissa mia michael michel michele micheline michelle mireille mohamed monique
    myriam nadeau nadia nadine nancy natacha nathalie nathan nicholas nicolas nicole noe noel noelle noemie
    noeimy normand odette odile olivia olivier oscar pascal pascale patrice patricia patrick paul paule paulette
    pauline philippe pierre pierrette rachel rana raphael raphaelle raymond raymonde real regis rejean rejeanne
    remi renaud rene renee richard robert roberte robin roger roland romain rosalie rosanne rose roxane roxanne
    sabrina samuel sandra sandrine sandy sara sarah sebastien serge severine simon simone solange sonia sophie
    stephane stephanie steve steven suzanne sylvain sylviane sylvie tania tanya thierry thomas tristan valerie
    vanessa veronique vicky victor vincent virginie viviane vivianne william xavier yan yanick yann yannick yolande
    yvan yves yvette yvon yvonne zacharie zoe ines providence emmanuella gerardine blandine
    """.split()
)
_PERSON = re.compile(
    r"(?:(?:\bM\.|\bMme|\bMmes|\bDre?|[Mm]onsieur|[Mm]adame)\s+)?"
    r"(?<![\w’'-])([A-ZÀ-Þ][a-zà-ÿ’']+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)*)(?: [A-Z]\.)?((?: (?:de |d['’]|Le |La )?[A-ZÀ-Þ][\w’'-]+){1,3})"
)
_TITLED = re.compile(r"(?:\bM\.|\bMme|\bMmes|\bDre?|[Mm]onsieur|[Mm]adame)\s+[A-ZÀ-Þ]")
_BODY = re.compile(
    r"\b(?:Association|Ville|Fédération|[Mm]inistère|Centre|Réseau|MRC|Office|Université|Union|Institut|"
    r"Société|Laboratoire|Collectif|Comité|Secrétariat|Coalition|Fondation|Conseil|gouvernement|Carrefour|"
    r"municipalité de|dépanneur)\b"
)


def people_in(text: str) -> tuple[str, ...]:
    """Names of persons in a text, by first name or by the title before them."""
    found = []
    for match in _PERSON.finditer(text):
        first = fold(match[1]).split("-")[0]
        if first in _FIRST_NAMES or _TITLED.match(match.group()):
            found.append(f"{match[1]}{match[2]}")
    return tuple(found)


def bodies_in(text: str) -> bool:
    """Whether a text names an organization."""
    return _BODY.search(text) is not None
