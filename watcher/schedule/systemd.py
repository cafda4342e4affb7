"""Tell systemd how we are (sd_notify(3)): one datagram, and nothing when nobody listens."""

import os
import socket


def notify(**state: str | int) -> bool:
    """Send `READY=1`, `STATUS=...`, `WATCHDOG=1`. Return whether anybody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    message = "\n".join(f"{key}={value}" for key, value in state.items())
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect("\0" + address[1:] if address.startswith("@") else address)
        line.sendall(message.encode())
    return True
