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
    FOREIGN_PHONE = "foreign_phone"
    FIXED_LINE = "fixed_line"
    NO_DATE = "no_date"
    YEAR_ONLY = "year_only"
    YEAR_WITHOUT_DAY = "year_without_day"
    YEAR_CANNOT_BE = "year_cannot_be"
    ENDS_BEFORE_GRANT = "ends_before_grant"
    COUNTS_FROM_1904 = "counts_from_1904"
    NO_NUMBER = "no_number"
    NO_VALUE = "no_value"
    LEFT_EMPTY = "left_empty"
    MENDED = "mended"
    FROM_LINK = "from_link"
    ONE_OF_SEVERAL = "one_of_several"
    LOST_LETTER = "lost_letter"
    NO_ROW = "no_row"
    UNKNOWN_COMMUNITY = "unknown_community"
