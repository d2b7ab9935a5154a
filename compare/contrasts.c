// SPDX-License-Identifier: GPL-3.0-or-later
// Runs sorted into kinds, kinds of both selections matched, each match a contrast, all decided
// together.
#include "compare/contrasts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "common/model/scenario.h"
#include "compare/comparable.h"
#include "compare/contrast_case.h"

// --- kinds --------------------------------------------------------------------------------------

// Runs of one selection that are alike.
struct kind {
    struct side_run *runs;
    size_t count;
    bool is_matched;
};

struct kinds {
    struct kind *list;
    size_t count;
};

static bool is_same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool are_alike(const struct side_run *a, const struct side_run *b)
{
    return is_same(a->record->platform, b->record->platform) &&
           is_same(a->record->guest_kind, b->record->guest_kind) &&
           is_same(a->record->arm, b->record->arm) && comparable_is_same_work(a, b);
}

static struct kind *find_kind(struct kinds *kinds, const struct side_run *run)
{
    for (size_t i = 0; i < kinds->count; i++)
        if (are_alike(&kinds->list[i].runs[0], run))
            return &kinds->list[i];
    return NULL;
}

static struct kind *add_kind(struct kinds *kinds)
{
    kinds->list = alloc_resized(kinds->list, kinds->count + 1, sizeof *kinds->list);
    kinds->list[kinds->count] = (struct kind){0};
    return &kinds->list[kinds->count++];
}

static struct kinds sort_runs(const struct side *side)
{
    struct kinds kinds = {0};
    for (size_t i = 0; i < side->run_count; i++) {
        struct kind *kind = find_kind(&kinds, &side->runs[i]);
        if (!kind)
            kind = add_kind(&kinds);
        kind->runs = alloc_resized(kind->runs, kind->count + 1, sizeof *kind->runs);
        kind->runs[kind->count++] = side->runs[i];
    }
    return kinds;
}

static void kinds_done(struct kinds *kinds)
{
    for (size_t i = 0; i < kinds->count; i++)
        free(kinds->list[i].runs);
    free(kinds->list);
}

// --- both selections ----------------------------------------------------------------------------

static bool is_same_run(const struct run_record *a, const struct run_record *b)
{
    return a->id == b->id && a->started_at_ns == b->started_at_ns && a->seed == b->seed &&
           is_same(a->host.name, b->host.name);
}

static int check_selections(const struct side *a, const struct side *b, struct err *err)
{
    const struct side *sides[] = {a, b};
    for (int s = 0; s < 2; s++)
        if (sides[s]->run_count == 0)
            return err_input(err, "%s: there is no run", sides[s]->name);
    for (size_t i = 0; i < a->run_count; i++)
        for (size_t j = 0; j < b->run_count; j++)
            if (is_same_run(a->runs[i].record, b->runs[j].record))
                return err_input(err, "run %" PRId64 " stands on both sides (%s; %s)",
                                 a->runs[i].record->id, a->name, b->name);
    return 0;
}

// What is being matched, and what came of it.
struct matching {
    const struct side *sides[2];
    struct kinds kinds[2];
    struct contrast_case *cases;
    size_t case_count;
    struct contrasts *contrasts;
};

static int add_case(struct matching *matching, struct kind *a, struct kind *b,
                    const struct contrast_options *options, struct err *err)
{
    const struct side ours = {matching->sides[0]->name, a->runs, a->count};
    const struct side theirs = {matching->sides[1]->name, b->runs, b->count};
    a->is_matched = b->is_matched = true;
    matching->cases =
        alloc_resized(matching->cases, matching->case_count + 1, sizeof *matching->cases);
    int r =
        contrast_case_init(&matching->cases[matching->case_count], &ours, &theirs, options, err);
    if (r == 0)
        matching->case_count++;
    return r;
}

