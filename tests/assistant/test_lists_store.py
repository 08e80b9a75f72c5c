"""The store of lists against a model of it, its keys, and its file."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as testing
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from small_bank import make_grant, make_measure

from assistant.lists.errors import ListError
from assistant.lists.keys import digest, is_key, new_key
from assistant.lists.model import MAX_ITEMS, MAX_SHARES, NewItem, StoredList
from assistant.lists.schema import FILE_NAME
from assistant.lists.store import ListStore
from ingest.errors import StoreError

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
PLACES = st.integers(0, 12)


class Machine(RuleBasedStateMachine):
    """Operations on one list, and what a plain Python list makes of them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = ListStore(Path(self.folder.name))
        self.name = "Départ"
        self.version = 1
        self.items: list[tuple[str, str]] = []  # entry, note
        _, self.key = self.store.create(self.name)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def seen(self) -> StoredList:
        return self.store.read(self.key)

    def named(self, place: int) -> str:
        return self.seen().items[place % len(self.items)].id

    def changed(self, happened: bool) -> None:
        self.version += happened

    @rule(number=st.integers(0, 9), note=WORDS, place=st.none() | PLACES, exact=st.booleans())
    def add(self, number: int, note: str, place: int | None, exact: bool) -> None:
        entry = make_measure(number) if number % 2 else make_grant(number, "2031-01-01")
        _, added = self.store.add(
            self.key,
            [NewItem(entry, note)],
            position=place,
            version=self.version if exact else None,
        )
        new = entry.id not in {known for known, _ in self.items}
        assert added == new
        if new:
            self.items.insert(len(self.items) if place is None else place, (entry.id, note))
        self.changed(new)

    @precondition(lambda self: self.items)
    @rule(place=PLACES)
    def remove(self, place: int) -> None:
        self.store.remove_item(self.key, self.named(place))
        del self.items[place % len(self.items)]
        self.changed(True)

    @precondition(lambda self: self.items)
    @rule(place=PLACES, note=WORDS)
    def annotate(self, place: int, note: str) -> None:
        self.store.edit_item(self.key, self.named(place), note=note)
        at = place % len(self.items)
        entry, before = self.items[at]
        self.items[at] = (entry, note)
        self.changed(before != note)

    @precondition(lambda self: self.items)
    @rule(place=PLACES, to=PLACES)
    def move(self, place: int, to: int) -> None:
        self.store.edit_item(self.key, self.named(place), position=to)
        before = list(self.items)
        moved = self.items.pop(place % len(self.items))
        self.items.insert(to, moved)
        self.changed(before != self.items)

    @precondition(lambda self: self.items)
    @rule(data=st.data())
    def reorder(self, data: st.DataObject) -> None:
        places = data.draw(st.permutations(range(len(self.items))))
        first = places[: data.draw(st.integers(0, len(places)))]
        seen = self.seen()
        self.store.change(self.key, order=[seen.items[place].id for place in first])
        order = [*first, *(place for place in range(len(self.items)) if place not in first)]
        before = list(self.items)
        self.items = [before[place] for place in order]
        self.changed(before != self.items)

    @rule(name=st.text(min_size=1, max_size=10))
    def rename(self, name: str) -> None:
        name = name.encode("utf-8", "replace").decode()
        self.store.change(self.key, name=name)
        self.changed(name != self.name)
        self.name = name

    @rule(behind=st.integers(1, 3))
    def stale(self, behind: int) -> None:
        with pytest.raises(ListError, match="a changé entre-temps") as caught:
            self.store.change(self.key, name="perdu", version=self.version - behind)
        assert caught.value.details == {"version": self.version}

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = ListStore(Path(self.folder.name))

    @invariant()
    def the_same(self) -> None:
        found = self.seen()
        assert found.name == self.name
        assert found.version == self.version
        assert [(item.entry_id, item.note) for item in found.items] == self.items


TestListAgainstModel = Machine.TestCase
TestListAgainstModel.settings = testing(max_examples=25, stateful_step_count=20, deadline=None)


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    return ListStore(tmp_path)


def code_of(error: pytest.ExceptionInfo[ListError]) -> str:
    return error.value.code


def test_a_key_has_192_bits_and_is_nowhere_in_the_file(store: ListStore, tmp_path: Path) -> None:
    _, key = store.create("Liste")
    _, shared = store.share(key, "edit", "Comité")
    store.close()
    assert is_key(key)
    assert len(key) * 6 >= 192
    assert key != shared
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert key.encode() not in content
    assert shared.encode() not in content
    assert digest(key) in content


