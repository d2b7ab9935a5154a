// SPDX-License-Identifier: GPL-3.0-or-later
// What the store has measured for these guests: curves of the runs they name, and the newest matrix
// of neighbours.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/interference.h"
#include "common/model/scenario.h"
#include "common/store/store.h"
#include "planner/amount/amount_curve.h"
#include "planner/curve/curve.h"
#include "planner/estate/estate.h"

// --- curves -------------------------------------------------------------------------------------

static int read_curves(const struct estate *estate, const struct policy *policy,
                       struct store *store, struct curves *curves, struct err *err)
{
    struct name_index seen = {0};
    int result = 0;
    for (size_t g = 0; result == 0 && g < estate->guest_count; g++) {
        const struct estate_guest *guest = &estate->guests[g];
        const char *word = amount_curve_word(guest, policy);
        if (!word || name_index_find(&seen, word) != NAME_INDEX_NONE)
            continue;
        name_index_add(&seen, word);
        result = curves_read(store, word, NULL, curves, err);
        if (result < 0 && guest->run) {
            err_prefix(err, "run");
            estate_blame_guest(guest, err);
        } else if (result < 0)
            err_prefix(err, "cpu.run");
    }
    name_index_done(&seen);
    return result;
}

int amount_curve(const struct estate *estate, const struct policy *policy, struct store *store,
                 struct amounts *amounts, struct amount_guesses *guesses, struct err *err)
{
    struct curves curves = {0};
    if (!store)
        return err_input(err, "cpu.by curve needs a store with runs of bench; none is open");
    int result = read_curves(estate, policy, store, &curves, err);
    if (result == 0)
        result = amount_curve_fill(estate, policy, &curves, amounts, guesses, err);
    curves_done(&curves);
    if (result == 0 && policy->uses_interference)
        result = amount_neighbours(estate, store, amounts, guesses, err);
    return result;
}

// --- neighbours ---------------------------------------------------------------------------------

// Slower by so much; 1 where that is not beyond doubt or was not measured.
static double slowdown_of(const struct interference *matrix, size_t victim, size_t aggressor)
{
    const struct estimate *kept =
        &interference_cell_of(matrix, victim, aggressor)->throughput_ratio;
    return kept->value > 0 && !(kept->high >= 1) ? 1 / kept->value : 1;
}

// The curve of a kind has in it how its own kind slows it: others cost what they slow it more.
static void fill_slowdown(const struct interference *matrix, struct amounts *amounts)
{
    size_t kinds = matrix->count + 1; // the last: of whom nothing is known
    amounts->kinds = kinds;
    amounts->slowdown = alloc_zeroed(kinds * kinds, sizeof *amounts->slowdown);
    for (size_t v = 0; v < kinds; v++)
        for (size_t a = 0; a < kinds; a++) {
            bool is_known = v < matrix->count && a < matrix->count && v != a;
            amounts->slowdown[v * kinds + a] =
                is_known ? fmax(1, slowdown_of(matrix, v, a) / slowdown_of(matrix, v, v)) : 1;
        }
}

static size_t kind_of(const struct interference *matrix, const char *workload)
{
    size_t kind = 0;
    while (kind < matrix->count &&
           !(workload && strcmp(matrix->workloads[kind].name, workload) == 0))
        kind++;
    return kind;
}

static void fill_kinds(const struct estate *estate, const struct interference *matrix,
                       struct amounts *amounts, struct amount_guesses *guesses)
{
    amounts->kind = alloc_zeroed(amounts->guests + 1, sizeof *amounts->kind);
    for (size_t g = 0; g < amounts->guests; g++) {
        size_t kind = kind_of(matrix, estate->guests[g].workload);
        amounts->kind[g] = (uint8_t)kind;
        if (kind == matrix->count)
            amount_guess(guesses, AMOUNT_GUESS_NO_KIND, estate->guests[g].name);
    }
}

static int read_steps(struct store *store, const struct run_record *run,
                      const struct scenario *scenario, struct interference *ret_matrix,
                      struct err *err)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    int result = store_read_steps(store, run->id, &steps, &count, err);
    if (result == 0)
        interference_init(ret_matrix, scenario, steps, count);
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
    return result;
}

// *ret_matrix stays empty for a run of something else.
static int read_matrix(struct store *store, int64_t id, struct interference *ret_matrix,
                       struct err *err)
{
    struct run_record run = {0};
    struct scenario scenario;
    int result = store_read_run(store, id, &run, err);
    if (result < 0)
        return result;
    scenario_init(&scenario);
    scope_free char *name = alloc_printf("scenario of run %lld", (long long)id);
    result = scenario_load_text(&scenario, name, run.scenario, err);
    if (result == 0 && scenario.interference && *scenario.interference)
        result = read_steps(store, &run, &scenario, ret_matrix, err);
    scenario_done(&scenario);
    run_record_done(&run);
    return result;
}

static bool is_wanted(const struct estate *estate)
{
    for (size_t g = 0; g < estate->guest_count; g++)
        if (estate->guests[g].workload)
            return true;
    return false;
}

static void take_matrix(const struct estate *estate, const struct interference *matrix, int64_t id,
                        struct amounts *amounts, struct amount_guesses *guesses)
{
    scope_free char *sentence = interference_sentence(matrix, false);
    fill_slowdown(matrix, amounts);
    fill_kinds(estate, matrix, amounts, guesses);
    amounts_note(amounts, "Neighbours are priced by run %lld: %s", (long long)id, sentence);
}

int amount_neighbours(const struct estate *estate, struct store *store, struct amounts *amounts,
                      struct amount_guesses *guesses, struct err *err)
{
    struct run_record *runs = NULL;
    struct interference matrix = {0};
    size_t count = 0;
    if (!is_wanted(estate))
        return 0;
    int result = store_list_runs(store, &runs, &count, err);
    for (size_t i = count; result == 0 && matrix.count == 0 && i-- > 0;) {
        result = read_matrix(store, runs[i].id, &matrix, err);
        if (result == 0 && matrix.count > 0 && matrix.count < UINT8_MAX)
            take_matrix(estate, &matrix, runs[i].id, amounts, guesses);
    }
    if (result == 0 && matrix.count == 0)
        amounts_note(amounts, "No run of neighbours beside each other is in the store: none of "
                              "them is priced (fullhouse bench --interference measures it)");
    for (size_t i = 0; i < count; i++)
        run_record_done(&runs[i]);
    free(runs);
    interference_done(&matrix);
    return result;
}
