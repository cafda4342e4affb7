"""Debian's postfix on loopback, and a slow road to it on which a sender can be caught."""

import contextlib
import mailbox
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from machine import as_root, free_port, listens, program, started, until

#: Who owns the delivered mail: the test, or nobody at all where root runs it.
_KEEPER = os.getuid() or 65534


@dataclass(frozen=True, slots=True)
class Postfix:
    """A postfix that takes letters for everybody into one maildir. It sends nothing on."""

    folder: Path
    port: int

    @property
    def raw(self) -> list[bytes]:
        """The bytes of every delivered letter, with the lines postfix puts on top."""
        inbox = self.folder / "mail" / "inbox"
        if not inbox.exists():
            return []
        box = mailbox.Maildir(inbox, factory=None, create=False)
        return [box.get_bytes(key) for key in sorted(box.keys())]

    @property
    def letters(self) -> list[EmailMessage]:
        """Every delivered letter as a mail program reads it."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def copies(self) -> dict[str, int]:
        """Message-ID -> how many copies were delivered."""
        found: dict[str, int] = {}
        for letter in self.letters:
            found[letter["Message-ID"]] = found.get(letter["Message-ID"], 0) + 1
        return found

    def refuse(self, *, clients: str = "", recipients: str = "") -> None:
        """From now on answer RCPT by these access tables (access(5)); empty ones refuse nobody."""
        _write_tables(self.folder, clients, recipients)
        reload = as_root(program("postfix", "postfix"), "-c", str(self.folder / "config"), "reload")
        subprocess.run(reload, capture_output=True, timeout=30, check=True)

    def settled(self) -> bool:
        """Whether no letter is under way any more."""
        queue = (self.folder / "queue" / name for name in ("maildrop", "incoming", "active"))
        return not any(path.is_file() for box in queue for path in box.rglob("*"))


@contextlib.contextmanager
def postfix_running() -> Iterator[Postfix]:
    """Run postfix with folders of its own, which its many users may enter."""
    command = program("postfix", "postfix")
    folder = Path(tempfile.mkdtemp(prefix="watcher-postfix-"))
    folder.chmod(0o755)
    port = free_port()
    try:
        _write(folder, port)
        with started(as_root(command, "-c", str(folder / "config"), "start-fg"), folder / "words"):
            until(lambda: listens(port), 20, f"postfix listens; it says: {_said(folder)}")
            try:
                yield Postfix(folder, port)
            finally:
                stop = as_root(command, "-c", str(folder / "config"), "stop")
                subprocess.run(stop, capture_output=True, timeout=30, check=False)
    finally:
        if os.geteuid() != 0:
            subprocess.run(as_root("rm", "-rf", str(folder)), check=False, timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, port: int) -> None:
    for name in ("config", "queue", "data", "mail"):
        (folder / name).mkdir()
    _write_tables(folder, "", "")
    values = {"folder": folder, "keeper": _KEEPER, "port": port}
    (folder / "config" / "main.cf").write_text(_MAIN.format(**values), "utf-8")
    (folder / "config" / "master.cf").write_text(_MASTER.format(**values), "utf-8")
    owned = (("postfix", "data"), (str(_KEEPER), "mail"), ("root", "config"), ("root", "queue"))
    for owner, name in owned:
        subprocess.run(as_root("chown", "-R", owner, str(folder / name)), check=True, timeout=10)


def _write_tables(folder: Path, clients: str, recipients: str) -> None:
    for name, lines in (("clients", clients), ("recipients", recipients)):
        (folder / name).write_text(lines, "utf-8")


def _said(folder: Path) -> str:
    return (folder / "words").read_text("utf-8", "replace")[-500:]


@dataclass(slots=True)
class Road:
    """A relay that stops the traffic at one place of one letter, until it is told to go on.

    Attributes:
        stops_at: "greeting", "content" (the letter's last bytes) or "answer" (the server's 250
            to them); None lets everything pass.
        letter: the number of the letter to stop at, counted from 1.
    """

    to_port: int
    stops_at: str | None = None
    letter: int = 1
    port: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)
    _cut: bool = False
    _carried: int = 0

    @contextlib.contextmanager
    def built(self) -> Iterator["Road"]:
        """Let the road exist for as long as the block lasts."""
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = int(door.getsockname()[1])
            porter = threading.Thread(target=self._welcome, args=(door,), daemon=True)
            porter.start()
            try:
                yield self
            finally:
                self.opened.set()
                door.shutdown(socket.SHUT_RDWR)
                porter.join()

    def free(self) -> None:
        """Let what was stopped pass, and everything from now on."""
        self.stops_at = None
        self.opened.set()

    def cut(self) -> None:
        """Lose what was stopped, and let everything pass from now on."""
        self._cut = True
        self.free()

    def _welcome(self, door: socket.socket) -> None:
        drivers: list[threading.Thread] = []
        with contextlib.suppress(OSError):
            while True:
                caller, _ = door.accept()
                driver = threading.Thread(target=self._drive, args=(caller,), daemon=True)
                driver.start()
                drivers.append(driver)
        for driver in drivers:
            driver.join()

    def _drive(self, caller: socket.socket) -> None:
        """Carry one conversation, line by line of whoever may speak."""
        with caller, socket.create_connection(("127.0.0.1", self.to_port)) as server:
            back = threading.Thread(target=self._back, args=(server, caller), daemon=True)
            back.start()
            with contextlib.suppress(OSError), caller.makefile("rb") as lines:
                for line in lines:
                    if line == b".\r\n":
                        self._carried += 1
                        self._halt("content")
                    server.sendall(line)
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            back.join()

    def _back(self, server: socket.socket, caller: socket.socket) -> None:
        with contextlib.suppress(OSError), server.makefile("rb") as lines:
            for line in lines:
                if line.startswith(b"220"):
                    self._halt("greeting")
                if b"queued as" in line:
                    self._halt("answer")
                caller.sendall(line)

    def _halt(self, place: str) -> None:
        due = self.letter if place != "greeting" else 0
        if place == self.stops_at and self._carried == due:
            self.reached.set()
            self.opened.wait(60)
            if self._cut:
                raise ConnectionAbortedError("the road was cut")


_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/data/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = kantor.example
mydestination =
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
alias_maps =
alias_database =
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
smtpd_client_restrictions = check_client_access texthash:{folder}/clients
smtpd_recipient_restrictions =
  check_recipient_access texthash:{folder}/recipients, permit_mynetworks, reject
smtpd_peername_lookup = no
virtual_mailbox_domains = static:all
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:inbox/
virtual_minimum_uid = 1
virtual_uid_maps = static:{keeper}
virtual_gid_maps = static:{keeper}
virtual_mailbox_limit = 0
"""
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
