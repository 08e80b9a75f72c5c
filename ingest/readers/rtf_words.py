"""Control words of RTF that matter to its text."""

from __future__ import annotations

# Groups whose content is no text of the document.
SKIPPED = frozenset(
    """
    annotation atnauthor atnid atndate atnref atnparent atrfstart atrfend author bkmkend bkmkstart
    blipuid buptim category colortbl comment company creatim datafield datastore doccomm docvar
    ebcend ebcstart falt fchars ffdeftext ffname ffstattext file filetbl fldinst fldtype fname
    fontemb footer footerf footerl footerr ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc generator
    gridtbl header headerf headerl headerr hlinkbase keycode keywords latentstyles lchars
    leveltext levelnumbers list listlevel listname listoverride listoverridetable listpicture
    listtable manager nextfile nonshppict objalias objclass objdata objname objsect objtime operator
    panose password passwordhash pgp pgptbl pict picprop printim private revtbl revtim rsidtbl rxe
    shprslt sn sp staticval subject sv tc template themedata colorschememapping txe userprops
    wgrffmtfilter xe xmlnstbl nesttableprops nonesttables do
    """.split()
)
# Groups that older programs may pass over (« \\* ») and that hold text nevertheless.
KEPT = frozenset({"shpinst", "shptxt", "footnote", "shpgrp"})
SIGNS = {
    "line": "\n", "lbr": "\n", "tab": "\t", "emdash": "\u2014", "endash": "\u2013",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "\u2022",
    "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d",
}  # fmt: skip
SYMBOLS = {"~": "\u00a0", "_": "\u2011", "{": "{", "}": "}", "\\": "\\"}
CHARSETS = {
    0: "cp1252", 1: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949",
    134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
CODE_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
