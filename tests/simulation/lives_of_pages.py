"""Scenarios of what stands on the page: content that changes or does not, and pages of others."""

from simulation.faces import (
    COMING_SOON,
    EMPTY,
    GAMBLING,
    GAMBLING_MAYBE,
    PARKED,
    PLACEHOLDER,
    REDIRECTED,
    REFUSED,
    SHELL,
    SOFT_404,
    SUSPENDED,
    UNREADABLE,
    own,
)
from simulation.truth import (
    Deed,
    Scenario,
    down,
    foreign,
    kept,
    life,
    opens,
    unproven,
)

#: Months end on days 30, 61, 91, 122, 153, 181, 212, 242, 273, 303, 334, 365 and 395.
CONTENT = (
    Scenario("kept", kept(), (opens(1, "in_use", since=28), opens(2, "in_use"))),
    Scenario(
        "never changed",
        life((0, own())),
        (opens(1, "unknown", reason="newly_watched"), opens(3, "stale", since=0)),
    ),
    Scenario(
        "changed once",
        life((0, own("a")), (40, own("b"))),
        (
            opens(1, "unknown", reason="newly_watched"),
            opens(2, "in_use", since=40),
            opens(5, "stale", since=40),
        ),
    ),
    Scenario(
        "handed over in mid-month",
        life((0, own("a")), (50, own("b"))),
        (
            opens(1, "unknown", reason="newly_watched"),
            opens(2, "in_use", since=50),
            opens(5, "stale", since=50),
        ),
        granted=14,
        enters=14 + 10 / 24,
    ),
    Scenario(
        "listed before its hand-over",
        life((0, own("a")), (5, REFUSED), (9, own("a"))),
        (
            opens(1, "unknown", reason="newly_watched"),
            opens(3, "never_used", reason="handed_over", since=0),
        ),
        granted=20,
    ),
    Scenario(
        "an untouched template",
        life((0, PLACEHOLDER)),
        (opens(1, "never_used", reason="placeholder"),),
    ),
    Scenario(
        "emptied by its host",
        kept((45, COMING_SOON)),
        (opens(1, "in_use"), foreign(2, "dark", reason="coming_soon", since=45)),
    ),
    Scenario(
        "a claim that may be believed",
        life((0, own(claimed=-20.5))),
        (opens(1, "in_use", since=-20), opens(3, "stale", since=-20)),
    ),
    Scenario(
        "a claim that moves while the text stands",
        life((0, own(claim_moves=True))),
        (opens(1, "unknown", reason="newly_watched"), opens(3, "stale", since=0)),
    ),
    Scenario(
        "a shell that only scripts fill",
        life((0, SHELL)),
        (unproven(1, "unknown", reason="unknown_content"),),
    ),
    Scenario(
        "a page that cannot be read",
        life((0, UNREADABLE)),
        (unproven(1, "unknown", reason="page_unread"),),
    ),
    Scenario(
        "a page that can be read no more",
        kept((20, UNREADABLE), (40, None)),
        (unproven(1, "unknown", reason="page_unread"), opens(2, "in_use")),
    ),
)

FOREIGN = (
    Scenario("soft 404", life((0, SOFT_404)), (foreign(1, "dark", reason="soft_404", since=0),)),
    Scenario("an empty page", life((0, EMPTY)), (foreign(1, "dark", reason="empty_page"),)),
    Scenario(
        "redirected elsewhere",
        life((0, REDIRECTED)),
        (foreign(1, "unknown", reason="offsite_redirect"),),
    ),
    Scenario(
        "parked",
        kept((25, PARKED)),
        (foreign(1, "dark", reason="parked", since=25),),
    ),
    Scenario(
        "gambling, suspected only",
        kept((12, GAMBLING_MAYBE)),
        (unproven(1, "unknown", "review", reason="review"),),
    ),
    Scenario(
        "hijacked, then cleaned",
        life((0, own("a")), (8, own("b")), (20, GAMBLING), (50, own("b"))),
        (
            foreign(1, "hijacked", since=20),
            opens(2, "in_use", since=8),  # the old text that comes back is no update
            opens(4, "stale", since=8),
        ),
    ),
    Scenario(
        "hijacked, then dead",
        life((0, own("a")), (8, own("b")), (20, GAMBLING), (40.008, REFUSED)),
        (foreign(1, "hijacked", since=20), down(2, "dark", "was_hijacked", since=40)),
    ),
    Scenario(
        "hijacked on the last day, and confirmed by an officer",
        kept((29.1, GAMBLING), (40, None)),
        (foreign(1, "hijacked", since=29.1), opens(2, "in_use")),
        deeds=(Deed(29.9, "confirmed", "seen on the phone"),),
    ),
    Scenario(
        "hijacked on the last day, and seen by nobody",
        kept((29.1, GAMBLING)),
        (foreign(1, "unknown", "review", reason="review"), foreign(2, "hijacked", since=29.1)),
    ),
    Scenario(
        "taken for hijacked, and safe",
        life((0, own("a")), (20, GAMBLING)),
        (opens(1, "in_use", since=20), opens(4, "stale", since=20)),
        deeds=(Deed(25.5, "safe", "a shop for toys"),),
    ),
    Scenario(
        "a state set by hand, until the page changes",
        life((0, SHELL), (70, PARKED)),
        (unproven(1, "in_use"), foreign(3, "dark", reason="parked", since=70)),
        deeds=(Deed(15.5, "override", "in_use"),),
    ),
    Scenario(
        "suspended, then paid",
        life((0, own("a")), (8, own("b")), (35.016, SUSPENDED), (75.012, own("b"))),
        (
            opens(1, "in_use", since=8),
            down(2, "dark", reason="hosting_suspended", since=35),
            opens(3, "in_use", since=8),
            opens(4, "stale", since=8),
        ),
    ),
)

PAGES = (*CONTENT, *FOREIGN)