@pytest.mark.parametrize("key", ["", "x", "a" * 31, "é" * 32, "a" * 32 + "\n", "' OR 1=1 --" * 3])
def test_what_is_no_key_opens_nothing(store: ListStore, key: str) -> None:
    store.create("Liste")
    for wrong in (key, new_key()):
        with pytest.raises(ListError, match="ne mène à aucune liste"):
            store.read(wrong)


def test_reading_makes_no_file(store: ListStore, tmp_path: Path) -> None:
    with pytest.raises(ListError, match="ne mène à aucune liste"):
        store.read(new_key())
    assert list(tmp_path.iterdir()) == []


def test_what_each_link_allows(store: ListStore) -> None:
    made, owner = store.create("Liste", [NewItem(make_measure(1))])
    item = made.items[0].id
    _, reader = store.share(owner, "read", "")
    _, editor = store.share(owner, "edit", "")
    assert store.read(reader).access == "read"
    assert store.read(reader).shares == store.read(editor).shares == ()
    assert len(store.read(owner).shares) == 2
    with pytest.raises(ListError) as caught:
        store.edit_item(reader, item, note="x")
    assert code_of(caught) == "list_read_only"
    store.edit_item(editor, item, note="par l'éditrice")
    assert store.read(owner).items[0].note == "par l'éditrice"
    for refused in (store.delete, lambda key: store.share(key, "read", "")):
        with pytest.raises(ListError) as caught:
            refused(editor)
        assert code_of(caught) == "list_owner_only"


def test_a_revoked_link_leads_nowhere(store: ListStore) -> None:
    _, owner = store.create("Liste")
    share, key = store.share(owner, "read", "Comité")
    store.revoke(owner, share.id)
    with pytest.raises(ListError, match="révoqué"):
        store.read(key)
    with pytest.raises(ListError, match="déjà été révoqué"):
        store.revoke(owner, share.id)
    assert store.read(owner).shares == ()


def test_a_share_of_another_list_cannot_be_revoked(store: ListStore) -> None:
    _, mine = store.create("La mienne")
    _, theirs = store.create("La leur")
    share, key = store.share(theirs, "read", "")
    with pytest.raises(ListError, match="n'existe pas"):
        store.revoke(mine, share.id)
    assert store.read(key).name == "La leur"


def test_a_deleted_list_leaves_nothing(store: ListStore, tmp_path: Path) -> None:
    made, owner = store.create("Liste", [NewItem(make_measure(1))])
    _, reader = store.share(owner, "read", "")
    with pytest.raises(ListError, match="a changé"):
        store.delete(owner, made.version + 1)
    store.delete(owner, made.version)
    for key in (owner, reader):
        with pytest.raises(ListError, match="ne mène à aucune liste"):
            store.read(key)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        counts = "SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM keys)"
        assert connection.execute(counts).fetchone() == (0, 0)


def test_limits(store: ListStore) -> None:
    _, key = store.create("Liste")
    store.add(key, [NewItem(make_measure(number)) for number in range(MAX_ITEMS)])
    version = store.read(key).version
    with pytest.raises(ListError, match="au plus 500") as caught:
        store.add(key, [NewItem(make_measure(MAX_ITEMS)), NewItem(make_measure(MAX_ITEMS + 1))])
    assert code_of(caught) == "list_full"
    found = store.read(key)
    assert (len(found.items), found.version) == (MAX_ITEMS, version)
    for _ in range(MAX_SHARES):
        store.share(key, "read", "")
    with pytest.raises(ListError, match="au plus 50"):
        store.share(key, "read", "")


def test_a_wrong_order_changes_nothing(store: ListStore) -> None:
    made, key = store.create("Liste", [NewItem(make_measure(number)) for number in range(3)])
    first = made.items[0].id
    for order in ([first, first], [first, "inconnu"]):
        with pytest.raises(ListError, match="nomme deux fois"):
            store.change(key, name="Autre", order=order)
    assert store.read(key) == made


def test_a_newer_file_is_refused_and_left_alone(store: ListStore, tmp_path: Path) -> None:
    _, key = store.create("Liste")
    store.close()
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="plus récent") as caught:
        store.read(key)
    assert caught.value.code == "newer_format"
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_damaged_file_says_to_restore(store: ListStore, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"ce n'est pas une base" * 100)
    with pytest.raises(StoreError, match="repere restore"):
        store.read(new_key())
