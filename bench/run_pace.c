// SPDX-License-Identifier: GPL-3.0-or-later
// Which loads are calibrated, each in boots of its own, and what comes of it.
#include "bench/run_pace.h"

#include "bench/campaign_ab.h"
#include "bench/run_state.h"
#include "bench/step.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/silence.h"

// One load that is calibrated.
struct alone {
    struct role *role; // NULL where there is no tile
    uint32_t stream;
    struct load *load;
};

// The two of an ab are no platforms whose abilities are told: A alone is asked for the pace of
// both.
static bool is_of_campaign(const struct run *run)
{
    return run->campaign->run_count > 1 && !run->campaign->ab;
}

// In a campaign every run learns what one guest alone can do, as often as the ladder boots each
// density, so that what platforms can do is compared with an interval. Where nothing is paced, the
// ladder's own steps say so. A run on its own needs the figure only to pace by it.
static bool is_calibrated(const struct run *run, const struct load *load)
{
    return load->arrivals != LOAD_CLOSED && (is_of_campaign(run) || load->rate.is_share);
}

// The number-th load that is calibrated; false when there are not so many.
static bool find_alone(const struct run *run, uint32_t number, struct alone *ret_alone)
{
    const struct tile *tile = &run->scenario.tile;
    const struct load *plain = &run->scenario.load;
    if (tile->role_count == 0) {
        *ret_alone = (struct alone){.load = (struct load *)plain};
        return number == 0 && is_calibrated(run, plain);
    }
    for (size_t r = 0; r < tile->role_count; r++) {
        struct role *role = &tile->roles[r];
        for (uint32_t k = 0; k < role->load_count; k++) {
            *ret_alone = (struct alone){role, k, &role->loads[k]};
            if (is_calibrated(run, &role->loads[k]) && number-- == 0)
                return true;
        }
    }
    return false;
}

static uint32_t count_alone(const struct run *run)
{
    struct alone alone;
    uint32_t count = 0;
    while (find_alone(run, count, &alone))
        count++;
    return count;
}

uint32_t run_pace_boots(const struct run *run)
{
    uint32_t each = is_of_campaign(run) ? run->scenario.repeats_min : 1;
    return campaign_ab_follows(run) ? 0 : each * count_alone(run);
}

void run_pace_plan(const struct run *run, uint32_t boot, struct step_plan *plan)
{
    struct alone alone = {0};
    uint32_t loads = count_alone(run);
    if (!find_alone(run, boot % loads, &alone))
        return;
    plan->repeat = boot / loads;
    plan->guests = 1;
    plan->tile = NULL;
    plan->tiles = 0;
    plan->load = *alone.load;
    if (alone.role)
        plan->shape = alone.role->shape;
    plan->load.arrivals = LOAD_CLOSED;
    plan->load.rate = (struct rate){0};
    if (run->scenario.windows == SCENARIO_WINDOWS_TRACE)
        plan->windows = SCENARIO_WINDOWS_USUAL;
}

void run_pace_mark(const struct run *run, uint32_t boot, struct step_record *step)
{
    struct alone alone = {0};
    if (!find_alone(run, boot % count_alone(run), &alone) || !alone.role)
        return;
    for (size_t i = 0; i < step->guest_count; i++) {
        struct guest_record *guest = &step->guest_list[i];
        record_set(&guest->role, alloc_copy(alone.role->name));
        for (size_t w = 0; w < guest->window_count; w++)
            guest->windows[w].stream = alone.stream;
    }
}

static int set_rate(struct run *run, const struct alone *alone, struct err *err)
{
    const char *role = alone->role ? alone->role->name : "";
    double alone_hz = run_steps_alone_hz(&run->steps, role, "", alone->stream);
    scope_free char *name = alone->role ? role_stream_name(alone->role, alone->stream) : NULL;
    if (alone_hz <= 0) {
        const struct step_record *last = run_steps_last(&run->steps);
        scope_free char *silence = silence_of_step(&run->scenario, last);
        return err_host(err, NULL, "one guest alone%s%s could not be measured: %s",
                        name ? ", " : "", name ? name : "", silence ? silence : last->reason);
    }
    alone->load->rate = (struct rate){.value = alone->load->rate.value * alone_hz};
    scope_free char *text =
        alloc_printf("%s%sone guest alone does %.1f operations a second; each "
                     "guest is offered %.1f%s",
                     name ? name : "", name ? ": " : "", alone_hz, alone->load->rate.value,
                     alone->load->arrivals == LOAD_REPLAY ? " where its trace says 100 %" : "");
    run_log_say(&run->log, text);
    return 0;
}

// In a run of its own a rate that is absolute now is no longer one that is calibrated, and the next
// takes its number.
int run_pace_set(struct run *run, struct err *err)
{
    struct alone alone;
    for (uint32_t i = 0; find_alone(run, i, &alone);) {
        int result = alone.load->rate.is_share ? set_rate(run, &alone, err) : 0;
        if (result < 0)
            return result;
        struct alone again;
        if (find_alone(run, i, &again) && again.load == alone.load)
            i++;
    }
    return 0;
}