static void add_unmatched(struct matching *matching, int s, const struct side_run *run)
{
    struct contrasts *contrasts = matching->contrasts;
    const struct run_record *record = run->record;
    scope_free char *load = load_describe(&run->scenario->load);
    bool has_arm = record->arm && *record->arm;
    contrasts->unmatched = alloc_resized(contrasts->unmatched, contrasts->unmatched_count + 1,
                                         sizeof *contrasts->unmatched);
    contrasts->unmatched[contrasts->unmatched_count++] =
        alloc_printf("%s has no partner for run %" PRId64 " (%s, %s%s%s; %s)", s == 0 ? "B" : "A",
                     record->id, record->platform, record->guest_kind, has_arm ? ", " : "",
                     has_arm ? record->arm : "", load);
}

static void tell_unmatched(struct matching *matching)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < matching->kinds[s].count; i++) {
            const struct kind *kind = &matching->kinds[s].list[i];
            for (size_t r = 0; !kind->is_matched && r < kind->count; r++)
                add_unmatched(matching, s, &kind->runs[r]);
        }
}

static int refuse_all(const struct matching *matching, struct err *err)
{
    const struct side_run *a = &matching->kinds[0].list[0].runs[0];
    const struct side_run *b = &matching->kinds[1].list[0].runs[0];
    scope_free char *why = comparable_why_not(a, b);
    return err_input(err,
                     "no run of %s has its like in %s: runs of one platform, kind of guest, load "
                     "and shape are matched; name one run a side%s%s",
                     matching->sides[0]->name, matching->sides[1]->name,
                     why ? "; of the first two, " : "", why ? why : "");
}

// One kind a side is what the user wants compared, whatever they are.
static int match(struct matching *matching, const struct contrast_options *options, struct err *err)
{
    struct kinds *a = &matching->kinds[0], *b = &matching->kinds[1];
    if (a->count == 1 && b->count == 1)
        return add_case(matching, &a->list[0], &b->list[0], options, err);
    int r = 0;
    for (size_t i = 0; r == 0 && i < a->count; i++) {
        struct kind *partner = find_kind(b, &a->list[i].runs[0]);
        if (partner)
            r = add_case(matching, &a->list[i], partner, options, err);
    }
    return r == 0 && matching->case_count == 0 ? refuse_all(matching, err) : r;
}

static void take(struct matching *matching)
{
    struct contrasts *contrasts = matching->contrasts;
    contrasts->names[0] = alloc_copy(matching->sides[0]->name);
    contrasts->names[1] = alloc_copy(matching->sides[1]->name);
    contrasts->list = alloc_zeroed(matching->case_count, sizeof *contrasts->list);
    for (size_t i = 0; i < matching->case_count; i++) {
        contrasts->list[i] = contrast_case_take(&matching->cases[i]);
        for (int v = 0; v < CONTRAST_VERDICT_COUNT; v++)
            contrasts->counts[v] += contrasts->list[i].counts[v];
    }
    contrasts->count = matching->case_count;
    contrasts->overall = contrast_overall(contrasts->counts);
}

static void matching_done(struct matching *matching)
{
    for (size_t i = 0; i < matching->case_count; i++)
        contrast_case_done(&matching->cases[i]);
    free(matching->cases);
    kinds_done(&matching->kinds[0]);
    kinds_done(&matching->kinds[1]);
}

int contrasts_of(const struct side *a, const struct side *b, const struct contrast_options *options,
                 struct contrasts *ret_contrasts, struct err *err)
{
    struct contrasts contrasts = {0};
    int r = check_selections(a, b, err);
    if (r < 0)
        return r;
    __attribute__((cleanup(matching_done))) struct matching matching = {
        .sides = {a, b},
        .kinds = {sort_runs(a), sort_runs(b)},
        .contrasts = &contrasts,
    };
    r = match(&matching, options, err);
    if (r < 0)
        return r;
    tell_unmatched(&matching);
    contrast_cases_decide(matching.cases, matching.case_count);
    take(&matching);
    *ret_contrasts = contrasts;
    return 0;
}

void contrasts_done(struct contrasts *contrasts)
{
    if (!contrasts)
        return;
    free(contrasts->names[0]);
    free(contrasts->names[1]);
    for (size_t i = 0; i < contrasts->count; i++)
        contrast_done(&contrasts->list[i]);
    free(contrasts->list);
    for (size_t i = 0; i < contrasts->unmatched_count; i++)
        free(contrasts->unmatched[i]);
    free(contrasts->unmatched);
    *contrasts = (struct contrasts){0};
}
