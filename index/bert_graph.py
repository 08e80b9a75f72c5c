"""A BERT encoder with mean pooling as an OpenVINO graph, from mapped weights.

Devlin et al. 2019, « BERT: Pre-training of Deep Bidirectional Transformers ». Embeddings are
looked up outside (``index.bert_engine``), so that the vocabulary, two thirds of the weights,
stays on the disk and is shared by all processes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bert_folder import BertFolder, UnsupportedModelError

_HIDDEN = np.float32(1e9)  # taken from the attention score of padding


def runtime() -> Any:
    """The ``openvino`` module, without its model converter.

    The converter is not used here, doubles the time of the import and carries a client of
    usage statistics; the package is made to work without it.

    Raises:
        ImportError: it is not installed, or not for this system.
    """
    converter = "openvino.tools.ovc"
    left_out = converter not in sys.modules
    if left_out:
        sys.modules[converter] = None  # type: ignore[assignment]
    try:
        import openvino
        import openvino.opset13
    finally:
        if left_out:
            del sys.modules[converter]
    return openvino


def bert_model(folder: BertFolder) -> Any:
    """The graph: embedded tokens ``(n, t, width)`` and mask ``(n, t)`` to ``(n, width)``.

    The mask is 1 for a token and 0 for padding; each row has a token at least.

    Raises:
        UnsupportedModelError: a tensor is absent.
    """
    try:
        return _Graph(folder).model()
    except KeyError as error:
        raise UnsupportedModelError(f"tensor {error}") from error


class _Graph:
    def __init__(self, folder: BertFolder) -> None:
        self._openvino = runtime()
        self._ops: Any = self._openvino.opset13
        self._folder = folder

    def model(self) -> Any:
        ops, width = self._ops, self._folder.width
        embedded = ops.parameter([-1, -1, width], np.float32)
        mask = ops.parameter([-1, -1], np.float32)
        keys = ops.unsqueeze(mask, self._numbers([1, 2]))  # n, 1, 1, t
        bias = ops.multiply(ops.subtract(keys, self._float(np.float32(1))), self._float(_HIDDEN))
        state = self._normal(embedded, "embeddings.LayerNorm")
        for layer in range(self._folder.layers):
            state = self._layer(state, bias, f"encoder.layer.{layer}.")
        held = ops.unsqueeze(mask, self._numbers([2]))
        tokens = self._numbers([1])
        total = ops.reduce_sum(ops.multiply(state, held), tokens)
        pooled = ops.divide(total, ops.reduce_sum(held, tokens))
        return self._openvino.Model([ops.result(pooled)], [embedded, mask], "bert")

    def _layer(self, state: Any, bias: Any, prefix: str) -> Any:
        ops, attention = self._ops, prefix + "attention."
        names = ("query", "key", "value")
        parts = [self._heads(self._dense(state, f"{attention}self.{name}")) for name in names]
        mixed = ops.scaled_dot_product_attention(*parts, bias)
        joined = ops.transpose(mixed, self._numbers([0, 2, 1, 3]))
        joined = ops.reshape(joined, self._numbers([0, 0, self._folder.width]), True)
        told = self._dense(joined, attention + "output.dense")
        state = self._normal(ops.add(told, state), attention + "output.LayerNorm")
        inner = ops.gelu(self._dense(state, prefix + "intermediate.dense"), "erf")
        told = self._dense(inner, prefix + "output.dense")
        return self._normal(ops.add(told, state), prefix + "output.LayerNorm")

    def _heads(self, state: Any) -> Any:
        heads = self._folder.heads
        shape = self._numbers([0, 0, heads, self._folder.width // heads])
        split = self._ops.reshape(state, shape, True)
        return self._ops.transpose(split, self._numbers([0, 2, 1, 3]))

    def _dense(self, state: Any, name: str) -> Any:
        product = self._ops.matmul(state, self._tensor(name + ".weight"), False, True)
        return self._ops.add(product, self._tensor(name + ".bias"))

    def _normal(self, state: Any, name: str) -> Any:
        ops, last = self._ops, self._numbers([-1])
        centred = ops.mvn(state, last, True, self._folder.epsilon, "inside_sqrt")
        scaled = ops.multiply(centred, self._tensor(name + ".weight"))
        return ops.add(scaled, self._tensor(name + ".bias"))

    def _tensor(self, name: str) -> Any:
        return self._float(self._folder.tensors[name])

    def _float(self, value: NDArray[np.float32] | np.float32) -> Any:
        return self._ops.constant(np.asarray(value, dtype=np.float32), shared_memory=True)

    def _numbers(self, values: Sequence[int]) -> Any:
        return self._ops.constant(np.asarray(values, dtype=np.int64))
