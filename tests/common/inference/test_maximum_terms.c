// SPDX-License-Identifier: GPL-3.0-or-later
// Several maxima from one search, and which of them binds.
#include "common/inference/maximum_terms.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/scope.h"

enum { DENSITIES = 4, TERMS = 2 };

static char memory[] = "memory", threads[] = "threads";
static struct density_term terms[DENSITIES][TERMS];
static struct density densities[DENSITIES];

static void put(size_t at, uint32_t guests, enum density_verdict p99, enum density_verdict achieved)
{
    const struct slo_term tail = {SLO_P99, true, SLO_TIMES_SOLO, 3};
    const struct slo_term share = {SLO_ACHIEVED, false, SLO_SHARE, 0.95};
    bool fails = p99 == DENSITY_FAILS || achieved == DENSITY_FAILS;
    bool holds = p99 == DENSITY_HOLDS && achieved == DENSITY_HOLDS;
    terms[at][0] = (struct density_term){.term = tail, .estimate = {4, 3.5, 5}, .verdict = p99};
    terms[at][1] =
        (struct density_term){.term = share, .estimate = {0.9, 0.8, 1}, .verdict = achieved};
    densities[at] = (struct density){
        .guests = guests,
        .terms = terms[at],
        .term_count = TERMS,
        .rises = DENSITY_HOLDS,
        .verdict = fails   ? DENSITY_FAILS
                   : holds ? DENSITY_HOLDS
                           : DENSITY_UNDECIDED,
    };
}

static void expect_said(size_t count, const struct limit_record *limits, size_t limit_count,
                        const char *wanted)
{
    struct maximum_terms found;
    const struct maximum maximum = maximum_of(densities, count);
    maximum_terms_init(&found, densities, count, &maximum, limits, limit_count);
    scope_free char *sentence = maximum_terms_sentence(&found);
    if (wanted)
        cr_expect_str_eq(sentence, wanted);
    else
        cr_expect_null(sentence, "%s", sentence);
    maximum_terms_done(&found);
}

Test(common_inference_maximum_terms, tell_each_its_own)
{
    const struct limit_record limits[] = {{memory, 23, 8}, {threads, 400, 8}};
    put(0, 4, DENSITY_HOLDS, DENSITY_HOLDS);
    put(1, 7, DENSITY_HOLDS, DENSITY_HOLDS);
    put(2, 8, DENSITY_FAILS, DENSITY_HOLDS);
    put(3, 12, DENSITY_FAILS, DENSITY_FAILS);
    expect_said(4, limits, 2,
                "By itself each would allow: p99: 7, achieved: 8 to 11, memory: 23; binding: p99.");
}

Test(common_inference_maximum_terms, give_a_bound_where_nothing_larger_failed)
{
    put(0, 7, DENSITY_HOLDS, DENSITY_HOLDS);
    put(1, 8, DENSITY_FAILS, DENSITY_HOLDS);
    put(2, 16, DENSITY_UNDECIDED, DENSITY_UNDECIDED);
    expect_said(3, NULL, 0,
                "By itself each would allow: p99: 7, achieved: at least 8; binding: "
                "p99.");
}

Test(common_inference_maximum_terms, say_when_a_term_holds_nowhere_and_when_nobody_knows)
{
    const struct limit_record limit = {memory, 23, 0};
    put(0, 1, DENSITY_UNDECIDED, DENSITY_FAILS);
    expect_said(1, &limit, 1,
                "By itself each would allow: p99: undecided, achieved: none, memory: about 23; "
                "binding: achieved.");
}

Test(common_inference_maximum_terms, name_total_throughput_when_it_is_that)
{
    put(0, 4, DENSITY_HOLDS, DENSITY_HOLDS);
    put(1, 5, DENSITY_HOLDS, DENSITY_HOLDS);
    densities[1].rises = densities[1].verdict = DENSITY_FAILS;
    expect_said(2, NULL, 0,
                "By itself each would allow: p99: at least 5, achieved: at least 5, total "
                "throughput: 4; binding: total throughput.");
}

Test(common_inference_maximum_terms, tell_terms_of_streams_and_of_one_metric_apart)
{
    put(0, 2, DENSITY_HOLDS, DENSITY_HOLDS);
    put(1, 3, DENSITY_HOLDS, DENSITY_FAILS);
    for (size_t i = 0; i < 2; i++) {
        terms[i][0].stream = "web";
        terms[i][1].stream = "db/disk";
    }
    expect_said(2, NULL, 0,
                "By itself each would allow: web p99: at least 3, db/disk achieved: 2; binding: "
                "db/disk achieved.");
    for (size_t i = 0; i < 2; i++) {
        terms[i][1].term = (struct slo_term){SLO_P99, true, SLO_DURATION_NS, 20e6};
        terms[i][0].stream = terms[i][1].stream = NULL;
    }
    expect_said(2, NULL, 0,
                "By itself each would allow: p99<=3x: at least 3, p99<=20ms: 2; binding: "
                "p99<=20ms.");
}

Test(common_inference_maximum_terms, are_silent_with_nothing_to_tell_apart)
{
    put(0, 2, DENSITY_HOLDS, DENSITY_HOLDS);
    densities[0].term_count = 1;
    expect_said(1, NULL, 0, NULL);
    expect_said(0, NULL, 0, NULL);
    densities[0].term_count = 0;
    const struct limit_record limits[] = {{memory, 23, 8}, {threads, 23, 8}};
    expect_said(1, limits, 2, NULL);
}

// --- ended by its budget ------------------------------------------------------------------------

static void expect_ended(size_t count, const char *wanted)
{
    struct maximum maximum = maximum_of(densities, count);
    maximum_note_end(&maximum, "the budget of 30m ended it");
    scope_free char *sentence = maximum_sentence(&maximum, false);
    cr_expect_str_eq(sentence, wanted);
}

Test(common_inference_maximum_terms, an_end_before_the_answer_leaves_an_interval)
{
    put(0, 7, DENSITY_HOLDS, DENSITY_HOLDS);
    put(1, 12, DENSITY_FAILS, DENSITY_HOLDS);
    expect_ended(2, "This host holds between 7 and 11 of these guests (7 holds, 12 fails; the "
                    "budget of 30m ended it). At 12, p99: 4x solo [3.5x, 5x], allowed 3x.");
    put(1, 9, DENSITY_UNDECIDED, DENSITY_HOLDS);
    put(2, 12, DENSITY_FAILS, DENSITY_HOLDS);
    expect_ended(3, "This host holds between 7 and 11 of these guests (7 holds, 12 fails; the "
                    "budget of 30m ended it). Undecided at 9, p99: 4x solo [3.5x, 5x], "
                    "allowed 3x.");
    expect_ended(1, "This host holds at least 7 of these guests (the budget of 30m ended it).");
}

Test(common_inference_maximum_terms, an_end_after_the_answer_changes_nothing)
{
    put(0, 7, DENSITY_HOLDS, DENSITY_HOLDS);
    put(1, 8, DENSITY_FAILS, DENSITY_HOLDS);
    expect_ended(2, "This host holds 7 of these guests; the 8th breaks p99: 4x solo [3.5x, 5x], "
                    "allowed 3x.");
}
