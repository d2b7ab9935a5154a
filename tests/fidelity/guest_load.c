// SPDX-License-Identifier: GPL-3.0-or-later
// From a pair to what a guest is told.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/units.h"
#include "common/model/exec_plan.h"
#include "common/model/load.h"
#include "tests/fidelity/guest.h"
#include "tests/fidelity/pair.h"
#include "tests/fidelity/words.h"

#define RUN_LIMIT_NS (300 * CLOCK_NS_PER_SECOND)

int guest_our_load(const struct pair *pair, struct load *ret_load, struct err *err)
{
    const struct pair_ours *ours = &pair->ours;
    uint64_t bytes = 0, threads = 0;
    int rc = ours->working_set ? units_parse_bytes(ours->working_set, &bytes, err) : 0;

    if (rc == 0 && ours->threads)
        rc = units_parse_count(ours->threads, 1, 64, &threads, err);
    if (rc < 0)
        return rc;
    *ret_load = (struct load){
        .workload = alloc_copy(ours->workload),
        .variant = alloc_copy(ours->variant ? ours->variant : ""),
        .options = alloc_copy(ours->options ? ours->options : ""),
        .working_set_bytes = bytes,
        .threads = (uint32_t)threads,
    };
    return 0;
}

// `env NAME=value ... program` becomes the plan's environment: a guest has no `env`.
static char **take_environment(char **words, struct exec_plan *plan)
{
    if (strcmp(words[0], "env") != 0)
        return words;
    for (words++; words[0] && strchr(words[0], '='); words++)
        exec_plan_add(&plan->environment, &plan->environment_count, words[0]);
    return words;
}

static void add_number(const struct pair_theirs *theirs, const char *unit, struct exec_plan *plan)
{
    struct exec_metric *metric = exec_plan_add_metric(plan);
    char **how = theirs->take[0] == '/' ? &metric->pointer : &metric->pattern;

    free(metric->name);
    free(metric->unit);
    free(*how);
    metric->name = alloc_copy("number");
    metric->unit = alloc_copy(unit);
    metric->scale = theirs->scale;
    *how = alloc_copy(theirs->take);
}

int guest_their_load(const struct pair *pair, const struct words_setting *setting,
                     struct load *ret_load, struct err *err)
{
    struct exec_plan *plan = exec_plan_new();
    char **words, **program;
    int rc = pair_their_words(pair, setting, &words, err);

    if (rc == 0) {
        program = take_environment(words, plan);
        free(plan->program);
        plan->program = alloc_copy(program[0]);
        for (size_t i = 1; program[i]; i++)
            exec_plan_add(&plan->arguments, &plan->argument_count, program[i]);
        plan->timeout_ns = RUN_LIMIT_NS;
        add_number(&pair->theirs, pair->unit, plan);
        words_free(words);
        rc = exec_plan_check(plan, err);
    }
    if (rc < 0) {
        exec_plan_free(plan);
        return rc;
    }
    *ret_load = (struct load){
        .workload = alloc_copy("exec"),
        .variant = alloc_copy(""),
        .options = alloc_copy(""),
        .threads = 1,
        .exec = plan,
    };
    return 0;
}
