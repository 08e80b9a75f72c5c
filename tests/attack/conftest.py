"""The fixtures of the assistant's tests, for attacks on its server."""

from tests.assistant.conftest import serve, service

__all__ = ["serve", "service"]
