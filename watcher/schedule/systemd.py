"""Report the state of the daemon to systemd (sd_notify(3)), if it runs under systemd."""

import os
import socket


def notify(**state: str | int) -> bool:
    """Send variables such as READY=1 in one datagram. Return False where no socket is named."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    message = "\n".join(f"{key}={value}" for key, value in state.items())
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams:
        datagrams.connect("\0" + address[1:] if address.startswith("@") else address)
        datagrams.sendall(message.encode())
    return True
