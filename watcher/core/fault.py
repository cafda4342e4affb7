"""What can be wrong with one cell of the officer's list. wording/ has words for each."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a cell of the register cannot be right, or what is odd about it."""

    EMPTY = "empty"
    NO_URL = "no_url"
    FORBIDDEN_URL = "forbidden_url"
    CHANNEL_NOT_SITE = "channel_not_site"
    SAME_AS_ROW = "same_as_row"
    NO_EMAIL = "no_email"
    TYPO_EMAIL = "typo_email"
    NO_PHONE = "no_phone"
    NO_DATE = "no_date"
    YEAR_ONLY = "year_only"
    NO_NUMBER = "no_number"
    UNKNOWN_COMMUNITY = "unknown_community"
