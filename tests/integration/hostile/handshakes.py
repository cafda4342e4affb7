"""Servers on an https port: those that shake hands, well or badly, and those that never do."""

import asyncio
import ssl
import struct
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hostile.answers import conversation, page
from hostile.certificates import Issue
from hostile.stage import Opens, Stage
from watcher.demo.servers.authority import Issued
from watcher.demo.servers.conduct import Conduct, ScriptedAnswer, deliver
from watcher.demo.servers.loopback import Conversation

Amend = Callable[[ssl.SSLContext], None]
GOOD = page()


def context_of(issued: Issued, pem: Path, amend: Amend | None) -> ssl.SSLContext:
    """A server's context, amended before it takes its certificate, which may be too weak for it."""
    pem.write_bytes(issued.key_pem + issued.cert_chain_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if amend:
        amend(context)
    context.load_cert_chain(pem)
    return context


def https(issue: Issue, amend: Amend | None = None, converse: Conversation | None = None) -> Opens:
    """A server of the shop with this certificate."""

    async def opens(stage: Stage, host: str) -> str:
        context = context_of(issue(stage.authority, host), stage.folder / f"{host}.pem", amend)
        port = await stage.door(converse or conversation(GOOD), context)
        return f"https://{host}:{port}/"

    return opens


def bare(converse: Conversation) -> Opens:
    """A server on the https port that speaks as it likes."""

    async def opens(stage: Stage, host: str) -> str:
        return f"https://{host}:{await stage.door(converse)}/"

    return opens


def courteous(issue: Issue, amend: Amend) -> Opens:
    """A server that says why it will not shake hands, and lets the other side leave first."""

    async def opens(stage: Stage, host: str) -> str:
        context = context_of(issue(stage.authority, host), stage.folder / f"{host}.pem", amend)
        port = await stage.door(partial(_shake, context))
        return f"https://{host}:{port}/"

    return opens


async def _shake(
    context: ssl.SSLContext, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Shake hands by hand: asyncio would close without the alert that ends it."""
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(coming, going, server_side=True)
    shaken = False
    while not shaken:
        try:
            tls.do_handshake()
            shaken = True
        except ssl.SSLWantReadError:
            writer.write(going.read())
            heard = await reader.read(65536)
            coming.write(heard) if heard else coming.write_eof()
        except ssl.SSLError:
            shaken = True
    writer.write(going.read())
    while await reader.read(4096):
        pass


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    while await reader.read(4096):
        pass


async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    await deliver(reader, writer, ScriptedAnswer(b"", b"", Conduct.RESET))


async def close(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read(1)


def record(content: bytes, kind: int = 22) -> bytes:
    """A TLS record: 20 changes the cipher, 21 alerts, 22 shakes hands, 23 is data."""
    return struct.pack("!BHH", kind, 0x0303, len(content)) + content


def answering(answer: bytes, conduct: Conduct = Conduct.ANSWER) -> Conversation:
    """Wait for the client's first words, then say this."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        await deliver(reader, writer, ScriptedAnswer(b"", answer, conduct))

    return converse


def old_protocol(context: ssl.SSLContext) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old is what it shall be
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT@SECLEVEL=0")


def wants_a_certificate(version: ssl.TLSVersion) -> Amend:
    def amend(context: ssl.SSLContext) -> None:
        context.maximum_version = version
        context.verify_mode = ssl.CERT_REQUIRED

    return amend


def low_level(context: ssl.SSLContext) -> None:
    context.set_ciphers("DEFAULT@SECLEVEL=0")


def many_tickets(context: ssl.SSLContext) -> None:
    context.num_tickets = 2000


def no_common_cipher(context: ssl.SSLContext) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-NULL-SHA:NULL:@SECLEVEL=0")


def only(cipher: str) -> Amend:
    """A server that speaks TLS 1.2 and nothing but this."""

    def amend(context: ssl.SSLContext) -> None:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(f"{cipher}@SECLEVEL=0")

    return amend


def picks_http2(context: ssl.SSLContext) -> None:
    context.set_alpn_protocols(["h2"])
