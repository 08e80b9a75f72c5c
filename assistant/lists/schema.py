"""The format of the file of lists: numbered migrations, never edited once released."""

from __future__ import annotations

from index.schema import Migration

FILE_NAME = "lists.sqlite3"
REMEDY = (
    "Restaurez une sauvegarde avec « repere restore ». À défaut, mettez ce fichier de côté : "
    "les listes qu'il contenait seront perdues, le reste continuera de fonctionner."
)

_INITIAL: Migration = (
    """
    CREATE TABLE lists (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL,
        created TEXT NOT NULL, updated TEXT NOT NULL)
    """,
    """
    CREATE TABLE items (
        list_id TEXT NOT NULL REFERENCES lists(id) ON DELETE CASCADE, id TEXT NOT NULL,
        position INTEGER NOT NULL, kind TEXT NOT NULL, entry_id TEXT NOT NULL,
        note TEXT NOT NULL, kept TEXT NOT NULL, added TEXT NOT NULL,
        PRIMARY KEY (list_id, id), UNIQUE (list_id, kind, entry_id))
    """,
    # Digests only: who reads this file opens no list.
    """
    CREATE TABLE keys (
        id TEXT PRIMARY KEY, list_id TEXT NOT NULL REFERENCES lists(id) ON DELETE CASCADE,
        prefix BLOB NOT NULL, digest BLOB NOT NULL UNIQUE, access TEXT NOT NULL,
        label TEXT NOT NULL, created TEXT NOT NULL)
    """,
    "CREATE INDEX keys_by_prefix ON keys(prefix)",
    "CREATE INDEX keys_by_list ON keys(list_id)",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "INSERT INTO meta VALUES ('revision', '0')",
)

MIGRATIONS: tuple[Migration, ...] = (_INITIAL,)
