"""The fixtures of the assistant's tests, for attacks on its server."""

from tests.assistant.conftest import client, lake, serve, service

__all__ = ["client", "lake", "serve", "service"]
