"""Scenarios of names and terms: renewed early, late or by themselves, lost, typed, estimated."""

from simulation.faces import NXDOMAIN, own
from simulation.truth import (
    FAR,
    Deed,
    Letter,
    Said,
    Scenario,
    down,
    foreign,
    kept,
    ladder,
    opens,
)

IN_USE = opens(1, "in_use")
LADDER_AT_50 = (
    (0, "h60"), (20, "h30"), (36, "h14"), (43, "h7"), (47, "h3"), (49, "h1"), (50, "h0"),
    (57, "h7_late"),
)  # fmt: skip
#: On the day of expiry the registry adds its year; for 45 days the registrar may take it back.
ADDED_AT_50 = ((0, Said(50)), (50, Said(415, ("autorenewperiod",))), (95, Said(415)))

RENEWED = (
    Scenario(
        "renewed early",
        kept(),
        (IN_USE,),
        registry=((0, Said(95)), (50, Said(460))),
        granted=-270,
        ends=((1, 95), (2, 460)),
        renewed=((1, False), (2, True)),
        letters=ladder((35, "h60"), (50, "renewed")),
    ),
    Scenario(
        "renewed three weeks late",
        kept(),
        (IN_USE, opens(2, "in_use", "past_end"), opens(3, "in_use")),
        registry=((0, Said(60)), (80, Said(425))),
        granted=-305,
        ends=((1, 60), (3, 425)),
        renewed=((1, False), (3, True)),
        letters=ladder(
            (0, "h60"),
            (30, "h30"),
            (46, "h14"),
            (53, "h7"),
            (57, "h3"),
            (59, "h1"),
            (60, "h0"),
            (67, "h7_late"),
            (80, "renewed"),
            (365, "h60"),
        ),
    ),
    Scenario(
        "renewed by itself, and nobody saw who paid",
        kept(),
        (IN_USE, opens(2, "in_use", "past_end"), opens(4, "in_use")),
        registry=ADDED_AT_50,
        granted=-315,
        ends=((1, 50), (4, 415)),
        renewed=((1, False), (4, True)),
        letters=ladder(
            *LADDER_AT_50, (79, "last_price"), (96, "renewed"), (355, "h60"), (385, "h30")
        ),
    ),
    Scenario(
        "renewed by itself, and an officer saw the receipt",
        kept(),
        (IN_USE, opens(2, "in_use", "past_end"), opens(3, "in_use")),
        registry=ADDED_AT_50,
        granted=-315,
        deeds=(Deed(62.4, "paid_domain", 415),),
        ends=((1, 50), (3, 415)),
        renewed=((1, False), (3, True)),
        letters=(
            *ladder(*LADDER_AT_50, (355, "h60"), (385, "h30")),
            Letter(62, "expiry_renewed", may=True),
        ),
    ),
)

LOST = (
    Scenario(
        "lost, and registered again by somebody else",
        kept((33.018, NXDOMAIN), (110.027, own("a stranger's"))),
        (
            IN_USE,
            down(2, "dark", since=33),
            foreign(4, "dark", reason="reregistered"),
        ),
        registry=(
            (0, Said(30)),
            (33, Said(30, ("clienthold",))),
            (66, Said(30, ("redemptionperiod",))),
            (96, Said(30, ("pendingdelete",))),
            (101, Said(None)),
            (110, Said(475, born=110)),
        ),
        granted=-335,
        ends=((1, 30), (4, None)),
        renewed=((1, False),),
        letters=(
            *ladder(
                (0, "h30"),
                (16, "h14"),
                (23, "h7"),
                (27, "h3"),
                (29, "h1"),
                (30, "h0"),
                (37, "h7_late"),
                (59, "last_price"),
                (67, "redemption"),
            ),
            Letter(89, "expiry_decide", role="officer"),
            Letter(110, "expiry_reregistered", late=6, role="officer"),
        ),
    ),
)

TYPED = (
    Scenario(
        "a typed date, where no registry answers",
        kept(),
        (IN_USE,),
        registry=((0, Said(answers=False)),),
        granted=-280,
        typed=85,
        deeds=(Deed(40.4, "paid_domain", 450),),
        ends=((1, 85), (2, 450)),
        renewed=((1, False), (2, True)),
        letters=ladder((25, "h60"), (390, "h60")),
    ),
    Scenario("a typed date that the registry knows better", kept(), (IN_USE,), typed=45),
    Scenario(
        "a hosting of which the end is only estimated",
        kept(),
        (IN_USE,),
        granted=-300,
        hosting=None,
        letters=(Letter(35, "hosting_ask"),),
    ),
    Scenario(
        "a hosting that is paid late",
        kept(),
        (IN_USE, opens(3, "in_use", "past_end"), opens(4, "in_use")),
        hosting=75,
        deeds=(Deed(100.4, "paid_hosting", 440),),
        letters=ladder(
            (15, "h60"),
            (45, "h30"),
            (61, "h14"),
            (68, "h7"),
            (72, "h3"),
            (74, "h1"),
            (75, "h0"),
            (82, "h7_late"),
            (380, "h60"),
            clock="hosting",
        ),
    ),
    Scenario(
        "a page on a platform, where no name ends",
        kept(),
        (IN_USE,),
        registry=(),
        ends=((1, None),),
        renewed=((1, None),),
    ),
)

NAMES = (*RENEWED, *LOST, *TYPED)
assert all(letter.day < FAR for one in NAMES for letter in one.letters)
