// SPDX-License-Identifier: GPL-3.0-or-later
// JUnit XML of contrasts: a suite is a contrast, a case is one judged measure at one density. Worse
// fails; undecided is skipped, or fails where that is strict; one-sided is skipped.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/contrasts.h"
#include "reports/compare/contrast_forms.h"
#include "reports/compare/contrast_words.h"
#include "reports/compare/junit.h"

static enum junit_result result_of(enum contrast_verdict verdict, bool is_strict)
{
    if (contrast_verdict_fails(verdict, is_strict))
        return JUNIT_FAILED;
    return verdict == CONTRAST_UNDECIDED || verdict == CONTRAST_ONE_SIDED ? JUNIT_SKIPPED
                                                                          : JUNIT_PASSED;
}

static struct junit_counts count_cases(const size_t counts[CONTRAST_VERDICT_COUNT], bool is_strict)
{
    struct junit_counts cases = {0};
    for (int v = 0; v < CONTRAST_VERDICT_COUNT; v++) {
        enum junit_result result = result_of((enum contrast_verdict)v, is_strict);
        cases.tests += counts[v];
        cases.failures += result == JUNIT_FAILED ? counts[v] : 0;
        cases.skipped += result == JUNIT_SKIPPED ? counts[v] : 0;
    }
    return cases;
}

// What the reader of a failure asks next.
static char *more_of(const struct contrast *contrast)
{
    struct strbuf text = {0};
    for (size_t side = 0; side < 2; side++) {
        scope_free char *words = contrast_side_words(contrast, side);
        strbuf_printf(&text, "%c: %s\n", side == 0 ? 'A' : 'B', words);
    }
    for (size_t i = 0; i < contrast->change_count; i++)
        strbuf_printf(&text, "Changed: %s\n", contrast->changes[i]);
    for (size_t i = 0; i < contrast->remark_count; i++)
        strbuf_printf(&text, "Mind: %s\n", contrast->remarks[i]);
    return strbuf_take(&text);
}

// A full stop would begin a package.
static char *class_of(const struct contrast *contrast)
{
    scope_free char *heading = contrast_heading(contrast);
    for (char *c = heading; (c = strchr(c, '.'));)
        *c = '_';
    return alloc_printf("fullhouse.%s", heading);
}

static void add_case(struct strbuf *out, const struct contrast *contrast,
                     const struct judgement *judgement, bool is_strict)
{
    enum junit_result result = result_of(judgement->verdict, is_strict);
    scope_free char *name = judgement_name(contrast, judgement);
    scope_free char *message = judgement_words(contrast, judgement);
    scope_free char *text = result == JUNIT_PASSED ? NULL : more_of(contrast);
    scope_free char *class_name = class_of(contrast);
    junit_add_case(out, &(struct junit_case){
                            .class_name = class_name,
                            .name = name,
                            .result = result,
                            .type = contrast_verdict_name(judgement->verdict),
                            .message = message,
                            .text = text,
                        });
}

static void add_number(struct strbuf *out, const char *name, double number)
{
    scope_free char *text = alloc_printf("%g", number);
    junit_add_property(out, name, text);
}

static void add_properties(struct strbuf *out, const struct contrast *contrast)
{
    junit_open_properties(out);
    for (size_t side = 0; side < 2; side++) {
        scope_free char *words = contrast_side_words(contrast, side);
        junit_add_property(out, side == 0 ? "a" : "b", words);
        junit_add_property(out, side == 0 ? "a.emulated" : "b.emulated",
                           contrast->is_emulated[side] ? "true" : "false");
    }
    add_number(out, "threshold", contrast->threshold);
    add_number(out, "confidence", contrast->confidence);
    add_number(out, "false_discovery", contrast->false_discovery);
    junit_add_property(out, "interleaved", contrast->is_interleaved ? "true" : "false");
    for (size_t i = 0; i < contrast->change_count; i++)
        junit_add_property(out, "changed", contrast->changes[i]);
    for (size_t i = 0; i < contrast->remark_count; i++)
        junit_add_property(out, "mind", contrast->remarks[i]);
    junit_close_properties(out);
}

static void add_suite(struct strbuf *out, const struct contrast *contrast, bool is_strict)
{
    struct junit_counts counts = count_cases(contrast->counts, is_strict);
    scope_free char *heading = contrast_heading(contrast);
    junit_open_suite(out, heading, &counts);
    add_properties(out, contrast);
    for (size_t i = 0; i < contrast->count; i++)
        if (contrast->list[i].is_judged)
            add_case(out, contrast, &contrast->list[i], is_strict);
    junit_close_suite(out);
}

void contrast_emit_junit(const struct contrasts *contrasts, bool is_strict, struct strbuf *out)
{
    struct junit_counts counts = count_cases(contrasts->counts, is_strict);
    scope_free char *answer = contrasts_answer(contrasts, is_strict);
    junit_open(out, answer, &counts);
    for (size_t i = 0; i < contrasts->count; i++)
        add_suite(out, &contrasts->list[i], is_strict);
    junit_close(out);
}
