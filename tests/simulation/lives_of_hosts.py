"""Scenarios of whether a site answers: outages, month edges, blocks, and our own side."""

from simulation.faces import (
    BLOCKED,
    CHALLENGE,
    ERROR_500,
    NXDOMAIN,
    REFUSED,
)
from simulation.truth import (
    Letter,
    Scenario,
    Stand,
    disturbed,
    down,
    kept,
    life,
    opens,
    unseen,
)

IN_USE = opens(1, "in_use")


def dead(reason: str) -> tuple[Stand, ...]:
    """The truth of a site that never answered."""
    return (down(1, "dark", reason=reason, since=0),)


HOSTS = (
    Scenario("no such name since the first look", life((0, NXDOMAIN)), dead("dns_nxdomain")),
    Scenario("a server error since the first look", life((0, ERROR_500)), dead("http_5xx")),
    Scenario("refused since the first look", life((0, REFUSED)), dead("connect_refused")),
    Scenario(
        "refusing for six minutes every hour of two weeks",
        kept(blinks=((10, 17), (200, 207))),
        (IN_USE,),
    ),
    Scenario(
        "an outage over the edge of a month",
        kept((15.013, REFUSED), (15.349, None), (29.762, REFUSED), (30.247, None)),
        (disturbed(1, "in_use", "disturbed"), opens(2, "in_use")),
    ),
    Scenario(
        "down for three and a half days at the end of a month",
        kept((57.522, REFUSED), (62.017, None)),
        (IN_USE, down(2, "dark", reason="connect_refused", since=57.5), opens(3, "in_use")),
    ),
    Scenario(
        "back five hours before the month ends",
        kept((26.009, REFUSED), (29.791, None)),
        (IN_USE,),
    ),
    Scenario(
        "down in both nights in which clocks change",
        kept((53.911, REFUSED), (54.287, None), (207.893, REFUSED), (208.311, None)),
        (IN_USE,),
    ),
    Scenario(
        "blocked by providers",
        kept((20, BLOCKED)),
        (unseen(1, "unknown", reason="isp_block"),),
    ),
    Scenario(
        "challenged from the first look",
        life((0, CHALLENGE)),
        (unseen(1, "unknown", reason="challenge"),),
    ),
    Scenario(
        "challenged for a week",
        kept((22, CHALLENGE), (29, None)),
        (opens(1, "unknown", reason="challenge"), opens(2, "in_use")),
    ),
    Scenario(
        "an expired certificate",
        kept(),
        (IN_USE, opens(2, "in_use", "certificate"), opens(3, "in_use")),
        certificates=((0, 33), (70, 2000)),
        letters=tuple(
            Letter(day, kind, role=role)
            for day, kind in ((26, "certificate_h7"), (33, "certificate_h0"))
            for role in ("coordinator", "officer")
        ),
    ),
)
