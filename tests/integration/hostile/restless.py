"""A server that never comes to its answer: it wants new keys, again and again. OpenSSL's own."""

import asyncio
from asyncio.subprocess import PIPE, STDOUT, Process

from machine import free_port, program

from hostile.certificates import Issue
from hostile.stage import Opens, Stage

#: What `openssl s_server` does on a line of its own: TLS 1.3, and asking for ours too; TLS 1.2.
NEW_KEY, NEW_KEYS, ALL_ANEW = b"k\n", b"K\n", b"R\n"
_IN_A_ROW = 100


def restless(issue: Issue, retry_after: bytes, version: str) -> Opens:
    """A server that answers a request with nothing but this wish."""

    async def opens(stage: Stage, host: str) -> str:
        issued, port = issue(stage.authority, host), free_port()
        pem = stage.folder / f"{host}.pem"
        pem.write_bytes(issued.key_pem + issued.cert_chain_pem)
        command = [program("openssl", "openssl"), "s_server", "-accept", f"127.0.0.1:{port}"]
        command += ["-cert", str(pem), "-cert_chain", str(pem), "-key", str(pem), version]
        server = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=STDOUT
        )
        assert server.stdout is not None
        while b"ACCEPT" not in (line := await server.stdout.readline()):
            assert line, "openssl s_server ended"
        serving = asyncio.create_task(_serve(server, retry_after))
        stage.doors.push_async_callback(_end, server, serving)
        stage.ports.append(port)
        return f"https://{host}:{port}/"

    return opens


async def _serve(server: Process, retry_after: bytes) -> None:
    assert server.stdout is not None
    async with asyncio.TaskGroup() as group:
        asked = False
        while words := await server.stdout.read(65536):  # it is told much of what it did
            if not asked and b"GET /" in words:
                asked = True
                group.create_task(_demand(server, retry_after))


async def _demand(server: Process, retry_after: bytes) -> None:
    assert server.stdin is not None
    try:
        while True:
            server.stdin.write(retry_after * _IN_A_ROW)
            await server.stdin.drain()
    except OSError:
        pass  # whoever looked has had enough


async def _end(server: Process, serving: "asyncio.Task[None]") -> None:
    if server.returncode is None:
        server.kill()
    await server.wait()
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
