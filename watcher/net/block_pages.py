"""Hosts to which internet providers in Indonesia redirect names on the national block list.

A block is a separate finding ("see whether the site was hijacked"), neither up nor down. Hosts
differ between providers; these are the ones seen in public measurements of 2022-2024.
"""

_HOSTS = frozenset(
    {
        "trustpositif.kominfo.go.id",
        "trustpositif.komdigi.go.id",
        "lamanlabuh.aduankonten.id",
        "internetpositif.id",
        "internet-positif.info",
        "internetbaik.telkomsel.com",
    }
)


def is_block_host(name: str) -> bool:
    """Whether a host, or a CNAME's target, belongs to a block page."""
    host = name.rstrip(".").lower().removeprefix("www.")
    return any(host == known or host.endswith("." + known) for known in _HOSTS)
