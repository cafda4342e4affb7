"""Scenarios of what people do: answers, payments, pauses, withdrawals."""

from simulation.faces import REFUSED
from simulation.truth import Deed, Said, Scenario, away, kept, ladder, opens

IN_USE = opens(1, "in_use")
AT_90 = (0, Said(90))

ANSWERS = (
    Scenario(
        "SUDAH, and the registry agrees",
        kept(),
        (IN_USE,),
        registry=(AT_90, (34, Said(455))),
        granted=-275,
        deeds=(Deed(32.4, "answer", "SUDAH"),),
        ends=((1, 90), (2, 455)),
        renewed=((1, False), (2, True)),
        letters=ladder((30, "h60"), (34, "renewed")),
    ),
    Scenario(
        "SUDAH, and the registry has not moved",
        kept(),
        (IN_USE,),
        registry=(AT_90, (70, Said(455))),
        granted=-275,
        deeds=(Deed(32.4, "answer", "SUDAH"),),
        ends=((1, 90), (3, 455)),
        renewed=((1, False), (3, True)),
        letters=ladder((30, "h60"), (39, "not_seen"), (60, "h30"), (70, "renewed")),
    ),
    Scenario(
        "BERHENTI",
        kept(),
        (IN_USE,),
        registry=(AT_90, (88, Said(455))),
        granted=-275,
        deeds=(Deed(33.4, "answer", "BERHENTI"),),
        ends=((1, 90), (3, 455)),
        renewed=((1, False), (3, True)),
        letters=ladder((30, "h60")),
    ),
    Scenario(
        "TUTUP, and the office closes it later",
        kept((100.012, REFUSED)),
        (IN_USE, away(4)),
        registry=((0, Said(110)),),
        granted=-255,
        deeds=(Deed(52.4, "answer", "TUTUP"), Deed(105.4, "closed", "usaha tutup")),
        pauses=((105.4, 1000),),
        ends=((1, 110),),
        renewed=((1, False),),
        letters=ladder((50, "h60")),
    ),
)

PAUSES = (
    Scenario(
        "paused in mid-month, and over the edge of another",
        kept((36, REFUSED), (49, None)),
        (IN_USE, away(3), opens(4, "in_use")),
        deeds=(
            Deed(35.4, "paused", "pindah alamat"),
            Deed(50.4, "resumed"),
            Deed(85.4, "paused", "libur"),
            Deed(95.4, "resumed"),
        ),
        pauses=((35.4, 50.4), (85.4, 95.4)),
    ),
    Scenario(
        "paused while a letter falls due",
        kept(),
        (IN_USE,),
        registry=((0, Said(85)), (75, Said(450))),
        granted=-280,
        deeds=(Deed(40.4, "paused", "libur"), Deed(60.2, "resumed")),
        pauses=((40.4, 60.2),),
        ends=((1, 85), (3, 450)),
        renewed=((1, False), (3, True)),
        letters=ladder((25, "h60"), (60, "h30"), (71, "h14"), (75, "renewed"), (390, "h60")),
    ),
    Scenario(
        "withdrawn",
        kept(),
        (IN_USE, away(2)),
        registry=((0, Said(100)),),
        granted=-265,
        deeds=(Deed(45.4, "withdrawn", "hibah ditarik"),),
        pauses=((45.4, 1000),),
        ends=((1, 100),),
        renewed=((1, False),),
        letters=ladder((40, "h60")),
    ),
)

PEOPLE = (*ANSWERS, *PAUSES)
