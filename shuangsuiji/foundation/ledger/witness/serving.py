"""A small server for a small place: the standard library's, a thread per request, never more than a few.

Source: 50-ledger §7 (WSGI + SQLite). A larger place gives the same WSGI application to gunicorn.
Never: waits for a slow client for ever, or takes on more clients than it has threads for.
"""

import threading
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from shuangsuiji.foundation.ledger.witness.server import Application

_AT_ONCE = 32
_SECONDS = 20


class _Handler(WSGIRequestHandler):
    timeout = _SECONDS


class ThreadingServer(ThreadingMixIn, WSGIServer):
    """A WSGI server with daemon threads, at most 32 at once; further clients wait in the backlog."""

    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        """Like `WSGIServer`."""
        self._places = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread when a place is free."""
        self._places.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One request, then free the place."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()


def serve(application: Application, host: str, port: int) -> ThreadingServer:
    """A server bound to the address, ready for `serve_forever()`; port 0 takes a free one."""
    server = ThreadingServer((host, port), _Handler)
    server.set_app(application)
    return server
