// SPDX-License-Identifier: GPL-3.0-or-later
// Words to runs, runs to curves. What each figure is made of is known by curve_hold.c,
// curve_usage.c and scaling_law.c; which runs make none by curve_next.c.
#include "planner/curve/curve.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/inference/maximum.h"
#include "common/store/store.h"
#include "planner/curve/curve_next.h"
#include "planner/curve/curve_run.h"
#include "planner/plan/plan.h"

static void curve_done(struct density_curve *curve)
{
    free(curve->word);
    free(curve->points);
    free(curve->words);
    scenario_done(&curve->scenario);
    run_record_done(&curve->run);
    *curve = (struct density_curve){0};
}

void curves_done(struct curves *curves)
{
    if (!curves)
        return;
    for (size_t i = 0; i < curves->count; i++)
        curve_done(&curves->list[i]);
    free(curves->list);
    *curves = (struct curves){0};
}

static void add_curve(struct curves *curves, const struct density_curve *taken)
{
    curves->list = alloc_resized(curves->list, curves->count + 1, sizeof(*curves->list));
    curves->list[curves->count++] = *taken;
}

// --- one run ------------------------------------------------------------------------------------

static bool is_wanted(const struct plan *plan, const char *platform)
{
    for (size_t i = 0; plan && i < plan->platform_count; i++)
        if (strcmp(plan->platforms[i], platform) == 0)
            return true;
    return !plan || plan->platform_count == 0;
}

static int read_scenario(struct density_curve *curve, const char *slo, struct err *err)
{
    scope_free char *name = alloc_printf("scenario of run %" PRId64, curve->run.id);
    struct slo other = {0};
    int result = scenario_load_text(&curve->scenario, name, curve->run.scenario, err);
    if (result < 0 || !slo)
        return result;
    result = slo_parse(slo, &other, err);
    if (result < 0)
        return err_prefix(err, "slo");
    slo_done(&curve->scenario.slo);
    curve->scenario.slo = other;
    return 0;
}

// What is asked of a word.
struct request {
    struct store *store;
    const char *word;
    const struct plan *plan;
    bool may_be_alone; // of one guest alone is enough
};

// What became of the runs that a word stands for.
struct left_out {
    struct strbuf platforms; // that the plan does not ask for
    struct strbuf absent;    // that a host could not make
};

static bool is_absent(const struct run_record *run, size_t step_count)
{
    return run->state == RECORD_REFUSED && step_count == 0;
}

static void note(struct strbuf *list, const char *text)
{
    strbuf_printf(list, "%s%s", list->length ? ", " : "", text);
}

// Reads a run into a curve that has its record. *ret_made: whether there is one.
static int make_curve(const struct request *request, struct density_curve *curve,
                      struct left_out *left_out, bool *ret_made, struct err *err)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    const char *slo = request->plan ? request->plan->slo : NULL;
    int result = read_scenario(curve, slo, err);
    if (result == 0)
        result = store_read_steps(request->store, curve->run.id, &steps, &count, err);
    *ret_made = result == 0 && !is_absent(&curve->run, count);
    if (result == 0 && !*ret_made)
        note(&left_out->absent, curve->run.reason);
    if (*ret_made)
        result = curve_run_fill(request->store, steps, count, request->may_be_alone, curve, err);
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
    return result;
}

static int read_run(const struct request *request, int64_t id, struct left_out *left_out,
                    struct curves *curves, struct err *err)
{
    struct density_curve curve = {0};
    bool is_made = false;
    scenario_init(&curve.scenario);
    int result = store_read_run(request->store, id, &curve.run, err);
    if (result == 0 && !is_wanted(request->plan, curve.run.platform))
        note(&left_out->platforms, curve.run.platform);
    else if (result == 0)
        result = make_curve(request, &curve, left_out, &is_made, err);
    if (result == 0 && is_made) {
        curve.word = alloc_copy(request->word);
        add_curve(curves, &curve);
    } else {
        curve_done(&curve);
    }
    return result;
}

// --- a word -------------------------------------------------------------------------------------

static bool was_read(const struct curves *curves, const char *word)
{
    for (size_t i = 0; i < curves->count; i++)
        if (strcmp(curves->list[i].word, word) == 0)
            return true;
    return false;
}

static int refuse_platforms(const struct request *request, const char *there, struct err *err)
{
    struct strbuf wanted = {0};
    for (size_t i = 0; i < request->plan->platform_count; i++)
        note(&wanted, request->plan->platforms[i]);
    err_input(err, "%s: its runs are of %s, and the plan asks for %s alone (platforms)",
              request->word, there, strbuf_text(&wanted));
    strbuf_done(&wanted);
    return -EINVAL;
}

static int refuse_empty(const struct request *request, const struct left_out *left_out,
                        struct err *err)
{
    if (left_out->platforms.length)
        return refuse_platforms(request, strbuf_text(&left_out->platforms), err);
    return err_input(err, "%s: its host could not make it: %s", request->word,
                     strbuf_text(&left_out->absent));
}

static int read_word(const struct request *request, struct curves *curves, struct err *err)
{
    scope_free int64_t *ids = NULL;
    size_t count = 0, before = curves->count;
    struct left_out left_out = {0};
    if (was_read(curves, request->word))
        return 0;
    int result = store_select_runs(request->store, request->word, &ids, &count, err);
    for (size_t i = 0; result == 0 && i < count; i++)
        result = read_run(request, ids[i], &left_out, curves, err);
    if (result == 0 && curves->count == before)
        result = refuse_empty(request, &left_out, err);
    strbuf_done(&left_out.platforms);
    strbuf_done(&left_out.absent);
    return result;
}

int curves_read(struct store *store, const char *word, const struct plan *plan,
                struct curves *curves, struct err *err)
{
    const struct request request = {store, word, plan, false};
    return read_word(&request, curves, err);
}

// Classes first: a word that both name must tell how many guests hold.
int curves_read_plan(struct store *store, const struct plan *plan, struct curves *curves,
                     struct err *err)
{
    int result = 0;
    for (size_t c = 0; result == 0 && c < plan->demand.count; c++) {
        const char *word = plan->demand.list[c].run;
        result = word ? curves_read(store, word, plan, curves, err) : 0;
        if (result < 0)
            err_prefix(err, "guests.%s.runs", plan->demand.list[c].name);
    }
    for (size_t m = 0; result == 0 && m < plan->catalogue.count; m++) {
        const struct host_model *model = &plan->catalogue.models[m];
        const struct request request = {store, model->runs, plan, true};
        result = model->runs ? read_word(&request, curves, err) : 0;
        if (result < 0)
            err_prefix(err, "%s:%u: runs", plan->catalogue.name, model->line);
    }
    return result;
}
