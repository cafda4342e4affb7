"""Map the reason of a look to its state in the JSON contract, and the state to an outcome."""

from enum import StrEnum

from watcher.core.looks.observation import Outcome, Reason


class LookState(StrEnum):
    """What an availability look saw, in the words of the JSON contract."""

    UP = "up"
    DEGRADED = "degraded"  # answers, but not well
    DOWN = "down"
    BLOCKED = "blocked"  # by an internet provider
    FOREIGN = "foreign"  # answers, but it is not the grantee's page any more
    UNKNOWN = "unknown"  # cannot tell, or it is our own side
    REFUSED = "refused"  # we will not fetch it


OUTCOME_OF = {
    LookState.UP: Outcome.OK,
    LookState.DEGRADED: Outcome.OK,
    LookState.FOREIGN: Outcome.OK,
    LookState.DOWN: Outcome.FAILED,
    LookState.BLOCKED: Outcome.UNKNOWN,
    LookState.UNKNOWN: Outcome.UNKNOWN,
    LookState.REFUSED: Outcome.UNKNOWN,
}


_STATES: dict[LookState, tuple[Reason, ...]] = {
    LookState.UP: (Reason.OK,),
    LookState.DEGRADED: (
        Reason.SLOW,
        Reason.TRUNCATED,
        Reason.TOO_LARGE,
        Reason.EMPTY_PAGE,
        Reason.BAD_ENCODING,
        Reason.BAD_CHARSET,
        Reason.AUTH_REQUIRED,
        Reason.MAINTENANCE,
        # The server answers and only the certificate is wrong: browsers warn, but visitors can
        # go on. Reporting that as down would accuse the owner falsely.
        Reason.TLS_EXPIRED,
        Reason.TLS_EXPIRING,
        Reason.TLS_NOT_YET_VALID,
        Reason.TLS_WRONG_HOST,
        Reason.TLS_SELF_SIGNED,
        Reason.TLS_UNTRUSTED,
        Reason.TLS_INCOMPLETE_CHAIN,
        Reason.TLS_WEAK,
        Reason.TLS_ODD_DATES,
        Reason.TLS_INVALID,
        Reason.DEFAULT_PAGE,
        Reason.DIRECTORY_LISTING,
        Reason.COMING_SOON,
        Reason.PLACEHOLDER,
        Reason.SOFT_404,
    ),
    LookState.FOREIGN: (
        Reason.OFFSITE_REDIRECT,
        Reason.DOMAIN_EXPIRED,
        Reason.PARKED,
        Reason.HIJACKED,
    ),
    LookState.BLOCKED: (Reason.ISP_BLOCK,),
    LookState.REFUSED: (Reason.BLOCKED_ADDRESS, Reason.BLOCKED_SCHEME),
    LookState.UNKNOWN: (
        Reason.CHALLENGE,
        Reason.RATE_LIMITED,
        Reason.DNS_REFUSED,
        Reason.DNS_TIMEOUT,
        Reason.DNS_ERROR,
        Reason.OWN_NETWORK,
        Reason.OWN_DNS,
        Reason.INTERNAL_ERROR,
    ),
}
_STATE_OF = {reason: state for state, reasons in _STATES.items() for reason in reasons}


def look_state(reason: Reason) -> LookState:
    """The state of an availability look with this reason; a reason that is not listed is DOWN."""
    return _STATE_OF.get(reason, LookState.DOWN)
