"""The messages for members of enums: states, reasons, steps. A test demands every member."""

from watcher.core.domains.expiry import Confidence, ExpiryKind
from watcher.core.domains.renewal import Renewal
from watcher.core.looks.access import Access
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.pages.freshness import UpdateKind
from watcher.core.sites.act import Act, ActKind
from watcher.core.sites.next_step import NextStep
from watcher.core.sites.overlay import Overlay
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer
from watcher.core.sites.state import State
from watcher.wording.catalogue import N_

#: A glyph beside every state: for print in grey, and for colour-blind readers.
GLYPHS = {
    State.IN_USE: "✓",
    State.STALE: "~",
    State.NEVER_USED: "○",
    State.DARK: "×",
    State.HIJACKED: "!",
    State.UNKNOWN: "?",
}
STATES = {
    State.IN_USE: N_("In use"),
    State.STALE: N_("Stale"),
    State.NEVER_USED: N_("Never used"),
    State.DARK: N_("Dark"),
    State.HIJACKED: N_("Hijacked"),
    State.UNKNOWN: N_("Unknown"),
}
STATE_NOTES = {
    State.IN_USE: N_("changed within {stale_days} days"),
    State.STALE: N_("no change for over {stale_days} days"),
    State.NEVER_USED: N_("still the content of the hand-over"),
    State.DARK: N_("over {dark_days} days, or not the owner's page"),
    State.HIJACKED: N_("content replaced by others"),
    State.UNKNOWN: N_("cannot be judged yet"),
}
OVERLAYS = {
    Overlay.PAST_END: N_("past its end, open when last seen"),
    Overlay.DUE: N_("falls due within {due_days} days"),
    Overlay.DISTURBED: N_("disturbed"),
    Overlay.REVIEW: N_("to be checked by a person"),
    Overlay.CERTIFICATE: N_("certificate expired"),
    Overlay.WAS_HIJACKED: N_("hijacked before"),
}
ACCESSES = {
    Access.OPENS: N_("opens"),
    Access.DISTURBED: N_("does not open at the moment"),
    Access.DOWN: N_("does not open"),
    Access.NOT_SEEN: N_("not seen at that moment"),
}
ACTS = {
    ActKind.ANSWERED: N_("answer of the owner"),
    ActKind.CONTACTED: N_("spoke with the owner"),
    ActKind.PAYMENT: N_("payment seen"),
    ActKind.PAUSED: N_("paused"),
    ActKind.RESUMED: N_("resumed"),
    ActKind.OVERRIDE: N_("state set by hand"),
    ActKind.SAFE: N_("marked as safe"),
    ActKind.CONFIRMED: N_("hijack confirmed"),
    ActKind.BASELINE: N_("content of the hand-over"),
    ActKind.MOVED: N_("moved to another address"),
}
#: Names of ActKind.PAUSED by the standing that it sets.
_PAUSED_AS = {
    MonitoringStatus.CLOSED.value: N_("closed"),
    MonitoringStatus.WITHDRAWN.value: N_("removed"),
}
_OVERRIDE_REMOVED = N_("state no longer set by hand")


def name_of_act(act: Act) -> str:
    """Return the message that names an act; some kinds have several names, by what was set."""
    name = ACTS[act.kind]
    if act.kind is ActKind.PAUSED:
        return _PAUSED_AS.get(act.after.get("standing", ""), name)
    if act.kind is ActKind.OVERRIDE and "state" not in act.after:
        return _OVERRIDE_REMOVED
    return name


