// SPDX-License-Identifier: GPL-3.0-or-later
// The two runs of an ab, begun or recognised: A and B, or a phase's and its reference.
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/ab_say.h"
#include "bench/campaign_ab.h"
#include "bench/resume.h"
#include "bench/run_state.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/arm_side.h"
#include "common/model/record.h"
#include "common/store/store.h"

static struct campaign_ab *new_ab(void)
{
    struct campaign_ab *ab = alloc_zeroed(1, sizeof *ab);
    for (int i = 0; i < AB_RUNS; i++)
        scenario_init(&ab->read[i]);
    return ab;
}

// --- a new one ----------------------------------------------------------------------------------

static void add_run(struct campaign *campaign, struct arm_side side,
                    const struct scenario *scenario)
{
    const struct ab_plan *plan = &campaign->ab->plan;
    size_t index = campaign->run_count++;
    struct run *run = &campaign->runs[index];
    scope_free char *settings =
        side.is_reference ? alloc_copy("") : side_settings_format(&plan->sides[side.side]);
    scope_free char *name = arm_side_format(side, settings);
    run->scenario = *scenario;
    run_begin(run, campaign);
    campaign_name_arm(campaign, index, name);
    run->log.who = arm_side_format(side, "");
}

static int add_side(struct campaign *campaign, int side, struct err *err)
{
    struct scenario scenario;
    int result =
        side_settings_apply(&campaign->ab->plan.sides[side], &campaign->scenario, &scenario, err);
    if (result < 0)
        return err_prefix(err, "%c", "AB"[side]);
    add_run(campaign, (struct arm_side){.side = side}, &scenario);
    return 0;
}

// Measured as the thing itself is, one process of it at a time: pure user mode, which neither a
// hypervisor nor a file system has a hand in.
static int set_reference(const struct campaign *campaign, struct scenario *scenario,
                         struct err *err)
{
    const struct scenario *from = &campaign->scenario;
    const char *word = campaign->ab->plan.reference;
    scope_free char *name = alloc_printf("%.*s", (int)strcspn(word, ":"), word);
    const char *variant = strchr(word, ':') ? strchr(word, ':') + 1 : "";
    scenario->repeats_min = from->repeats_min;
    scenario->repeats_max = from->repeats_max;
    scenario->confidence = from->confidence;
    scenario->windows = scenario_windows(from);
    scenario->window_ns = from->window_ns;
    scenario->warmup_max_windows = from->warmup_max_windows;
    scenario->seed = from->seed;
    record_set(&scenario->label, alloc_copy(from->label));
    int result = scenario_set(scenario, "platform", "native", err);
    if (result == 0)
        result = scenario_set(scenario, "densities", "1", err);
    if (result == 0 && *name)
        result = scenario_set(scenario, "load.workload", name, err);
    if (result == 0)
        result = scenario_set(scenario, "load.variant", variant, err);
    return result == 0 ? scenario_check(scenario, err) : result;
}

static int add_reference(struct campaign *campaign, int side, struct err *err)
{
    struct scenario scenario;
    scenario_init(&scenario);
    int result = set_reference(campaign, &scenario, err);
    if (result < 0) {
        scenario_done(&scenario);
        return err_prefix(err, "reference");
    }
    add_run(campaign, (struct arm_side){.side = side, .is_reference = true}, &scenario);
    return 0;
}

static void tell_plan(struct campaign *campaign)
{
    const struct campaign_ab *ab = campaign->ab;
    scope_free char *event = ab_plan_format(&ab->plan);
    scope_free char *text = ab_say_beginning(&ab->plan, &campaign->scenario);
    for (size_t i = 0; i < campaign->run_count; i++)
        run_log_note(&campaign->runs[i].log, event);
    campaign_say(campaign, text);
}

int campaign_ab_begin(struct campaign *campaign, struct err *err)
{
    campaign->ab = new_ab();
    ab_plan_copy(&campaign->ab->plan, campaign->options->ab);
    campaign->runs = alloc_zeroed(AB_RUNS, sizeof(campaign->runs[0]));
    enum ab_phase phase = campaign->ab->plan.phase;
    int subject = phase == AB_PHASE_B;
    int result = add_side(campaign, subject, err);
    if (result == 0)
        result =
            phase == AB_TURNS ? add_side(campaign, 1, err) : add_reference(campaign, subject, err);
    if (result == 0)
        tell_plan(campaign);
    return result;
}

// --- one that is resumed ------------------------------------------------------------------------

static int read_plan(struct store *store, int64_t id, struct ab_plan *plan, struct err *err)
{
    struct event_record *events = NULL;
    size_t count = 0;
    int result = store_read_events(store, id, &events, &count, err);
    bool is_found = false;
    for (size_t i = 0; i < count; i++) {
        if (result == 0 && !is_found && ab_plan_parse(events[i].text, plan, NULL) == 0)
            is_found = true;
        event_record_done(&events[i]);
    }
    free(events);
    if (result == 0 && !is_found)
        result =
            err_input(err, "run %" PRId64 ": what its ab was to decide is not in the store", id);
    return result;
}

int campaign_ab_recognise(struct campaign *campaign, struct err *err)
{
    struct arm_side side;
    if (campaign->run_count != AB_RUNS ||
        !arm_side_parse(campaign->runs[0].past->record.arm, &side))
        return 0;
    campaign->ab = new_ab();
    for (size_t i = 0; i < campaign->run_count; i++)
        if (arm_side_parse(campaign->runs[i].past->record.arm, &side))
            record_set(&campaign->runs[i].log.who, arm_side_format(side, ""));
    return read_plan(campaign->options->store, campaign->runs[0].past->record.id,
                     &campaign->ab->plan, err);
}
