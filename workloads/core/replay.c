// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the steps, whole rounds at once. Never looks at a clock.
#include "workloads/core/replay.h"

enum { PPM = TRACE_FULL_PPM };

static struct replay_place place_after(struct replay_place place, const struct trace_step *step)
{
    uint64_t whole = step->duration_ns / PPM, rest = step->duration_ns % PPM;

    place.at_ns += step->duration_ns;
    place.rest_ppm += rest * step->share_ppm;
    place.full_ns += whole * step->share_ppm + place.rest_ppm / PPM;
    place.rest_ppm %= PPM;
    return place;
}

// How far full_ns lies beyond a place.
static double beyond_ns(double full_ns, const struct replay_place *place)
{
    return full_ns - (double)place->full_ns - (double)place->rest_ppm / PPM;
}

static void enter(struct replay *replay, const struct trace_step *step)
{
    replay->begin = replay->end;
    replay->step = *step;
    replay->end = place_after(replay->begin, step);
}

void replay_init(struct replay *replay, const struct trace *trace, uint64_t lead_ns)
{
    struct trace_step lead = {.duration_ns = lead_ns};

    *replay = (struct replay){.steps = trace->steps, .count = (uint32_t)trace->count};
    for (uint32_t i = 0; i < replay->count; i++)
        replay->a_round = place_after(replay->a_round, &trace->steps[i]);
    if (replay->count)
        lead.share_ppm = trace->steps[0].share_ppm;
    enter(replay, &lead);
}

// So many times the whole trace, when it begins anew just now. False where that is for ever.
static bool skip_rounds(struct replay *replay, double full_ns)
{
    const struct replay_place *a_round = &replay->a_round;
    double one = (double)a_round->full_ns + (double)a_round->rest_ppm / PPM;
    // One less than it seems: the division rounds.
    double rounds = beyond_ns(full_ns, &replay->end) / one - 1;
    uint64_t most = (REPLAY_NEVER - replay->end.at_ns) / a_round->at_ns, count;

    if (rounds < 1)
        return true;
    if (rounds >= (double)most)
        return false;
    count = (uint64_t)rounds;
    replay->end.at_ns += count * a_round->at_ns;
    replay->end.rest_ppm += count * a_round->rest_ppm;
    replay->end.full_ns += count * a_round->full_ns + replay->end.rest_ppm / PPM;
    replay->end.rest_ppm %= PPM;
    return true;
}

static bool has_load(const struct replay *replay)
{
    return replay->a_round.full_ns || replay->a_round.rest_ppm;
}

// Into the step in which the integral goes beyond full_ns. False when that never comes.
static bool seek(struct replay *replay, double full_ns)
{
    while (replay->step.share_ppm == 0 || beyond_ns(full_ns, &replay->end) >= 0) {
        if (!has_load(replay) || replay->end.at_ns >= REPLAY_NEVER)
            return false;
        if (replay->next == 0 && !skip_rounds(replay, full_ns))
            return false;
        enter(replay, &replay->steps[replay->next]);
        replay->next = (replay->next + 1) % replay->count;
    }
    return true;
}

uint64_t replay_time_ns(struct replay *replay, double full_ns)
{
    double within_ns;

    if (!seek(replay, full_ns))
        return REPLAY_NEVER;
    within_ns = beyond_ns(full_ns, &replay->begin) * PPM / replay->step.share_ppm;
    if (within_ns <= 0)
        return replay->begin.at_ns;
    if (within_ns >= (double)replay->step.duration_ns)
        return replay->end.at_ns;
    return replay->begin.at_ns + (uint64_t)within_ns;
}