SOURCES = {
    "rdap": N_("registry"),
    "whois": N_("registry"),
    "manual": N_("the office's list"),
    "grant": N_("a year after the grant"),
    "certificate": N_("the certificate"),
}
STEPS = {
    NextStep.NOTHING: N_("Nothing to do"),
    NextStep.RENEW_DOMAIN: N_("Ask the owner to renew the domain"),
    NextStep.SAVE_DOMAIN: N_("Have the domain renewed now, while it can be"),
    NextStep.ASK_WHOSE_NAME: N_("Ask the owner who registered the name anew"),
    NextStep.LIFT_SUSPENSION: N_("Ask the owner to settle the bill with the host"),
    NextStep.ASK_HOSTING_END: N_("Ask the owner when the hosting ends"),
    NextStep.DECIDE_CLOSING: N_("The owner will not go on: close the site, or hand it over"),
    NextStep.MEND_CERTIFICATE: N_("Ask the host to renew the certificate"),
    NextStep.VERIFY_DOMAIN: N_("Ask the owner to click the link in the registrar's e-mail"),
    NextStep.LIFT_HOLD: N_("Ask the owner why the registrar holds the domain"),
    NextStep.REDEEM_DOMAIN: N_("Decide: buy the domain back, or close the site"),
    NextStep.NEW_DOMAIN: N_("The name is lost: a new domain, or close the site"),
    NextStep.RENEW_HOSTING: N_("Ask the owner to pay for the hosting"),
    NextStep.CALL_OWNER: N_("Call the owner: revive the site, or close it"),
    NextStep.SUSPEND_AND_CLEAN: N_("Ask the host to suspend the site, then clean it"),
    NextStep.LOOK_YOURSELF: N_("Open the site yourself: was it hijacked?"),
    NextStep.COACH: N_("Help the owner to fill the site"),
    NextStep.ASK_FOR_NEWS: N_("Ask the owner for news: one photo, one price"),
    NextStep.WAIT: N_("Wait for the next looks"),
}
STANDINGS = {
    MonitoringStatus.ACTIVE: N_("watched"),
    MonitoringStatus.PAUSED: N_("paused"),
    MonitoringStatus.CLOSED: N_("closed"),
    MonitoringStatus.WITHDRAWN: N_("withdrawn"),
}
ANSWERS = {
    OwnerAnswer.DONE: N_("it is renewed"),
    OwnerAnswer.HELP: N_("wants help"),
    OwnerAnswer.CLOSE: N_("will not go on"),
    OwnerAnswer.STOP: N_("wants no more letters"),
}
CLOCKS = {
    ExpiryKind.DOMAIN: N_("Domain"),
    ExpiryKind.HOSTING: N_("Hosting"),
    ExpiryKind.CERTIFICATE: N_("Certificate"),
}
#: What a coordinator asks an owner, by next step; other steps need no call.
ASKS = {
    NextStep.RENEW_DOMAIN: N_("The domain is valid until {domain}. Has it been renewed?"),
    NextStep.SAVE_DOMAIN: N_(
        "The domain ended on {domain}. It can still be renewed now. Has it been renewed?"
    ),
    NextStep.ASK_WHOSE_NAME: N_("The domain was registered anew. Was that you?"),
    NextStep.LIFT_SUSPENSION: N_("The host has suspended the site. Has the bill been settled?"),
    NextStep.ASK_HOSTING_END: N_("Until when is the hosting paid? The date stands on the bill."),
    NextStep.DECIDE_CLOSING: N_("You said that you will not go on. May we close the site?"),
    NextStep.VERIFY_DOMAIN: N_(
        "The domain waits for a click on the link in the seller's e-mail. Has the e-mail come?"
    ),
    NextStep.REDEEM_DOMAIN: N_(
        "The domain ended on {domain}. It can still be bought back, at a higher price. Shall it be?"
    ),
    NextStep.NEW_DOMAIN: N_("The domain is lost. Is a new one wanted?"),
    NextStep.RENEW_HOSTING: N_("The hosting is paid until {hosting}. Has it been renewed?"),
    NextStep.LIFT_HOLD: N_("The domain is on hold at its seller. Has the seller written why?"),
    NextStep.CALL_OWNER: N_("The site does not show the business: {reason}. Shall it be revived?"),
    NextStep.SUSPEND_AND_CLEAN: N_(
        "The site shows content of strangers. May the host close it until it is clean?"
    ),
    NextStep.COACH: N_("The site is ready, but still empty. Is help with filling it wanted?"),
    NextStep.ASK_FOR_NEWS: N_(
        "The site has not changed for a long time. Is there a new photo or price?"
    ),
}
#: The same questions where no date of the domain is known.
ASKS_WITHOUT_DATE = {
    NextStep.SAVE_DOMAIN: N_("The domain has ended. It can still be renewed now. Has it been?"),
    NextStep.REDEEM_DOMAIN: N_(
        "The domain has ended. It can still be bought back, at a higher price. Shall it be?"
    ),
}
DOMAIN_STATES = {
    DomainState.REGISTERED: N_("registered"),
    DomainState.EXPIRING: N_("about to expire"),
    DomainState.EXPIRED: N_("expired"),
    DomainState.GRACE: N_("past its end"),
    DomainState.REDEMPTION: N_("in the redemption period"),
    DomainState.PENDING_DELETE: N_("about to be deleted"),
    DomainState.HOLD: N_("on hold at the registrar"),
    DomainState.UNREGISTERED: N_("not registered"),
    DomainState.NOT_APPLICABLE: N_("does not apply"),
    DomainState.UNKNOWN: N_("not known"),
}
CONFIDENCES = {
    Confidence.CERTAIN: N_("certain"),
    Confidence.ESTIMATE: N_("estimate"),
    Confidence.MANUAL: N_("entered by the office"),
    Confidence.UNKNOWN: N_("not known"),
}
RENEWALS = {
    Renewal.NONE: N_("no renewal seen"),
    Renewal.RENEWED: N_("renewed"),
    Renewal.UNCERTAIN: N_("the date moved by itself; payment not seen"),
    Renewal.REREGISTERED: N_("registered anew, perhaps by a stranger"),
}
UPDATE_KINDS = {
    UpdateKind.OBSERVED: N_("seen by us"),
    UpdateKind.CLAIMED_STRONG: N_("stated by the site"),
    UpdateKind.CLAIMED_WEAK: N_("stated by the server"),
    UpdateKind.NONE: N_("not known"),
}

