"""Write the summary of page one: whole messages, chosen by the figures alone.

A function of `SENTENCES` yields nothing where the figures that it needs are missing.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from watcher.core.looks.access import Access
from watcher.core.pages.page_history import PageOwner
from watcher.core.sites.state import State
from watcher.report.figures.month_figures import Outline
from watcher.report.sentences.report_context import ReportContext

_TAG = re.compile(r"</?b>")
#: Yields the sentences of one subject; none where there is nothing to say.
Sentence = Callable[[ReportContext], Iterable[Markup]]


def _looks(context: ReportContext) -> Iterator[Markup]:
    """Say how much of the month was measured, where that is too little to state counts."""
    figures, formatter = context.now, context.formatter
    month = formatter.month_name(figures.month)
    if not figures.quality.looks:
        yield context.marked_up(
            "<b>No look was made in {month}</b>: nothing is known of it.", month=month
        )
    elif not figures.quality.enough:
        share = formatter.percent(figures.quality.coverage)
        yield context.marked_up(
            "<b>Too little data: only {share} of the site hours of {month} were measured.</b>"
            " How many sites opened or were in use is not said.",
            share=share,
            month=month,
        )
    began = figures.began
    if began is not None and figures.period.start < began < figures.period.end:
        day = formatter.day(began)
        yield context.marked_up(
            "Watching began on <b>{day}</b>: nothing is said of before.", day=day
        )


def _base(context: ReportContext) -> Iterator[Markup]:
    """Say how many sites were granted, and how many of them are watched."""
    figures = context.now
    granted, away = len(figures.everyone), len(figures.away)
    if away:
        yield context.counted(
            "Of <b>{n} granted site</b>, {watched} are watched ({away} paused or withdrawn).",
            "Of <b>{n} granted sites</b>, {watched} are watched ({away} paused or withdrawn).",
            granted,
            watched=figures.counts.total,
            away=away,
        )
    else:
        yield context.counted(
            "<b>{n} granted site</b> is watched.",
            "All <b>{n} granted sites</b> are watched.",
            granted,
        )


def _opens(context: ReportContext) -> Iterator[Markup]:
    """Say how many sites opened at the last instant, compared with the month before."""
    if not context.now.quality.enough:
        return
    counts, month = context.now.counts, context.formatter.month_name(context.now.month)
    yield context.marked_up(
        "<b>{opens} could be opened</b> at the end of {month}.", opens=counts.opens, month=month
    )
    if context.before is not None:
        yield _compared(context, context.before)


def _compared(context: ReportContext, before: Outline) -> Markup:
    """Say the difference to the month before; only its count where other sites were watched."""
    month = context.formatter.month_name(before.month)
    if context.comparable is None:
        return context.marked_up(
            "Other sites were watched in {month}: {opens} of {n} could be opened then.",
            month=month,
            opens=before.counts.opens,
            n=before.counts.total,
        )
    more = context.now.counts.opens - before.counts.opens
    if more > 0:
        return context.marked_up("That is {d} more than in {month}.", d=more, month=month)
    if more < 0:
        return context.marked_up("That is {d} fewer than in {month}.", d=-more, month=month)
    return context.marked_up("That is as many as in {month}.", month=month)


def _not_opening(context: ReportContext) -> Iterator[Markup]:
    """Say which sites are not in that count, and why; by name where the office can act."""
    if not context.now.quality.enough:
        return
    figures = context.now
    disturbed = figures.not_opening(Access.DISTURBED)
    if disturbed:
        names = context.names(disturbed)
        yield context.marked_up("Disturbed at that moment: {names}.", names=names)
    foreign = figures.shown_by(PageOwner.FOREIGN)
    if foreign:
        names = context.names(foreign)
        yield context.marked_up("Answered, but not with the grantee's page: {names}.", names=names)
    unproven = len(figures.shown_by(PageOwner.UNPROVEN))
    if unproven:
        yield context.marked_up("Answered, with a page that cannot be judged: {n}.", n=unproven)
    unseen = len(figures.not_opening(Access.NOT_SEEN))
    if unseen:
        yield context.marked_up("Not seen at that moment: {n}.", n=unseen)


def _dark(context: ReportContext) -> Iterator[Markup]:
    if not context.now.quality.enough:
        return
    dark = context.now.counts[State.DARK]
    if not dark:
        yield context.marked_up("No site is known to be dark.")
        return
    yield context.counted(
        "<b>{n} site is dark</b>; domain not renewed: {k}.",
        "<b>{n} sites are dark</b>; domain not renewed: {k}.",
        dark,
        k=context.now.dark_by_domain,
    )


def _use(context: ReportContext) -> Iterator[Markup]:
    if not context.now.quality.enough:
        return
    counts, days = context.now.counts, context.now.limits.stale_after.days
    yield context.marked_up(
        "<b>In use: {in_use}</b> (a change within {days} days was seen or stated)."
        " <b>Never used</b> since hand-over: <b>{never_used}</b>;"
        " not changed for more than {days} days: {stale}.",
        in_use=counts[State.IN_USE],
        never_used=counts[State.NEVER_USED],
        stale=counts[State.STALE],
        days=days,
    )
    unknown = counts[State.UNKNOWN]
    if unknown:
        yield context.counted(
            "<b>{n} site cannot be judged yet</b> and is in no share.",
            "<b>{n} sites cannot be judged yet</b> and are in no share.",
            unknown,
        )


def _past_end(context: ReportContext) -> Iterator[Markup]:
    past = context.now.past_end
    if past:
        yield context.counted(
            "<b>{n} site is past the end of its term and opened when last seen</b>: {names}.",
            "<b>{n} sites are past the end of their terms and opened when last seen</b>: {names}.",
            len(past),
            names=context.names(past),
        )


def _due(context: ReportContext) -> Iterator[Markup]:
    days = context.now.limits.due_within_days
    if not context.now.due_domains:
        yield context.marked_up("No domain is known to fall due within {days} days.", days=days)
        return
    yield context.counted(
        "<b>{n} domain</b> falls due within {days} days; within 14 days: {soon}.",
        "<b>{n} domains</b> fall due within {days} days; within 14 days: {soon}.",
        context.now.due_domains,
        days=days,
        soon=context.now.due_soon,
    )


def _hijacked(context: ReportContext) -> Iterator[Markup]:
    hijacked = context.now.counts[State.HIJACKED]
    if not hijacked:
        yield context.marked_up("No site is known to be hijacked.")
        return
    yield context.counted(
        "<b>{n} site is hijacked</b> and needs action at once.",
        "<b>{n} sites are hijacked</b> and need action at once.",
        hijacked,
    )


def _letters(context: ReportContext) -> Iterator[Markup]:
    figures = context.now
    if not figures.post.sent:
        yield context.marked_up("No letter was sent this month; owners who answered: {answered}.",
                          answered=figures.answered)  # fmt: skip
        return
    yield context.counted(
        "The office sent <b>{n} letter</b>; owners who answered: {answered}.",
        "The office sent <b>{n} letters</b>; owners who answered: {answered}.",
        figures.post.sent,
        answered=figures.answered,
    )


#: The paragraphs, each with its subjects in order.
SENTENCES: tuple[tuple[Sentence, ...], ...] = (
    (_looks,),
    (_base, _opens, _not_opening, _dark),
    (_use,),
    (_past_end, _due, _hijacked),
    (_letters,),
)


def sentences(context: ReportContext) -> list[Markup]:
    """Return the paragraphs of the summary."""
    paragraphs = (
        Markup(" ").join(sentence for subject in row for sentence in subject(context))
        for row in SENTENCES
    )
    return [paragraph for paragraph in paragraphs if paragraph]


def plain(context: ReportContext) -> list[str]:
    """Return the paragraphs of the summary as plain text, for JSON."""
    return [html.unescape(_TAG.sub("", str(paragraph))) for paragraph in sentences(context)]
