// SPDX-License-Identifier: GPL-3.0-or-later
// From words to an answered plan.
#include "cli/pack_plan.h"

#include <string.h>
#include <strings.h>

#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/pack_estate.h"
#include "cli/patience.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "planner/consolidation/consolidation.h"

static bool is_table(const char *path)
{
    const char *suffix = strrchr(path, '.');
    return suffix && strcasecmp(suffix, ".csv") == 0;
}

static int read_request(const struct pack_plan *plan, struct request *request, struct err *err)
{
    if (plan->file && is_table(plan->file))
        return err_input(
            err, "%s: a plan's file is YAML; tables are given as --hosts FILE --guests FILE",
            plan->file);
    int result = plan->file ? request_read_file(request, plan->file, err) : 0;
    if (result < 0) {
        options_blame_path(err);
        return result;
    }
    return plan_pack_settings_apply(&plan->settings, request, err);
}

static bool needs_runs(const struct request *request, const struct estate *estate)
{
    bool needs = request->policy.cpu == POLICY_CPU_CURVE;
    for (size_t i = 0; i < estate->guest_count; i++)
        needs |= estate->guests[i].run != NULL;
    return needs;
}

// Opened once, when it is first wanted.
static int open_when(bool is_wanted, const struct pack_plan *plan, struct store **store,
                     struct err *err)
{
    return is_wanted && !*store ? open_store(plan->store, STORE_READ, store, err) : 0;
}

// After an interrupt the search ends as if its time were over. What follows it takes long in fleets
// of hundreds of thousands: a second one ends all, while nothing was written yet.
static int search(struct estate *estate, const struct request *request, struct store *store,
                  struct consolidation *ret_consolidation, struct err *err)
{
    // With the time left no longer than a line of 80 columns: it is written over.
    scope_free char *words = alloc_printf("packing %zu guests on %zu hosts (Ctrl-C ends it)",
                                          estate->guest_count, estate->host_count);
    int result = interrupt_install(err);
    if (result < 0)
        return result;
    struct patience *patience = patience_begin_within(words, request->target.seconds);
    interrupt_second_ends(true);
    result = consolidation_compute(estate, request, store, ret_consolidation, err);
    interrupt_second_ends(false);
    patience_end(patience);
    return result;
}

static int read_and_search(const struct pack_plan *plan, const struct request *request,
                           struct estate *estate, struct consolidation *ret_consolidation,
                           struct err *err)
{
    struct store *store = NULL;
    int result = open_when(request->telemetry != NULL, plan, &store, err);
    if (result == 0)
        result = pack_estate_read(request, store, estate, err);
    if (result == 0)
        result = open_when(needs_runs(request, estate), plan, &store, err);
    if (result == 0)
        result = search(estate, request, store, ret_consolidation, err);
    store_close(store);
    return result;
}

int pack_plan_make(const struct pack_plan *plan, struct request *request,
                   struct consolidation *ret_consolidation, struct err *err)
{
    struct estate estate;
    int result = read_request(plan, request, err);
    if (result < 0)
        return result;
    estate_init(&estate);
    result = read_and_search(plan, request, &estate, ret_consolidation, err);
    estate_done(&estate);
    return result;
}
