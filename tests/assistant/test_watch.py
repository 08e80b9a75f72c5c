"""Folders followed: indexed once at rest, tried again when busy, stopped when asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.access.keys import KeyRing
from assistant.admin.audit import Audit
from assistant.api.context import Context
from assistant.api.follow import Follower, following, index_folders
from assistant.api.metrics import Metrics
from assistant.api.pool import WorkPool
from assistant.cli import serving
from assistant.lists.desk import Lists
from assistant.service import IngestReport
from assistant.settings import Settings
from assistant.watch import FolderWatch, Snapshot, follow, snapshot
from ingest.errors import StoreError
from tests.assistant.fake_service import FakeService

A: Snapshot = {"a": (1, 1)}
B: Snapshot = {"a": (2, 1)}
C: Snapshot = {"a": (2, 5)}


def watching(*looks: Snapshot) -> FolderWatch:
    told = iter(looks)
    return FolderWatch(list, lambda paths: next(told))


def run(watch: FolderWatch, rounds: int, index: Callable[[], bool]) -> None:
    left = iter([False] * rounds)
    follow(watch, index, lambda seconds: next(left, True), 1.0)


def test_a_change_is_indexed_once_it_is_at_rest() -> None:
    done: list[int] = []
    run(watching(A, A, B, C, C, C), 5, lambda: not done.append(1))  # type: ignore[func-returns-value]
    assert len(done) == 1


def test_what_could_not_be_indexed_is_tried_again() -> None:
    answers = iter([False, True])
    asked: list[bool] = []

    def index() -> bool:
        asked.append(next(answers))
        return asked[-1]

    run(watching(A, B, B, B, B), 4, index)
    assert asked == [False, True]


def test_a_change_undone_before_it_is_indexed_is_none() -> None:
    done: list[int] = []
    run(watching(A, B, A, A), 3, lambda: not done.append(1))  # type: ignore[func-returns-value]
    assert done == []


def test_a_look_sees_new_changed_and_removed_files(tmp_path: Path) -> None:
    (tmp_path / "sous").mkdir()
    (tmp_path / "sous" / "a.txt").write_text("x", "utf-8")
    (tmp_path / ".cache").write_text("x", "utf-8")
    first = snapshot([tmp_path, tmp_path / "absent"])
    assert list(first) == [str(tmp_path / "sous" / "a.txt")]
    (tmp_path / "sous" / "a.txt").write_text("xyz", "utf-8")
    assert snapshot([tmp_path]) != first
    (tmp_path / "sous" / "a.txt").unlink()
    assert snapshot([tmp_path]) == {}


class Ingesting(FakeService):
    """Keeps what it is asked to index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.indexed: list[list[Path]] = []
        self.error: Exception | None = None

    def ingest(self, paths: Sequence[Path], progress: object = None) -> IngestReport:
        if self.error is not None:
            raise self.error
        self.indexed.append(list(paths))
        return self.report


def context_of(tmp_path: Path, service: Ingesting, **given: object) -> Context:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = Settings(data=tmp_path / "data", corpus=corpus, **given)  # type: ignore[arg-type]
    lists = Lists(settings.data, service, 10)
    return Context(
        service, settings, WorkPool(1, 1), Metrics(), lists, Audit(settings.data),
        KeyRing(settings.data),
    )  # fmt: skip


def test_the_server_indexes_its_folders_when_no_other_work_is_under_way(tmp_path: Path) -> None:
    service = Ingesting(tmp_path)
    context = context_of(tmp_path, service)
    with context.work.alone("rebuild"):
        assert not index_folders(context)
    assert index_folders(context)
    assert service.indexed == [[tmp_path / "corpus"]]
    assert context.work.job is not None
    assert (context.work.job.kind, context.work.job.running) == ("follow", False)


def test_an_index_held_by_another_process_is_tried_again(tmp_path: Path) -> None:
    service = Ingesting(tmp_path)
    context = context_of(tmp_path, service)
    service.error = StoreError("locked", "Occupé.")
    assert not index_folders(context)
    service.error = OSError("disque")
    assert index_folders(context)


def test_following_stops_with_the_server(tmp_path: Path) -> None:
    service = Ingesting(tmp_path)
    with following(context_of(tmp_path, service, follow=3600)) as follower:
        follower.look()
        follower.begin()
        assert "repere-follow" in {one.name for one in threading.enumerate()}
    assert "repere-follow" not in {one.name for one in threading.enumerate()}
    assert service.indexed == []


def test_a_server_set_not_to_follow_does_not(tmp_path: Path) -> None:
    with following(context_of(tmp_path, Ingesting(tmp_path), follow=0)) as follower:
        follower.look()
        follower.begin()
        assert "repere-follow" not in {one.name for one in threading.enumerate()}


class Late(Ingesting):
    """A file comes into its folder while it indexes."""

    def ingest(self, paths: Sequence[Path], progress: object = None) -> IngestReport:
        Path(paths[0], f"{len(self.indexed)}.txt").write_text("x", "utf-8")
        return super().ingest(paths, progress)


def test_folders_are_followed_after_the_first_pass_from_what_they_held_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Late(tmp_path)
    context = context_of(tmp_path, service)
    seen: list[tuple[int, Snapshot | None]] = []

    def once(watch: FolderWatch, index: object, wait: object, seconds: float) -> None:
        watch.settled()
        seen.append((len(service.indexed), watch.settled()))

    monkeypatch.setattr("assistant.api.follow.follow", once)
    with following(context) as follower:
        serving.prepare(False, context, follower, "http://127.0.0.1:1")
    ((indexed, state),) = seen
    assert indexed == 1
    assert state is not None
    assert [Path(name).name for name in state] == ["0.txt"]


def test_a_server_that_cannot_start_follows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Ingesting(tmp_path)
    service.empty = True
    service.error = StoreError("disk_full", "Le disque est plein.")
    begun: list[bool] = []
    monkeypatch.setattr(Follower, "begin", lambda follower: begun.append(True))
    context = context_of(tmp_path, service)
    with following(context) as follower, pytest.raises(StoreError, match="plein"):
        serving.prepare(False, context, follower, "http://127.0.0.1:1")
    assert begun == []
