// SPDX-License-Identifier: GPL-3.0-or-later
// The answer and its sentence, word by word.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/inference/maximum.h"

static struct density_term p99_of(double value, double low, double high,
                                  enum density_verdict verdict)
{
    return (struct density_term){
        .term = {.metric = SLO_P99, .at_most = true, .bound = SLO_TIMES_SOLO, .value = 3},
        .estimate = {value, low, high},
        .verdict = verdict,
    };
}

static struct density density_of(uint32_t guests, struct density_term *term)
{
    return (struct density){.guests = guests,
                            .terms = term,
                            .term_count = term ? 1 : 0,
                            .verdict = term ? term->verdict : DENSITY_HOLDS,
                            .rises = DENSITY_HOLDS};
}

static void expect_sentence(const struct density *densities, size_t count, const char *expected)
{
    struct maximum maximum = maximum_of(densities, count);
    char *sentence = maximum_sentence(&maximum, false);
    cr_expect_str_eq(sentence, expected);
    free(sentence);
}

static struct density_term holding;
static struct density_term failing;
static struct density_term undecided;

static void set_up(void)
{
    holding = p99_of(1.2, 1.1, 1.3, DENSITY_HOLDS);
    failing = p99_of(4.1, 3.6, 4.9, DENSITY_FAILS);
    undecided = p99_of(3.1, 2.6, 3.9, DENSITY_UNDECIDED);
}

TestSuite(inference_maximum, .init = set_up);

Test(inference_maximum, names_the_guest_that_breaks)
{
    struct density densities[] = {density_of(1, &holding), density_of(7, &holding),
                                  density_of(8, &failing)};
    struct maximum maximum = maximum_of(densities, 3);
    cr_expect_eq(maximum.guests, 7);
    cr_expect_eq(maximum.next, 8);
    cr_expect(maximum.exact);
    cr_expect_not(maximum.undecided);
    cr_expect_eq(maximum.best, &densities[1]);
    cr_expect_eq(maximum.breaking, &densities[2]);
    cr_expect_eq(maximum.broken, &failing);
    expect_sentence(densities, 3,
                    "This host holds 7 of these guests; the 8th breaks p99: 4.1x solo [3.6x, "
                    "4.9x], allowed 3x.");
}

Test(inference_maximum, marks_emulation_first)
{
    struct density densities[] = {density_of(7, &holding), density_of(8, &failing)};
    struct maximum maximum = maximum_of(densities, 2);
    char *sentence = maximum_sentence(&maximum, true);
    cr_expect_eq(strncmp(sentence, "Under emulation (TCG), this host holds 7 ", 41), 0, "%s",
                 sentence);
    free(sentence);
}

Test(inference_maximum, claims_no_more_than_was_measured)
{
    struct density densities[] = {density_of(1, &holding), density_of(8, &holding)};
    expect_sentence(densities, 2,
                    "This host holds at least 8 of these guests; more were not measured.");
    expect_sentence(densities, 1,
                    "This host holds at least 1 of these guests; more were not measured.");
    expect_sentence(NULL, 0,
                    "No density was measured to its end, so how many of these guests this host "
                    "holds is not known.");
}

Test(inference_maximum, names_gaps)
{
    struct density densities[] = {density_of(6, &holding), density_of(8, &failing)};
    expect_sentence(densities, 2,
                    "This host holds 6 of these guests; it does not hold 8, and 7 was not "
                    "measured. At 8, p99: 4.1x solo [3.6x, 4.9x], allowed 3x.");
    densities[0].guests = 4;
    expect_sentence(densities, 2,
                    "This host holds 4 of these guests; it does not hold 8, and 5 to 7 were not "
                    "measured. At 8, p99: 4.1x solo [3.6x, 4.9x], allowed 3x.");
    densities[1] = density_of(8, &undecided);
    expect_sentence(densities, 2,
                    "This host holds 4 of these guests; whether it holds 8 is undecided, and 5 to "
                    "7 were not measured. At 8, p99: 3.1x solo [2.6x, 3.9x], allowed 3x.");
}

Test(inference_maximum, admits_the_undecided)
{
    struct density densities[] = {density_of(1, &holding), density_of(2, &undecided)};
    cr_expect(maximum_of(densities, 2).undecided);
    expect_sentence(densities, 2,
                    "This host holds 1 of these guests; whether it holds the 2nd too is undecided, "
                    "by p99: 3.1x solo [2.6x, 3.9x], allowed 3x.");
}

Test(inference_maximum, says_when_not_even_one_holds)
{
    struct density densities[] = {density_of(1, &failing), density_of(2, &holding)};
    cr_expect_eq(maximum_of(densities, 2).guests, 0);
    expect_sentence(densities, 2,
                    "This host does not hold even one of these guests; p99: 4.1x solo [3.6x, "
                    "4.9x], allowed 3x.");
    densities[0].guests = 4;
    expect_sentence(densities, 1,
                    "This host does not hold 4 of these guests, the fewest measured; p99: 4.1x "
                    "solo [3.6x, 4.9x], allowed 3x.");
    densities[0] = density_of(1, &undecided);
    expect_sentence(densities, 1,
                    "It is undecided whether this host holds even one of these guests; p99: 3.1x "
                    "solo [2.6x, 3.9x], allowed 3x.");
}

