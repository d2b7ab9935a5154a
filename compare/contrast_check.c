// SPDX-License-Identifier: GPL-3.0-or-later
// Whether two sides can be held against each other at all: something was measured on both, every
// run is comparable with the first one of A, and there is a figure that both have.
#include <inttypes.h>
#include <stddef.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/comparable.h"
#include "compare/contrast_case.h"
#include "compare/measure_boot.h"

static bool is_measured(const struct side *side)
{
    for (size_t r = 0; r < side->run_count; r++)
        for (size_t s = 0; s < side->runs[r].step_count; s++)
            if (measure_boot_counts(&side->runs[r].steps[s]))
                return true;
    return false;
}

// What was finished in a run that has no ladder; NULL for nothing.
static const char *other_kind(const struct side_run *run)
{
    for (size_t s = 0; s < run->step_count; s++)
        if (run->steps[s].state == RECORD_DONE && run->steps[s].kind != RECORD_STEP_CALIBRATE)
            return record_step_kind_name(run->steps[s].kind);
    return NULL;
}

static int check_measured(const struct side *side, struct err *err)
{
    if (is_measured(side))
        return 0;
    if (side->run_count == 0)
        return err_input(err, "%s: there is no run", side->name);
    const struct run_record *run = side->runs[0].record;
    const char *other = other_kind(&side->runs[0]);
    if (other)
        return err_input(err,
                         "%s: run %" PRId64
                         " is no ladder of densities (%s): fullhouse report puts "
                         "such runs side by side",
                         side->name, run->id, other);
    bool has_reason = run->reason && *run->reason;
    return err_input(err,
                     "%s: no boot was finished in run %" PRId64 " (%s%s%s): there is nothing to "
                     "compare",
                     side->name, run->id, record_state_name(run->state), has_reason ? ": " : "",
                     has_reason ? run->reason : "");
}

static int check_run(struct contrast *contrast, const struct side_run *first,
                     const struct side_run *run, bool anyway, struct err *err)
{
    scope_free char *why = comparable_why_not(first, run);
    if (!why)
        return 0;
    if (!anyway)
        return err_input(err, "runs %" PRId64 " and %" PRId64 ": %s; --anyway compares them",
                         first->record->id, run->record->id, why);
    contrast_add_remark(contrast, alloc_printf("Compared all the same: %s.", why));
    return 0;
}

int contrast_check_sides(struct contrast *contrast, const struct side *a, const struct side *b,
                         bool anyway, struct err *err)
{
    int r = check_measured(a, err);
    if (r == 0)
        r = check_measured(b, err);
    for (size_t i = 1; r == 0 && i < a->run_count; i++)
        r = check_run(contrast, &a->runs[0], &a->runs[i], anyway, err);
    for (size_t i = 0; r == 0 && i < b->run_count; i++)
        r = check_run(contrast, &a->runs[0], &b->runs[i], anyway, err);
    return r;
}

static void list_densities(struct strbuf *out, const struct contrast *contrast, int side)
{
    uint32_t above = 0;
    for (;;) {
        uint32_t next = 0;
        for (size_t i = 0; i < contrast->count; i++) {
            const struct judgement *judgement = &contrast->list[i];
            if (judgement->units[side] > 0 && judgement->guests > above &&
                (next == 0 || judgement->guests < next))
                next = judgement->guests;
        }
        if (next == 0)
            return;
        strbuf_printf(out, "%s%" PRIu32, above > 0 ? ", " : "", next);
        above = next;
    }
}

int contrast_check_common(const struct contrast *contrast, struct err *err)
{
    for (size_t i = 0; i < contrast->count; i++)
        if (contrast->list[i].units[0] > 0 && contrast->list[i].units[1] > 0)
            return 0;
    scope_strbuf struct strbuf a = {0};
    scope_strbuf struct strbuf b = {0};
    list_densities(&a, contrast, 0);
    list_densities(&b, contrast, 1);
    return err_input(err, "%s and %s have no figure in common: measured at %s guests, and at %s",
                     contrast->names[0], contrast->names[1], strbuf_text(&a), strbuf_text(&b));
}
