// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps a run's steps and derives from them. Decides nothing: ladder.c does.
#include "bench/run_steps.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/model/scenario.h"

static struct rung *rung_of(struct run_steps *steps, uint32_t guests)
{
    for (size_t i = 0; i < steps->rung_count; i++)
        if (steps->rungs[i].guests == guests)
            return &steps->rungs[i];
    steps->rungs = alloc_resized(steps->rungs, steps->rung_count + 1, sizeof *steps->rungs);
    steps->rungs[steps->rung_count] = (struct rung){.guests = guests};
    return &steps->rungs[steps->rung_count++];
}

// Every verdict is made anew: that of one density depends on the ones below it.
static void judge(struct run_steps *steps, const struct scenario *scenario)
{
    const struct tile_densities *densities = &steps->densities;
    tile_densities_done(&steps->densities);
    tile_densities_init(&steps->densities, scenario, steps->list, steps->count, scenario->seed);
    const struct sequential_plan plan = sequential_plan_of(scenario);
    const struct density *below = NULL;
    for (size_t i = 0; i < densities->count; i++) {
        struct rung *rung = rung_of(steps, densities->list[i].guests);
        rung_learn(rung, &densities->list[i], below, &plan);
        if (rung->leaning == DENSITY_HOLDS)
            below = &densities->list[i];
    }
}

static void keep(struct run_steps *steps, const struct step_record *step)
{
    steps->list = alloc_resized(steps->list, steps->count + 1, sizeof *steps->list);
    steps->list[steps->count++] = *step;
}

void run_steps_add_refused(struct run_steps *steps, struct step_record *step)
{
    keep(steps, step);
    step_record_init(step);
}

struct maximum run_steps_maximum(const struct run_steps *steps)
{
    struct maximum maximum = maximum_of(steps->densities.list, steps->densities.count);
    maximum_note_limits(&maximum, steps->list, steps->count);
    return maximum;
}

void run_steps_add(struct run_steps *steps, struct step_record *step, uint64_t spent_ns,
                   const struct scenario *scenario)
{
    keep(steps, step);
    steps->spent_ns += spent_ns;
    steps->units += step_record_units(step);
    if (step->kind == RECORD_STEP_LADDER && step->state != RECORD_REFUSED) {
        struct rung *rung = rung_of(steps, step_record_units(step));
        rung->boots += step->state == RECORD_DONE;
        rung->lost += step->state == RECORD_FAILED;
        judge(steps, scenario);
    }
    step_record_init(step);
}

const struct step_record *run_steps_last(const struct run_steps *steps)
{
    return &steps->list[steps->count - 1];
}

const char *run_steps_verdict(const struct run_steps *steps, const struct step_record *step)
{
    if (step->kind != RECORD_STEP_LADDER)
        return "";
    for (size_t i = 0; i < steps->densities.count; i++)
        if (steps->densities.list[i].guests == step_record_units(step))
            return density_verdict_name(steps->densities.list[i].verdict);
    return "";
}

uint32_t run_steps_tries(const struct run_steps *steps, uint32_t units)
{
    uint32_t tries = 0;
    for (size_t i = 0; i < steps->count; i++)
        tries += steps->list[i].kind == RECORD_STEP_LADDER &&
                 step_record_units(&steps->list[i]) == units;
    return tries;
}

uint32_t run_steps_boots(const struct run_steps *steps, uint32_t units)
{
    for (size_t i = 0; i < steps->rung_count; i++)
        if (steps->rungs[i].guests == units)
            return steps->rungs[i].boots;
    return 0;
}

uint32_t run_steps_calibrations(const struct run_steps *steps)
{
    uint32_t boots = 0;
    for (size_t i = 0; i < steps->count; i++)
        boots += steps->list[i].kind == RECORD_STEP_CALIBRATE;
    return boots;
}

static void add_guest(const struct guest_record *guest, uint32_t stream, double *operations,
                      double *seconds)
{
    for (size_t i = 0; i < guest->window_count; i++) {
        if (!guest->windows[i].measured || guest->windows[i].stream != stream)
            continue;
        *operations += (double)guest->windows[i].operations;
        *seconds += (double)guest->windows[i].duration_ns / (double)CLOCK_NS_PER_SECOND;
    }
}

static bool is_text(const char *text, const char *wanted)
{
    return strcmp(text ? text : "", wanted) == 0;
}

double run_steps_alone_hz(const struct run_steps *steps, const char *role, const char *load,
                          uint32_t stream)
{
    double operations = 0, seconds = 0;
    for (size_t i = 0; i < steps->count; i++) {
        const struct step_record *step = &steps->list[i];
        if (step->kind == RECORD_STEP_CALIBRATE && step->state == RECORD_DONE &&
            is_text(step->guest_list[0].role, role) && is_text(step->guest_list[0].load, load))
            add_guest(&step->guest_list[0], stream, &operations, &seconds);
    }
    return seconds > 0 ? operations / seconds : 0;
}

uint64_t run_steps_time_left(const struct run_steps *steps, uint64_t units_left)
{
    return steps->units ? steps->spent_ns / steps->units * units_left : 0;
}

void run_steps_done(struct run_steps *steps)
{
    tile_densities_done(&steps->densities);
    for (size_t i = 0; i < steps->count; i++)
        step_record_done(&steps->list[i]);
    for (size_t i = 0; i < steps->rung_count; i++)
        rung_done(&steps->rungs[i]);
    free(steps->list);
    free(steps->rungs);
    *steps = (struct run_steps){0};
}
