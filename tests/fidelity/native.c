// SPDX-License-Identifier: GPL-3.0-or-later
// Turns, so that what drifts on the host falls on both sides alike.
#include "tests/fidelity/native.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/fidelity/pair.h"
#include "tests/fidelity/peer.h"
#include "tests/fidelity/result.h"
#include "tests/fidelity/words.h"

static int note_commands(const struct native_plan *plan, const struct pair *pair,
                         struct result *result, struct err *err)
{
    char **ours = NULL, **theirs = NULL;
    struct words_setting shown = *plan->setting;
    int rc;

    shown.agent = "fullhouse-guest";
    rc = pair_our_words(pair, &shown, &ours, err);

    if (rc == 0)
        rc = pair_their_words(pair, plan->setting, &theirs, err);
    if (rc == 0) {
        result->ours = words_join((const char *const *)ours);
        result->theirs = words_join((const char *const *)theirs);
    }
    words_free(ours);
    words_free(theirs);
    return rc;
}

// One of each; `second` says whether ours comes second.
static int measure_pair(const struct native_plan *plan, const struct pair *pair, bool second,
                        struct result *result, struct err *err)
{
    double ours, theirs;
    int rc = 0;

    for (int turn = 0; turn < 2 && rc == 0; turn++)
        rc = (turn == 1) == second ? peer_run_ours(pair, plan->setting, &ours, err)
                                   : peer_run_theirs(pair, plan->setting, &theirs, err);
    if (rc < 0)
        return rc;
    result->our_values[result->runs] = ours;
    result->their_values[result->runs++] = theirs;
    return 0;
}

// Whatever is started from here on inherits it. What it was before goes to *ret_before.
static int bind_to_one_cpu(cpu_set_t *ret_before, struct err *err)
{
    cpu_set_t one;
    int cpu = 0;

    if (sched_getaffinity(0, sizeof *ret_before, ret_before) < 0)
        return err_system(err, errno, "reading the CPUs of this process");
    while (!CPU_ISSET(cpu, ret_before))
        cpu++;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    return sched_setaffinity(0, sizeof one, &one) < 0 ? err_system(err, errno, "binding to a CPU")
                                                      : 0;
}

static int measure_pairs(const struct native_plan *plan, const struct pair *pair,
                         struct result *result, struct err *err)
{
    cpu_set_t before;
    int rc = pair->on_one_cpu ? bind_to_one_cpu(&before, err) : 0;

    for (size_t i = 0; rc == 0 && i < plan->runs; i++)
        rc = measure_pair(plan, pair, i % 2 == 1, result, err);
    if (pair->on_one_cpu && sched_setaffinity(0, sizeof before, &before) < 0 && rc == 0)
        rc = err_system(err, errno, "binding to all CPUs again");
    return rc;
}

int native_measure(const struct native_plan *plan, const struct pair *pair,
                   struct result *ret_result, struct err *err)
{
    struct result result = {.pair = pair, .place = "native"};
    struct err why = {0};
    int rc = note_commands(plan, pair, &result, &why);

    if (rc == 0)
        result.absent = pair_missing(pair);
    if (rc == 0 && !result.absent)
        rc = measure_pairs(plan, pair, &result, &why);
    if (rc < 0 && rc != -EINTR) {
        result.absent = alloc_copy(err_text(&why));
        result.failed = true;
        result.runs = 0;
    }
    if (rc == -EINTR) {
        err_move(err, &why);
        result_done(&result);
        return rc;
    }
    err_done(&why);
    *ret_result = result;
    return 0;
}
