// SPDX-License-Identifier: GPL-3.0-or-later
// The answer in words. It says what was measured and no more: what lies between two densities, or
// above the last one, is named as not measured.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/inference/maximum.h"
#include "common/inference/verdict.h"

// What is counted.
static const char *noun(const struct maximum *maximum)
{
    const struct density *density = maximum->best ? maximum->best : maximum->breaking;
    return density && density->counts_tiles ? "tiles" : "guests";
}

static const char *ordinal_suffix(uint32_t number)
{
    static const char *const suffixes[] = {"th", "st", "nd", "rd"};
    uint32_t last = number % 10;
    bool is_teen = number % 100 >= 11 && number % 100 <= 13;
    return is_teen || last > 3 ? "th" : suffixes[last];
}

// Three significant digits without an exponent; over nothing everything is infinitely much.
static void format_times(char text[UNITS_TEXT_SIZE], double value)
{
    if (value >= 1e9)
        snprintf(text, UNITS_TEXT_SIZE, "over 1000000000x");
    else
        snprintf(text, UNITS_TEXT_SIZE, value < 1000 ? "%.3gx" : "%.0fx", value);
}

static void format_figure(char text[UNITS_TEXT_SIZE], enum slo_bound bound, double value)
{
    struct rate rate = {.value = value};
    switch (bound) {
    case SLO_DURATION_NS:
        units_format_duration_ns(text, value);
        return;
    case SLO_TIMES_SOLO:
        format_times(text, value);
        return;
    case SLO_SHARE:
        units_format_share(text, value);
        return;
    case SLO_RATE:
        units_format_rate(text, &rate);
        return;
    }
    *text = '\0';
}

static void add_interval(struct strbuf *text, enum slo_bound bound, const struct estimate *estimate)
{
    char low[UNITS_TEXT_SIZE];
    char high[UNITS_TEXT_SIZE];
    if (isnan(estimate->low) || isnan(estimate->high)) {
        strbuf_add(text, " (no interval: boot more often)");
        return;
    }
    format_figure(low, bound, estimate->low);
    format_figure(high, bound, estimate->high);
    strbuf_printf(text, " [%s, %s]", low, high);
}

// "4.1x solo [3.6x, 4.9x], allowed 3x"
static void add_term(struct strbuf *text, const struct density_term *term)
{
    bool relative = verdict_is_relative(&term->term);
    const struct estimate *estimate = &term->estimate;
    char figure[UNITS_TEXT_SIZE];
    if (isnan(estimate->value)) {
        strbuf_printf(text, "unknown, as %s was not measured",
                      !relative      ? "it"
                      : term->stream ? "one tile alone"
                                     : "one guest alone");
        return;
    }
    scope_free char *whole = slo_term_format(&term->term);
    format_figure(figure, term->term.bound, estimate->value);
    bool is_share = term->term.bound == SLO_SHARE;
    strbuf_printf(text, "%s%s", figure, !relative ? "" : is_share ? " of solo" : " solo");
    add_interval(text, term->term.bound, estimate);
    strbuf_printf(text, ", %s %s", term->term.at_most ? "allowed" : "required",
                  strchr(whole, '=') + 1);
}

// What total throughput came to at the density that breaks.
static void add_total(struct strbuf *text, const struct maximum *maximum)
{
    const struct estimate *ratio = &maximum->breaking->total_ratio;
    char figure[UNITS_TEXT_SIZE];
    if (isnan(ratio->value)) {
        strbuf_add(text, "unknown, as nothing was done");
        return;
    }
    format_times(figure, ratio->value);
    strbuf_printf(text, "%s that of %" PRIu32, figure, maximum->guests);
    add_interval(text, SLO_TIMES_SOLO, ratio);
}

// "p99: 4.1x solo [...], allowed 3x" or what total throughput does.
static void add_reason(struct strbuf *text, const struct maximum *maximum)
{
    const char *stream =
        maximum->broken ? maximum->broken->stream : maximum->breaking->rises_stream;
    if (stream)
        strbuf_printf(text, "%s's ", stream);
    if (maximum->undecided && maximum->breaking->is_silent) {
        strbuf_add(text, "operations: none ended in the measured windows, so give longer ones");
        return;
    }
    if (maximum->broken) {
        strbuf_printf(text, "%s: ", slo_metric_name(maximum->broken->term.metric));
        add_term(text, maximum->broken);
        return;
    }
    strbuf_add(text,
               maximum->undecided ? "total throughput: " : "total throughput no longer rises: ");
    add_total(text, maximum);
}

static void add_gap(struct strbuf *text, const struct maximum *maximum)
{
    uint32_t first = maximum->guests + 1;
    uint32_t last = maximum->next - 1;
    if (first == last)
        strbuf_printf(text, "%" PRIu32 " was not measured", first);
    else
        strbuf_printf(text, "%" PRIu32 " to %" PRIu32 " were not measured", first, last);
}