Test(inference_maximum, says_when_throughput_no_longer_rises)
{
    struct density densities[] = {density_of(7, &holding), density_of(8, &holding)};
    densities[1].verdict = densities[1].rises = DENSITY_FAILS;
    densities[1].total_ratio = (struct estimate){0.98, 0.95, 1};
    cr_expect_null(maximum_of(densities, 2).broken);
    expect_sentence(densities, 2,
                    "This host holds 7 of these guests; with the 8th, total throughput no longer "
                    "rises: 0.98x that of 7 [0.95x, 1x].");
    densities[1].verdict = densities[1].rises = DENSITY_UNDECIDED;
    densities[1].total_ratio = (struct estimate){1.01, 0.98, 1.05};
    expect_sentence(densities, 2,
                    "This host holds 7 of these guests; whether it holds the 8th too is undecided, "
                    "by total throughput: 1.01x that of 7 [0.98x, 1.05x].");
}

Test(inference_maximum, survives_guests_that_do_nothing)
{
    struct density densities[] = {density_of(1, &holding), density_of(2, &holding)};
    densities[1].verdict = densities[1].rises = DENSITY_UNDECIDED;
    densities[1].total_ratio = (struct estimate){NAN, NAN, NAN};
    expect_sentence(densities, 2,
                    "This host holds 1 of these guests; whether it holds the 2nd too is undecided, "
                    "by total throughput: unknown, as nothing was done.");
    densities[1].total_ratio = (struct estimate){INFINITY, 0.5, INFINITY};
    expect_sentence(densities, 2,
                    "This host holds 1 of these guests; whether it holds the 2nd too is undecided, "
                    "by total throughput: over 1000000000x that of 1 [0.5x, over 1000000000x].");
}

Test(inference_maximum, says_when_nothing_was_asked_for)
{
    struct density densities[] = {density_of(1, NULL)};
    expect_sentence(densities, 1,
                    "This host holds at least 1 of these guests; more were not measured. No "
                    "service level was asked for: only total throughput was judged.");
}

Test(inference_maximum, never_prints_what_is_absent)
{
    struct density_term term = p99_of(NAN, NAN, NAN, DENSITY_UNDECIDED);
    struct density densities[] = {density_of(4, &term)};
    expect_sentence(densities, 1,
                    "It is undecided whether this host holds 4 of these guests, the fewest "
                    "measured; p99: unknown, as one guest alone was not measured.");
    term = p99_of(3.1, NAN, NAN, DENSITY_UNDECIDED);
    expect_sentence(densities, 1,
                    "It is undecided whether this host holds 4 of these guests, the fewest "
                    "measured; p99: 3.1x solo (no interval: boot more often), allowed 3x.");
}

static void expect_ordinal(uint32_t guests, const char *word)
{
    struct density densities[] = {density_of(guests - 1, &holding), density_of(guests, &failing)};
    struct maximum maximum = maximum_of(densities, 2);
    char *sentence = maximum_sentence(&maximum, false);
    cr_expect(strstr(sentence, word), "'%s' lacks '%s'", sentence, word);
    free(sentence);
}

Test(inference_maximum, counts_in_english)
{
    expect_ordinal(2, "the 2nd ");
    expect_ordinal(3, "the 3rd ");
    expect_ordinal(4, "the 4th ");
    expect_ordinal(11, "the 11th ");
    expect_ordinal(12, "the 12th ");
    expect_ordinal(13, "the 13th ");
    expect_ordinal(21, "the 21st ");
    expect_ordinal(22, "the 22nd ");
    expect_ordinal(23, "the 23rd ");
    expect_ordinal(112, "the 112th ");
    expect_ordinal(1001, "the 1001st ");
}

Test(inference_maximum, writes_every_kind_of_bound)
{
    struct density_term term = {
        .term = {.metric = SLO_P99, .at_most = true, .bound = SLO_DURATION_NS, .value = 20e6},
        .estimate = {25e6, 24e6, 27e6},
        .verdict = DENSITY_FAILS,
    };
    struct density densities[] = {density_of(7, &holding), density_of(8, &term)};
    expect_sentence(densities, 2,
                    "This host holds 7 of these guests; the 8th breaks p99: 25.0 ms [24.0 ms, 27.0 "
                    "ms], allowed 20ms.");
    term.term = (struct slo_term){.metric = SLO_ACHIEVED, .bound = SLO_SHARE, .value = 0.95};
    term.estimate = (struct estimate){0.91, 0.9, 0.92};
    expect_sentence(densities, 2,
                    "This host holds 7 of these guests; the 8th breaks achieved: 91.0% [90.0%, "
                    "92.0%], required 95%.");
    term.term.metric = SLO_RETAINED;
    expect_sentence(densities, 2,
                    "This host holds 7 of these guests; the 8th breaks retained: 91.0% of solo "
                    "[90.0%, 92.0%], required 95%.");
}

Test(inference_maximum, says_what_was_asked_of_idle_guests)
{
    struct density densities[] = {density_of(1, NULL), density_of(912, NULL)};
    densities[0].is_idle = densities[1].is_idle = true;
    expect_sentence(densities, 2,
                    "This host holds at least 912 of these guests; more were not measured. They "
                    "are idle: all that was asked of them is to boot and to stay.");
}

Test(inference_maximum, tells_a_stopped_step_from_a_refused_one)
{
    struct density densities[] = {density_of(1, &holding), density_of(8, &holding)};
    struct step_record step;
    step_record_init(&step);
    step.guests = 16;
    step.state = RECORD_REFUSED;
    record_set(&step.reason, strdup("stopped at 11 of 16 guests: memory: 1 MiB left"));
    step.guest_list = calloc(1, sizeof *step.guest_list);
    step.guest_count = 1;
    struct maximum maximum = maximum_of(densities, 2);
    maximum_note_limits(&maximum, &step, 1);
    char *sentence = maximum_sentence(&maximum, false);
    cr_expect_str_eq(sentence, "This host holds at least 8 of these guests; more were not "
                               "measured. The next step was stopped at 11 of 16 guests: memory: 1 "
                               "MiB left.");
    free(sentence);
    step_record_done(&step);
}
