"""The messages of the list of what is to be done; titles for one site and for several."""

from watcher.core.months.actions import Action, Assignee
from watcher.wording.catalogue import N_

TITLES = {
    Action.SAVE_PAST_END: (
        N_("Save the site whose term has ended: it still opens"),
        N_("Save {n} sites whose term has ended: they still open"),
    ),
    Action.HANDLE_HIJACKED: (N_("Handle the hijacked site"), N_("Handle {n} hijacked sites")),
    Action.CALL_DUE: (
        N_("Call the owner whose domain ends within {days} days"),
        N_("Call {n} owners whose domain ends within {days} days"),
    ),
    Action.DECIDE_DARK: (
        N_("Decide on the dark site: revive or close it"),
        N_("Decide on {n} dark sites: revive or close them"),
    ),
    Action.PAY_HOSTING: (
        N_("Ask the owner whose hosting ends within {days} days"),
        N_("Ask {n} owners whose hosting ends within {days} days"),
    ),
    Action.COACH_UNUSED: (
        N_("Coach the owner who has never used the site"),
        N_("Coach {n} owners who have never used their site"),
    ),
    Action.MEND_ADDRESSES: (
        N_("Correct the e-mail address that cannot be reached"),
        N_("Correct {n} e-mail addresses that cannot be reached"),
    ),
    Action.FIND_EXPIRY: (
        N_("Find out when the domain ends whose date is not known"),
        N_("Find out when {n} domains end whose date is not known"),
    ),
}
DETAILS = {
    Action.SAVE_PAST_END: N_("Call today, while paying is enough: {names}."),
    Action.HANDLE_HIJACKED: N_("Ask the host to suspend for now: {names}."),
    Action.CALL_DUE: N_("The first to end comes first: {names}."),
    Action.DECIDE_DARK: N_("The domain can still be saved: {savable}; the name is lost: {lost}."),
    Action.PAY_HOSTING: N_("The first to end comes first: {names}."),
    Action.COACH_UNUSED: N_("One session a community: {communities}."),
    Action.MEND_ADDRESSES: N_("Until then the owner gets no warning: {names}."),
    Action.FIND_EXPIRY: N_("Without a date nobody can be warned: {names}."),
}
DONE = {
    Action.SAVE_PAST_END: N_("Terms that had ended and were renewed: {done} of {asked}."),
    Action.HANDLE_HIJACKED: N_("Hijacked sites handled: {done} of {asked}."),
    Action.CALL_DUE: N_("Domains renewed of those that were about to end: {done} of {asked}."),
    Action.DECIDE_DARK: N_("Dark sites revived or closed: {done} of {asked}."),
    Action.PAY_HOSTING: N_("Hostings renewed of those that were about to end: {done} of {asked}."),
    Action.COACH_UNUSED: N_("Owners who have begun to use their site: {done} of {asked}."),
    Action.MEND_ADDRESSES: N_("E-mail addresses corrected: {done} of {asked}."),
    Action.FIND_EXPIRY: N_("Missing domain dates found: {done} of {asked}."),
}
#: Added to a message of DONE where some of the sites are no longer watched.
AWAY = N_("Paused or withdrawn since: {away}.")
DOERS = {
    Assignee.OFFICER: N_("Programme officer"),
    Assignee.COORDINATORS: N_("Community coordinators"),
    Assignee.HEAD: N_("Head of the office"),
    Assignee.SYSADMIN: N_("Sysadmin"),
}
