"""Do the tests see a fault? One at a time, small faults are put in a module's functions.

``python tests/attack/mutants.py MODULE.py TEST.py… [--sample N]`` tells which were not seen. Tests
are collected once; each mutant is a forked process in which the code of one function is replaced.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_S = 120  # a mutant that never ends is seen
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip


def faults(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What a node may be replaced by, with a word on it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        other = copy.deepcopy(node)
        other.ops[0] = COMPARED[type(node.ops[0])]()
        yield "compare", other
    elif isinstance(node, ast.BoolOp):
        other_op = copy.deepcopy(node)
        other_op.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and/or", other_op
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED:
        counted = copy.deepcopy(node)
        counted.op = COUNTED[type(node.op)]()
        yield "operator", counted
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        turned = copy.deepcopy(node)
        turned.test = ast.UnaryOp(ast.Not(), turned.test)
        yield "condition", turned
    elif isinstance(node, ast.Raise):
        yield "raise", ast.Pass()
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "call", ast.Pass()
    elif isinstance(node, ast.Return) and ast.unparse(node) not in ("return", "return None"):
        yield "return", ast.Return(ast.Constant(None))


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.value, bool):
        yield "constant", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "constant", ast.Constant(node.value + 1)


def mutants(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Every module with one fault inside a function, and where it is."""
    for function in ast.walk(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        inside = [node for part in function.body for node in ast.walk(part)]
        nested = {id(n) for f in inside if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef))
                  for n in ast.walk(f)}  # fmt: skip
        # What annotates a name is not run.
        nested |= {id(n) for one in inside if isinstance(one, ast.AnnAssign)
                   for n in ast.walk(one.annotation)}  # fmt: skip
        for node in inside:
            if id(node) in nested or not hasattr(node, "lineno"):
                continue
            for word, other in faults(node):
                yield f"{node.lineno}: {word} {ast.unparse(node)[:70]!r}", _with(tree, node, other)


def _with(tree: ast.Module, node: ast.AST, other: ast.AST) -> ast.Module:
    class Put(ast.NodeTransformer):
        def visit(self, seen: ast.AST) -> Any:
            return ast.copy_location(other, node) if seen is node else self.generic_visit(seen)

    # The tree is shared: only the path to the node is changed, then put back by a copy.
    index = [id(one) for one in ast.walk(tree)].index(id(node))
    made = copy.deepcopy(tree)
    node = list(ast.walk(made))[index]
    return ast.fix_missing_locations(Put().visit(made))


def functions(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """Live functions of a module and of its classes, wrapped ones too."""

    def found(value: Any) -> Iterator[tuple[str, FunctionType]]:
        value = getattr(value, "__wrapped__", value)
        value = getattr(value, "__func__", getattr(value, "fget", value))
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            yield value.__qualname__, value

    for value in list(vars(module).values()):
        yield from found(value)
        if isinstance(value, type) and value.__module__ == module.__name__:
            for inner in list(vars(value).values()):
                yield from found(inner)


def codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one.co_qualname, one
            yield from codes(one)


def put(module: ModuleType, tree: ast.Module) -> None:
    """Give the live functions of ``module`` the code of ``tree``."""
    made = dict(codes(compile(tree, module.__file__ or "?", "exec")))
    for name, function in functions(module):
        if name in made and len(made[name].co_freevars) == len(function.__code__.co_freevars):
            function.__code__ = made[name]


class Loop:
    """Runs the collected tests once for each mutant, in a process of its own."""

    def __init__(self, path: Path, sample: int) -> None:
        self.path, self.sample = path, sample
        self.survivors: list[str] = []
        self.total = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        name = ".".join(self.path.resolve().relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name)
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        all_ = list(mutants(tree))
        chosen = Random(1).sample(all_, min(self.sample, len(all_))) if self.sample else all_
        assert self._seen(session, module, tree) == 0, "the tests fail without any fault"
        for where, mutant in chosen:
            self.total += 1
            if self._seen(session, module, mutant) == 0:
                self.survivors.append(where)
                print(f"  not seen: {self.path}:{where}", flush=True)
        return True

    def _seen(self, session: pytest.Session, module: ModuleType, tree: ast.Module) -> int:
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1]
        signal.alarm(LONGEST_S)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        put(module, tree)
        items = session.items
        for place, item in enumerate(items):
            after = items[place + 1] if place + 1 < len(items) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if session.testsfailed:
                os._exit(1)
        os._exit(0)


def main() -> int:
    """Status 1 when fewer than 85 of 100 are seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", type=Path)
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--sample", type=int, default=0, help="mutants drawn; 0: all")
    args = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]
    loop = Loop(args.module, args.sample)
    pytest.main(["-q", "-x", "-p", "no:cacheprovider", "--no-header", *args.tests], plugins=[loop])
    seen = loop.total - len(loop.survivors)
    print(f"{args.module}: {seen} of {loop.total} seen ({100 * seen / max(1, loop.total):.1f} %)")
    return 0 if loop.total and seen >= 0.85 * loop.total else 1


if __name__ == "__main__":
    sys.exit(main())