_SERVER_ODD = N_("the server answers in a way that cannot be read")
_CERTIFICATE = N_("problem with the security certificate")
_NO_ANSWER = N_("the server does not answer")
_OFF = N_("watcher was off or its own line was down")
_REGISTRY_ODD = N_("the registry's answer cannot be read")

REASONS = {
    Reason.OK: N_("works"),
    Reason.SLOW: N_("answers slowly"),
    Reason.TRUNCATED: N_("the page breaks off"),
    Reason.TOO_LARGE: N_("the page is too large"),
    Reason.EMPTY_PAGE: N_("the page is empty"),
    Reason.APP_ERROR: N_("the site shows a program error"),
    Reason.BAD_ENCODING: _SERVER_ODD,
    Reason.BAD_CHARSET: _SERVER_ODD,
    Reason.HTTP_3XX: N_("the redirect leads nowhere"),
    Reason.HTTP_4XX: N_("the page is missing or refused"),
    Reason.HTTP_5XX: N_("server error"),
    Reason.HTTP_OTHER: _SERVER_ODD,
    Reason.AUTH_REQUIRED: N_("the site asks for a password"),
    Reason.MAINTENANCE: N_("the site is under maintenance"),
    Reason.CHALLENGE: N_("the server refuses watcher"),
    Reason.RATE_LIMITED: N_("the server refuses watcher"),
    Reason.BAD_HTTP: _SERVER_ODD,
    Reason.NOT_HTTP: _SERVER_ODD,
    Reason.HTTP_TOO_LARGE: _SERVER_ODD,
    Reason.BAD_REDIRECT: N_("the redirect leads nowhere"),
    Reason.BLOCKED_SCHEME: N_("the redirect leads to a forbidden place"),
    Reason.BLOCKED_ADDRESS: N_("the address lies in a private network"),
    Reason.REDIRECT_LOOP: N_("the redirects go round in a circle"),
    Reason.REDIRECT_LIMIT: N_("the redirects go round in a circle"),
    Reason.OFFSITE_REDIRECT: N_("the site sends visitors to another address"),
    Reason.CONNECT_REFUSED: _NO_ANSWER,
    Reason.RESET: _NO_ANSWER,
    Reason.CLOSED: _NO_ANSWER,
    Reason.TIMEOUT_CONNECT: _NO_ANSWER,
    Reason.TIMEOUT_TLS: _NO_ANSWER,
    Reason.TIMEOUT_READ: _NO_ANSWER,
    Reason.TIMEOUT_TOTAL: _NO_ANSWER,
    Reason.TLS_EXPIRED: N_("the security certificate has expired"),
    Reason.TLS_EXPIRING: N_("the security certificate expires soon"),
    Reason.TLS_NOT_YET_VALID: _CERTIFICATE,
    Reason.TLS_WRONG_HOST: _CERTIFICATE,
    Reason.TLS_SELF_SIGNED: _CERTIFICATE,
    Reason.TLS_UNTRUSTED: _CERTIFICATE,
    Reason.TLS_INCOMPLETE_CHAIN: _CERTIFICATE,
    Reason.TLS_OLD_PROTOCOL: _CERTIFICATE,
    Reason.TLS_CLIENT_CERT: _CERTIFICATE,
    Reason.TLS_WEAK: _CERTIFICATE,
    Reason.TLS_ODD_DATES: _CERTIFICATE,
    Reason.TLS_INVALID: _CERTIFICATE,
    Reason.TLS_ERROR: _CERTIFICATE,
    Reason.NOT_TLS: _CERTIFICATE,
    Reason.DNS_NXDOMAIN: N_("the name is not found"),
    Reason.DNS_NODATA: N_("the name has no address"),
    Reason.DNS_SERVFAIL: N_("the name server fails"),
    Reason.DNS_REFUSED: N_("the name server fails"),
    Reason.DNS_TIMEOUT: N_("the name server fails"),
    Reason.DNS_ERROR: N_("the name server fails"),
    Reason.ISP_BLOCK: N_("blocked by an internet provider"),
    Reason.HOSTING_SUSPENDED: N_("the hosting is suspended"),
    Reason.DOMAIN_EXPIRED: N_("the domain was not renewed"),
    Reason.PARKED: N_("a parking page"),
    Reason.DEFAULT_PAGE: N_("the host's empty default page"),
    Reason.DIRECTORY_LISTING: N_("only a list of files"),
    Reason.COMING_SOON: N_('only a "coming soon" page'),
    Reason.PLACEHOLDER: N_("still the sample content"),
    Reason.SOFT_404: N_("the page is missing"),
    Reason.HIJACKED: N_("foreign content"),
    Reason.OWN_NETWORK: _OFF,
    Reason.OWN_DNS: _OFF,
    Reason.INTERNAL_ERROR: N_("a fault in watcher itself"),
    Reason.NOT_FOUND: N_("the registry does not know the name"),
    Reason.NO_DATE: N_("the registry states no date"),
    Reason.BAD_DATE: _REGISTRY_ODD,
    Reason.AMBIGUOUS_DATE: _REGISTRY_ODD,
    Reason.WRONG_DOMAIN: _REGISTRY_ODD,
    Reason.BAD_ANSWER: _REGISTRY_ODD,
    Reason.REFERRAL_LOOP: _REGISTRY_ODD,
    Reason.DISAGREEMENT: N_("two sources contradict each other"),
    Reason.NO_SERVER: N_("no registry is known for this ending"),
    Reason.NOT_LOOKED: N_("not looked at yet"),
    Reason.PAGE_UNREAD: N_("the page was not read within the last week"),
    Reason.UNKNOWN_CONTENT: N_("nothing on the page names the owner"),
    Reason.REVIEW: N_("the page looks strange and has to be checked by a person"),
    Reason.NEWLY_WATCHED: N_("watched for too short a time to have seen a change"),
    Reason.NO_EVIDENCE: N_("nothing that was seen proves use"),
    Reason.REREGISTERED: N_("the name now belongs to somebody else"),
    Reason.HANDED_OVER: N_("still the content of the hand-over"),
}
LETTER_STATES = {
    "QUEUED": N_("waiting"),
    "SENDING": N_("being sent"),
    "SENT": N_("sent"),
    "REFUSED": N_("refused"),
    "CANCELLED": N_("cancelled"),
    "UNCERTAIN": N_("uncertain"),
}
