"""How far a registry may send us, and where to: three times, and never out of TLS."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import httpx
import pytest
from factories import T0
from office import a_net, run

from watcher.core.looks.observation import Reason
from watcher.demo.servers.registry_answers import Registration, rdap_domain
from watcher.probes.domain import ask

NAME = "toko.example"
END = date(2027, 10, 1)
ANSWER = rdap_domain(Registration(NAME, END, END, END), "https://rdap.example/", T0)


def asked(*way: str) -> Reason:
    """Ask at the first address; each sends us on to the next, and the last one answers."""
    onward = dict(pairwise(way))

    def answer(request: httpx.Request) -> httpx.Response:
        base = str(request.url).removesuffix(f"domain/{NAME}")
        if base in onward:
            return httpx.Response(302, headers={"Location": f"{onward[base]}domain/{NAME}"})
        return httpx.Response(200, content=ANSWER)

    net = replace(a_net(answer), rdap_base=way[0])
    return run(ask(NAME, net, T0, via="rdap")).reason


def bases(number: int, scheme: str = "https") -> list[str]:
    return [f"{scheme}://rdap{n}.example/" for n in range(number)]


@pytest.mark.parametrize(
    ("redirects", "reason"),
    [(0, Reason.OK), (3, Reason.OK), (4, Reason.REDIRECT_LIMIT), (9, Reason.REDIRECT_LIMIT)],
)
def test_three_redirects_are_followed(redirects: int, reason: Reason) -> None:
    assert asked(*bases(redirects + 1)) is reason


@pytest.mark.parametrize("detour", [0, 1], ids=["in the end", "on the way"])
def test_an_answer_that_came_in_the_clear_is_not_believed(detour: int) -> None:
    way = [*bases(1), *bases(2, "http")[1:], *bases(3)[2 : 2 + detour]]
    assert asked(*way) is Reason.BAD_REDIRECT


def test_a_server_that_was_set_without_tls_may_stay_so() -> None:
    assert asked(*bases(2, "http")) is Reason.OK
