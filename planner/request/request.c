// SPDX-License-Identifier: GPL-3.0-or-later
// What holds where nothing is asked.
#include "planner/request/request.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/estate/estate.h"
#include "planner/value/assumption.h"

#define SEARCH_S 10
#define WATCH_S  30

void request_init(struct request *request)
{
    *request = (struct request){
        .traces_step_s = ESTATE_TRACE_STEP_S,
        .watch_s = WATCH_S,
        .rules = rule_set_new(),
        .target = {.aim = TARGET_FEWEST, .seconds = SEARCH_S, .seed = 1},
        .energy_price = assumption_default(ASSUME_ENERGY_PRICE),
        .pue = assumption_default(ASSUME_PUE),
        .plan_share = 1,
    };
    policy_init(&request->policy);
    moves_options_init(&request->moves);
}

static void source_done(struct request_source *source)
{
    for (size_t i = 0; i < source->count; i++)
        free(source->list[i]);
    free(source->list);
}

void request_done(struct request *request)
{
    if (!request)
        return;
    free(request->name);
    free(request->currency);
    free(request->telemetry);
    source_done(&request->documents);
    source_done(&request->hosts);
    source_done(&request->guests);
    source_done(&request->traces);
    source_done(&request->connect);
    policy_done(&request->policy);
    moves_options_done(&request->moves);
    rule_set_free(request->rules);
    *request = (struct request){0};
}
