"""A connection is read in large pieces, whatever it is cut into, and leaves others their turn."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.demo.servers.authority import Authority
from watcher.net.stream import Stream, TlsStream

NOW = datetime.now(UTC).replace(microsecond=0)
YEAR = timedelta(days=365)
Talk = Callable[[ssl.SSLSocket], None]


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's and the client's."""
    folder: Path = tmp_path_factory.mktemp("tls")
    authority = Authority.make(not_before=NOW - YEAR, not_after=NOW + YEAR)
    issued = authority.issue(["usaha.example"], not_before=NOW - YEAR, not_after=NOW + YEAR)
    (folder / "site.pem").write_bytes(issued.key_pem + issued.cert_chain_pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "site.pem")
    client = ssl.create_default_context(cadata=authority.root_pem.decode())
    return server, client


def heard(contexts: tuple[ssl.SSLContext, ssl.SSLContext], talk: Talk) -> list[bytes]:
    """The pieces a client reads, until the end or an error, which is then the last one."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)

    def serve() -> None:
        with theirs, contexts[0].wrap_socket(theirs, server_side=True) as tls:
            talk(tls)

    async def read() -> list[bytes]:
        with TlsStream(ours, contexts[1], "usaha.example") as stream:
            await stream.handshake()
            await stream.write(b"hello")
            await asyncio.to_thread(serving.join)  # all of it has been said
            pieces: list[bytes] = []
            try:
                while piece := await stream.read():
                    pieces.append(piece)
            except ssl.SSLError as error:
                pieces.append(repr(error).encode())
            return pieces

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        return asyncio.run(read())
    finally:
        serving.join()


def test_records_of_one_byte_are_read_together(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    def talk(tls: ssl.SSLSocket) -> None:
        assert tls.recv(5) == b"hello"
        for _ in range(150):
            tls.send(b"x")

    pieces = heard(contexts, talk)
    assert b"".join(pieces) == b"x" * 150
    assert len(pieces) == 1


def test_what_came_before_an_error_is_read_first(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    def talk(tls: ssl.SSLSocket) -> None:
        assert tls.recv(5) == b"hello"
        tls.send(b"good")
        raw = socket.socket(fileno=tls.detach())
        raw.send(b"no record of TLS at all")
        raw.close()

    good, error = heard(contexts, talk)
    assert good == b"good"
    assert b"SSL" in error


def test_a_socket_that_always_has_more_leaves_others_their_turn() -> None:
    async def story() -> int:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.setblocking(False)
        turns = 0

        async def another() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        other = asyncio.create_task(another())
        with theirs, Stream(ours) as stream:
            for _ in range(200):
                theirs.send(b"x")
                assert await stream.read() == b"x"
        other.cancel()
        return turns

    assert asyncio.run(story()) > 5
