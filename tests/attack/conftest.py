"""The fixtures of the assistant's tests, for attacks on its server."""

from tests.assistant.conftest import client, serve, service

__all__ = ["client", "serve", "service"]
