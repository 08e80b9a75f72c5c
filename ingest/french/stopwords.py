"""Words that carry no subject: French function words and question words, folded."""

from __future__ import annotations

_FUNCTION = """
a à afin ai aie ainsi alors apres as au aucun aucune aupres aussi autant autre autres aux avait
avaient avant avec avez avoir avons ayant c ca car ce ceci cela celle celles celui cependant ces
cet cette ceux chaque chez ci comme contre d dans de dehors depuis des desormais dessous dessus
donc dont du durant elle elles en encore entre envers es est et etaient etait etant ete etes
etre eu eue eues eurent eus eut eux font fut furent il ils j je jusqu jusque l la le les leur
leurs lors lorsque lorsqu lui ma mais malgre me meme memes mes mon n ne ni nos notre nous on ont
or ou par parce parmi pas pendant peu peut peuvent plus plusieurs plutot pour pourtant pres puis
puisque qu que quelque quelques quelqu s sa sans sauf se selon sera serait seraient seront ses
si sien soi soient soit sommes son sont sous suis sur ta tandis te tel telle telles tels tes toi
ton tous tout toute toutes tres tu un une vers voici voila vos votre vous y vis via lequel
laquelle lesquels lesquelles duquel auquel auxquels
""".split()

_QUESTION = """
combien comment est-ce ou pourquoi quand quel quelle quelles quels qui quoi dit dire dis donne
donnez donner connais connaitre savoir veux voudrais aimerais peux pouvez svp stp merci bonjour
allo salut exactement fait faire faut il y a-t-il moi nb nbre etc
""".split()

STOP_WORDS: frozenset[str] = frozenset(_FUNCTION)
QUESTION_WORDS: frozenset[str] = frozenset(_QUESTION)