static void say_none(struct strbuf *text, const struct maximum *maximum)
{
    uint32_t next = maximum->next;
    if (maximum->undecided && next == 1)
        strbuf_printf(text, "it is undecided whether this host holds even one of these %s",
                      noun(maximum));
    else if (maximum->undecided)
        strbuf_printf(text,
                      "it is undecided whether this host holds %" PRIu32
                      " of these %s, the fewest measured",
                      next, noun(maximum));
    else if (next == 1)
        strbuf_printf(text, "this host does not hold even one of these %s", noun(maximum));
    else
        strbuf_printf(text, "this host does not hold %" PRIu32 " of these %s, the fewest measured",
                      next, noun(maximum));
    if (maximum->undecided && maximum->ended && *maximum->ended)
        strbuf_printf(text, " (%s)", maximum->ended);
    strbuf_add(text, "; ");
    add_reason(text, maximum);
}

static void say_next(struct strbuf *text, const struct maximum *maximum)
{
    const char *suffix = ordinal_suffix(maximum->next);
    if (maximum->undecided)
        strbuf_printf(text, "whether it holds the %" PRIu32 "%s too is undecided, by ",
                      maximum->next, suffix);
    else if (maximum->broken)
        strbuf_printf(text, "the %" PRIu32 "%s breaks ", maximum->next, suffix);
    else
        strbuf_printf(text, "with the %" PRIu32 "%s, ", maximum->next, suffix);
    add_reason(text, maximum);
}

static void say_gap(struct strbuf *text, const struct maximum *maximum)
{
    if (maximum->undecided)
        strbuf_printf(text, "whether it holds %" PRIu32 " is undecided, and ", maximum->next);
    else
        strbuf_printf(text, "it does not hold %" PRIu32 ", and ", maximum->next);
    add_gap(text, maximum);
    strbuf_printf(text, ". At %" PRIu32 ", ", maximum->next);
    add_reason(text, maximum);
}

static bool was_ended(const struct maximum *maximum)
{
    return maximum->ended && *maximum->ended && !(maximum->exact && !maximum->undecided);
}

// What is left open by who ended it: an interval, as far as one is known.
static void say_open(struct strbuf *text, const struct maximum *maximum)
{
    uint32_t failing = maximum->failing ? maximum->failing->guests : 0;
    if (failing)
        strbuf_printf(text,
                      "this host holds between %" PRIu32 " and %" PRIu32 " of these %s (%" PRIu32
                      " holds, %" PRIu32 " fails; %s)",
                      maximum->guests, failing - 1, noun(maximum), maximum->guests, failing,
                      maximum->ended);
    else
        strbuf_printf(text, "this host holds at least %" PRIu32 " of these %s (%s)",
                      maximum->guests, noun(maximum), maximum->ended);
    if (maximum->next) {
        strbuf_printf(text, ". %s %" PRIu32 ", ", maximum->undecided ? "Undecided at" : "At",
                      maximum->next);
        add_reason(text, maximum);
    }
}

static void say_some(struct strbuf *text, const struct maximum *maximum)
{
    if (was_ended(maximum)) {
        say_open(text, maximum);
        return;
    }
    strbuf_printf(text, "this host holds %s%" PRIu32 " of these %s; ",
                  maximum->next ? "" : "at least ", maximum->guests, noun(maximum));
    if (maximum->next == 0)
        strbuf_add(text, "more were not measured");
    else if (maximum->exact)
        say_next(text, maximum);
    else
        say_gap(text, maximum);
}

// The first line of a reason; a console's lines may follow it.
static int first_line(const char *reason)
{
    return (int)strcspn(reason, "\n");
}

static void add_limits(struct strbuf *text, const struct maximum *maximum)
{
    const struct step_record *refused = maximum->refused, *lost = maximum->lost;
    // One that was stopped says "stopped at 740 of 912 guests: ..." and has guests.
    if (refused && refused->guest_count > 0)
        strbuf_printf(text, " The next step was %.*s.", first_line(refused->reason),
                      refused->reason);
    else if (refused)
        strbuf_printf(text, " %" PRIu32 " were refused: %.*s.", step_record_units(refused),
                      first_line(refused->reason), refused->reason);
    if (lost)
        strbuf_printf(text, " With %" PRIu32 ", a guest was lost: %.*s.", step_record_units(lost),
                      first_line(lost->reason), lost->reason);
}

// Holding without terms means little more than running.
static void add_caution(struct strbuf *text, const struct maximum *maximum)
{
    if (maximum->best && maximum->best->is_idle)
        strbuf_add(text, " They are idle: all that was asked of them is to boot and to stay.");
    else if (maximum->best && maximum->best->term_count == 0)
        strbuf_add(text, " No service level was asked for: only total throughput was judged.");
}

static void capitalise(char *text)
{
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 'a' + 'A');
}

char *maximum_sentence(const struct maximum *maximum, bool emulated)
{
    struct strbuf text = {0};
    if (emulated)
        strbuf_add(&text, "under emulation (TCG), ");
    if (maximum->guests > 0)
        say_some(&text, maximum);
    else if (maximum->next > 0)
        say_none(&text, maximum);
    else
        strbuf_add(&text, "no density was measured to its end, so how many of these guests this "
                          "host holds is not known");
    strbuf_add(&text, ".");
    add_limits(&text, maximum);
    add_caution(&text, maximum);
    char *sentence = strbuf_take(&text);
    capitalise(sentence);
    return sentence;
}
