// SPDX-License-Identifier: GPL-3.0-or-later
// A plan that says nothing yet, and what it owns.
#include "planner/plan/plan.h"

#include <stdlib.h>

enum { SEED = 1 };

void plan_init(struct plan *plan)
{
    *plan = (struct plan){
        .inventory_growth = uncertain_exact(0, ORIGIN_GUESSED),
        .telemetry_growth = uncertain_exact(0, ORIGIN_GUESSED),
        .draws = PLAN_DRAWS,
        .seed = SEED,
    };
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++)
        plan->assumptions[i] = assumption_default((enum assumption)i);
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void free_settings(struct plan *plan)
{
    for (size_t i = 0; i < plan->setting_count; i++) {
        free(plan->settings[i].key);
        free(plan->settings[i].text);
    }
    free(plan->settings);
}

void plan_done(struct plan *plan)
{
    if (!plan)
        return;
    free(plan->name);
    free(plan->currency);
    free(plan->catalogue_url);
    free(plan->catalogue_sha256);
    free(plan->catalogue_note);
    free(plan->inventory_file);
    free(plan->telemetry_run);
    free(plan->slo);
    for (size_t i = 0; i < plan->licence_count; i++)
        licence_done(&plan->licences[i]);
    free(plan->licences);
    free_texts(plan->platforms, plan->platform_count);
    free_texts(plan->what_ifs, plan->what_if_count);
    free_settings(plan);
    demand_done(&plan->demand);
    catalogue_done(&plan->catalogue);
    *plan = (struct plan){0};
}
