"""The names of the four indicators, of what is measured for each, and of the five classes."""

from watcher.core.months.indicators import Indicator, Rating
from watcher.wording.catalogue import N_

INDICATORS = {
    Indicator.TARGETING: N_("Targeting"),
    Indicator.OUTREACH: N_("Outreach"),
    Indicator.GOALS: N_("Goals reached"),
    Indicator.MONITORING: N_("Monitoring"),
}
MEASURED = {
    Indicator.TARGETING: N_("Sites whose title shows the granted name ({n} read)"),
    Indicator.OUTREACH: N_("Owners whose mail server accepted a letter ({n} written to)"),
    Indicator.GOALS: N_("Sites that open and changed within {days} days ({n} known)"),
    Indicator.MONITORING: N_("Site hours measured ({n} sites)"),
}
RATINGS = {
    Rating.VERY_GOOD: N_("Very good"),
    Rating.GOOD: N_("Good"),
    Rating.FAIR: N_("Fair"),
    Rating.POOR: N_("Poor"),
    Rating.VERY_POOR: N_("Very poor"),
}
