// SPDX-License-Identifier: GPL-3.0-or-later
// A step costs what its windows take, whatever the density, and what its guests take to boot.
#include "bench/run_budget.h"

#include "bench/run_state.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/exact.h"

// Windows of warm-up that a step takes for certain, before any was seen.
enum { WARMUP_LEAST = 2 };

struct pace {
    double steps, rest_ns;     // all but booting
    double boot_ns, guests_sq; // boot times weighted by how many booted: the large ones count
};

static void add_step(struct pace *pace, const struct step_record *step)
{
    double units = step_record_units(step);
    double boot_ns = step->boot_ns > 0 ? (double)step->boot_ns : 0;
    if (step->spent_ns < 0 || step->state != RECORD_DONE)
        return;
    pace->steps++;
    pace->rest_ns += (double)step->spent_ns > boot_ns ? (double)step->spent_ns - boot_ns : 0;
    pace->boot_ns += units * boot_ns;
    pace->guests_sq += units * units;
}

static void predict(const struct run *run, struct ladder_budget *budget)
{
    const struct scenario *scenario = &run->scenario;
    struct pace pace = {0};
    for (size_t i = 0; i < run->steps.count; i++)
        add_step(&pace, &run->steps.list[i]);
    uint64_t windows = scenario_windows(scenario) + WARMUP_LEAST;
    budget->step_ns =
        pace.steps > 0 ? pace.rest_ns / pace.steps : (double)(windows * scenario->window_ns);
    budget->unit_ns = pace.guests_sq > 0 ? pace.boot_ns / pace.guests_sq : 0;
}

// What those that are over have left for the others.
static double share_ns(const struct run *run)
{
    const struct campaign *campaign = run->campaign;
    double left_ns = (double)run->scenario.budget_ns;
    unsigned sharing = 0;
    for (size_t i = 0; campaign && i < campaign->run_count; i++) {
        const struct run *other = &campaign->runs[i];
        if (other->is_over && other != run)
            left_ns -= (double)other->steps.spent_ns;
        else
            sharing++;
    }
    return left_ns / (sharing ? sharing : 1);
}

struct ladder_budget run_budget_of(const struct run *run)
{
    // An ab spends it block by block.
    bool is_ab = run->campaign && run->campaign->ab;
    struct ladder_budget budget = {.is_set = run->scenario.budget_ns > 0 && !is_ab};
    if (!budget.is_set)
        return budget;
    budget.left_ns = share_ns(run) - (double)run->steps.spent_ns;
    predict(run, &budget);
    return budget;
}

char *run_budget_words(const struct run *run)
{
    scope_free char *budget = exact_duration(run->scenario.budget_ns);
    return alloc_printf("the budget of %s ended it", budget);
}
