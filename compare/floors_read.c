// SPDX-License-Identifier: GPL-3.0-or-later
// The newest A/A campaign of a store that did what a run did.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/arm_pair.h"
#include "common/model/scenario.h"
#include "common/store/store.h"
#include "compare/comparable.h"
#include "compare/floors.h"
#include "compare/selection.h"

// All runs of a store, as they are listed.
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

static bool is_first_of_pairs(const struct run_record *run)
{
    size_t pair;
    bool is_second;
    return *run->campaign && arm_pair_parse(run->arm, &pair, &is_second) && pair == 0 && !is_second;
}

// What a list tells already.
static bool may_be_alike(const struct run_record *run, const struct run_record *like)
{
    return is_first_of_pairs(run) && strcmp(run->platform, like->platform) == 0 &&
           strcmp(run->guest_kind, like->guest_kind) == 0 &&
           strcmp(run->host.name, like->host.name) == 0 &&
           strcmp(run->campaign, like->campaign ? like->campaign : "") != 0;
}

// Whether a stored run did what key says. A scenario that cannot be read did nothing known.
static int has_key(struct store *store, int64_t run_id, const char *key, struct err *err)
{
    struct run_record record;
    struct scenario scenario;
    int r = store_read_run(store, run_id, &record, err);
    if (r < 0)
        return r;
    scenario_init(&scenario);
    const struct side_run run = {.record = &record, .scenario = &scenario};
    if (scenario_load_text(&scenario, "scenario", record.scenario, NULL) == 0) {
        scope_free char *own = comparable_key(&run);
        r = strcmp(own, key) == 0;
    }
    scenario_done(&scenario);
    run_record_done(&record);
    return r;
}

static int add_campaign(struct floors *floors, struct store *store, const struct listed *listed,
                        const char *campaign, struct err *err)
{
    scope_selection struct selection selection = {0};
    int r = 0;
    for (size_t i = 0; r == 0 && i < listed->count; i++)
        if (strcmp(listed->runs[i].campaign, campaign) == 0)
            r = selection_add(&selection, store, listed->runs[i].id, err);
    if (r == 0)
        floors_add(floors, selection.runs, selection.count);
    return r;
}

// Whether that was looked for in that store before; notes that it is now. Which campaign the run is
// in makes a difference for runs of pairs alone.
static bool was_looked_for(struct floors *floors, struct store *store, const char *key,
                           const struct run_record *like)
{
    size_t pair;
    bool is_second, is_of_pair = arm_pair_parse(like->arm, &pair, &is_second);
    scope_free char *what = alloc_printf("%s\n%s\n%s", store_path(store),
                                         is_of_pair && like->campaign ? like->campaign : "", key);
    for (size_t i = 0; i < floors->looked_for_count; i++)
        if (strcmp(floors->looked_for[i], what) == 0)
            return true;
    floors->looked_for =
        alloc_resized(floors->looked_for, floors->looked_for_count + 1, sizeof *floors->looked_for);
    floors->looked_for[floors->looked_for_count++] = scope_take(what);
    return false;
}

int floors_read(struct floors *floors, struct store *store, const struct side_run *like,
                struct err *err)
{
    __attribute__((cleanup(listed_done))) struct listed listed = {0};
    scope_free char *key = comparable_key(like);
    if (floors_know(floors, key) || was_looked_for(floors, store, key, like->record))
        return 0;
    int r = store_list_runs(store, &listed.runs, &listed.count, err);
    for (size_t i = listed.count; r == 0 && i > 0; i--) {
        const struct run_record *run = &listed.runs[i - 1];
        if (!may_be_alike(run, like->record))
            continue;
        r = has_key(store, run->id, key, err);
        if (r > 0)
            return add_campaign(floors, store, &listed, run->campaign, err);
    }
    return r;
}
