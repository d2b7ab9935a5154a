// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the two runs by the names of their arms.
#include "bench/ab_phase.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/arm_side.h"
#include "common/model/record.h"
#include "common/store/store.h"

// All runs of a store, for as long as they are looked through.
struct listed {
    struct run_record *runs;
    size_t count;
};

static void listed_done(struct listed *listed)
{
    for (size_t i = 0; i < listed->count; i++)
        run_record_done(&listed->runs[i]);
    free(listed->runs);
}
#define scope_listed __attribute__((cleanup(listed_done)))

static bool is_arm(const struct run_record *run, bool is_reference)
{
    struct arm_side side;
    return arm_side_parse(run->arm, &side) && side.side == 0 && side.is_reference == is_reference;
}

// Of a phase there is one; where both sides took turns there is none.
static const struct run_record *reference_of(const struct listed *listed,
                                             const struct run_record *subject)
{
    for (size_t i = 0; *subject->campaign && i < listed->count; i++)
        if (is_arm(&listed->runs[i], true) &&
            strcmp(listed->runs[i].campaign, subject->campaign) == 0)
            return &listed->runs[i];
    return NULL;
}

static const struct run_record *newest(const struct listed *listed)
{
    const struct run_record *found = NULL;
    for (size_t i = 0; i < listed->count; i++)
        if (is_arm(&listed->runs[i], false) && reference_of(listed, &listed->runs[i]) &&
            (!found || listed->runs[i].id > found->id))
            found = &listed->runs[i];
    return found;
}

// The phase whose subject or reference has that number.
static const struct run_record *phase_of(const struct listed *listed, int64_t id)
{
    const struct run_record *named = NULL;
    for (size_t i = 0; i < listed->count; i++)
        if (listed->runs[i].id == id)
            named = &listed->runs[i];
    for (size_t i = 0; named && *named->campaign && i < listed->count; i++)
        if (strcmp(listed->runs[i].campaign, named->campaign) == 0 &&
            is_arm(&listed->runs[i], false) && reference_of(listed, &listed->runs[i]))
            return &listed->runs[i];
    return NULL;
}

int ab_phase_find(struct store *store, const char *word, int64_t *ret_id, struct err *err)
{
    scope_listed struct listed listed = {0};
    int64_t id = 0;
    int result = store_list_runs(store, &listed.runs, &listed.count, err);
    if (result == 0 && word)
        result = store_find_run(store, word, &id, err);
    if (result < 0)
        return result;
    const struct run_record *found = word ? phase_of(&listed, id) : newest(&listed);
    if (!found && word)
        return err_input(err, "run %" PRId64 " is none of a phase A", id);
    if (!found)
        return err_input(err, "%s: there is no phase A yet: fullhouse ab --phase a comes first",
                         store_path(store));
    if (found->state == RECORD_RUNNING)
        return err_input(err, "run %" PRId64 ", phase A, is still under way", found->id);
    *ret_id = found->id;
    return 0;
}

int ab_phase_read(struct store *store, int64_t id, struct ab_phase_runs *ret_runs, struct err *err)
{
    scope_listed struct listed listed = {0};
    struct ab_phase_runs runs = {0};
    int result = store_list_runs(store, &listed.runs, &listed.count, err);
    const struct run_record *subject = result == 0 ? phase_of(&listed, id) : NULL;
    if (result == 0 && !subject)
        result = err_input(err, "run %" PRId64 " of phase A is no longer in the store", id);
    if (result == 0)
        result = selection_add(&runs.subject, store, subject->id, err);
    if (result == 0)
        result = selection_add(&runs.reference, store, reference_of(&listed, subject)->id, err);
    if (result < 0)
        ab_phase_done(&runs);
    else
        *ret_runs = runs;
    return result;
}

void ab_phase_done(struct ab_phase_runs *runs)
{
    if (!runs)
        return;
    selection_done(&runs->subject);
    selection_done(&runs->reference);
}
