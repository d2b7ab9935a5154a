// SPDX-License-Identifier: GPL-3.0-or-later
// Solves the programme of a fleet (fleet_build.h), has the answer evaluated for what it is
// (fleet_split.h), and where that asks for more hosts than the programme thought, solves it again
// with hosts that hold as much less.
#include "planner/fleet_mix.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/fleet_build.h"
#include "planner/fleet_split.h"

enum { BRANCHES_MOST = 20000, ROUNDS = 4 };
// Solvers and cents: costs that are as near as this are equal.
static const double NEAR_RATIO = 1e-6, NEAR_MONEY = 0.005 * COST_ITEM_COUNT * PLAN_YEARS_MOST;

// --- the solver ----------------------------------------------------------------------------------

struct solution {
    double *values; // by column; NULL none was found
    double bound;   // no solution costs less
};

static void solution_done(struct solution *solution)
{
    free(solution->values);
}

static int bound_kind(double low, double high)
{
    if (low == high)
        return GLP_FX;
    if (isinf(low))
        return isinf(high) ? GLP_FR : GLP_UP;
    return isinf(high) ? GLP_LO : GLP_DB;
}

static void load_columns(glp_prob *problem, const struct fleet_programme *programme)
{
    glp_add_cols(problem, (int)programme->column_count);
    for (size_t i = 0; i < programme->column_count; i++) {
        const struct programme_column *column = &programme->columns[i];
        glp_set_col_bnds(problem, (int)i + 1, bound_kind(0, column->most), 0, column->most);
        glp_set_obj_coef(problem, (int)i + 1, column->cost);
        if (column->is_whole)
            glp_set_col_kind(problem, (int)i + 1, GLP_IV);
    }
}

static void load_rows(glp_prob *problem, const struct fleet_programme *programme)
{
    glp_add_rows(problem, (int)programme->row_count);
    for (size_t i = 0; i < programme->row_count; i++) {
        const struct programme_row *row = &programme->rows[i];
        glp_set_row_bnds(problem, (int)i + 1, bound_kind(row->low, row->high), row->low, row->high);
    }
}

static void load_entries(glp_prob *problem, const struct fleet_programme *programme)
{
    size_t count = programme->entry_count;
    scope_free int *rows = alloc_zeroed(count + 1, sizeof *rows);
    scope_free int *columns = alloc_zeroed(count + 1, sizeof *columns);
    scope_free double *values = alloc_zeroed(count + 1, sizeof *values);

    for (size_t i = 0; i < count; i++) {
        rows[i + 1] = (int)programme->entries[i].row + 1;
        columns[i + 1] = (int)programme->entries[i].column + 1;
        values[i + 1] = programme->entries[i].value;
    }
    glp_load_matrix(problem, (int)count, rows, columns, values);
}

// Notes the bound as it rises, since an unfinished search does not tell it afterwards; and ends a
// long search by its branches, which are the same on every machine, before the clock does.
static void watch(glp_tree *tree, void *info)
{
    double *bound = info;
    int active, all, ever, best = glp_ios_best_node(tree);

    if (best > 0)
        *bound = fmax(*bound, glp_ios_node_bound(tree, best));
    glp_ios_tree_size(tree, &active, &all, &ever);
    if (ever > BRANCHES_MOST)
        glp_ios_terminate(tree);
}

static void take_values(glp_prob *problem, struct solution *solution)
{
    int count = glp_get_num_cols(problem);

    solution->values = alloc_zeroed((size_t)count, sizeof *solution->values);
    for (int i = 0; i < count; i++)
        solution->values[i] = glp_mip_col_val(problem, i + 1);
}

static void run_solver(glp_prob *problem, double seconds, struct solution *solution)
{
    glp_iocp how;
    double bound = 0; // hosts cost more than they are worth in the end

    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    how.mir_cuts = GLP_ON;
    how.tm_lim = (int)fmin(fmax(seconds, 0.001) * 1000, 1e9);
    how.mip_gap = NEAR_RATIO / 10;
    how.cb_func = watch;
    how.cb_info = &bound;
    int failed = glp_intopt(problem, &how);
    int status = glp_mip_status(problem);
    if (status == GLP_OPT || status == GLP_FEAS)
        take_values(problem, solution);
    if (!failed && status == GLP_OPT)
        bound = fmax(bound, glp_mip_obj_val(problem) * (1 - how.mip_gap));
    solution->bound = !failed && status == GLP_NOFEAS ? INFINITY : bound;
    if (failed == GLP_ENOPFS)
        solution->bound = INFINITY;
}

static void solve(const struct fleet_programme *programme, double seconds,
                  struct solution *ret_solution)
{
    struct solution solution = {.bound = 0};

    if (fleet_programme_is_finite(programme)) {
        glp_term_out(GLP_OFF);
        glp_prob *problem = glp_create_prob();
        load_columns(problem, programme);
        load_rows(problem, programme);
        load_entries(problem, programme);
        run_solver(problem, seconds, &solution);
        glp_delete_prob(problem);
        glp_free_env();
    }
    *ret_solution = solution;
}

// --- the search ----------------------------------------------------------------------------------

struct search {
    struct fleet_terms terms;
    struct fleet_split best;
    bool is_any; // best is one
    double bound;
    double *use; // by option, as fleet_build has it
    uint64_t deadline_ns;
};

static double seconds_left(const struct search *search)
{
    uint64_t now_ns = clock_monotonic_ns();

    if (now_ns >= search->deadline_ns)
        return 0;
    return (double)(search->deadline_ns - now_ns) / CLOCK_NS_PER_SECOND;
}

// Takes split over: keeps the cheaper one. Equals: the one that was there.
static void keep_cheaper(struct search *search, struct fleet_split *split)
{
    bool is_cheaper = isfinite(split->net_present_cost) &&
                      (!search->is_any || split->net_present_cost < search->best.net_present_cost);

    if (!is_cheaper) {
        fleet_split_done(split);
        return;
    }
    fleet_split_done(&search->best);
    search->best = *split;
    search->is_any = true;
}

static void try_alone(struct search *search)
{
    for (size_t i = 0; i < search->terms.option_count; i++) {
        struct fleet_split split;
        fleet_split_alone(&search->terms, i, &split);
        keep_cheaper(search, &split);
    }
}

// By the year in which the programme fell shortest of the hosts that its guests truly need. False:
// it did not.
static bool learn(struct search *search, const struct solution *solution,
                  const struct fleet_split *split)
{
    bool is_short = false;

    for (size_t i = 0; i < search->terms.option_count; i++) {
        double most = 1;
        for (uint32_t y = 0; y < split->outcomes[i].years; y++) {
            double planned = fleet_build_hosts(&search->terms, solution->values, i, y);
            double true_hosts = split->outcomes[i].year[y].hosts;
            if (planned > search->terms.kept && true_hosts > planned)
                most =
                    fmax(most, (true_hosts - search->terms.kept) / (planned - search->terms.kept));
        }
        search->use[i] /= most;
        is_short |= most > 1;
    }
    return is_short;
}

// Whether another round could find more.
static bool try_mixed(struct search *search, int round)
{
    struct fleet_programme programme;
    struct solution solution;
    struct fleet_split split;
    bool is_short = false;

    fleet_build(&search->terms, search->use, &programme);
    solve(&programme, seconds_left(search), &solution);
    fleet_programme_done(&programme);
    if (round == 0)
        search->bound = solution.bound;
    if (solution.values) {
        fleet_split_by(&search->terms, solution.values, &split);
        is_short = learn(search, &solution, &split);
        keep_cheaper(search, &split);
    }
    solution_done(&solution);
    return is_short;
}

static bool is_proven(const struct search *search)
{
    double cost = search->best.net_present_cost;

    return search->is_any && cost <= search->bound + NEAR_RATIO * fabs(cost) + NEAR_MONEY;
}

static void run_search(struct search *search)
{
    try_alone(search);
    for (int round = 0; round < ROUNDS && seconds_left(search) > 0; round++)
        if (!try_mixed(search, round) || is_proven(search))
            return;
}

// --- the answer ----------------------------------------------------------------------------------

static void fill_part(const struct search *search, size_t index, struct fleet_mix_part *part)
{
    const struct fleet_terms *terms = &search->terms;
    const struct outcome *outcome = &search->best.outcomes[index];
    size_t classes = terms->class_count, years = terms->years;

    part->option = terms->options[index].option;
    for (size_t y = 0; y < years; y++)
        part->hosts[y] = outcome->year[y].hosts;
    part->guests = alloc_zeroed(classes, sizeof *part->guests);
    for (size_t c = 0; c < classes; c++)
        part->guests[c] = search->best.guests[(index * (years + 1) + years) * classes + c];
}

static struct fleet_mix answer_of(const struct search *search)
{
    struct fleet_mix mix = {.class_count = search->terms.class_count};

    if (!search->is_any)
        return mix;
    mix.is_found = true;
    mix.net_present_cost = search->best.net_present_cost;
    mix.is_optimal = is_proven(search);
    if (!mix.is_optimal)
        mix.gap = (mix.net_present_cost - search->bound) / mix.net_present_cost;
    mix.parts = alloc_zeroed(search->terms.option_count, sizeof *mix.parts);
    for (size_t i = 0; i < search->terms.option_count; i++)
        if (fleet_split_has(&search->best, i))
            fill_part(search, i, &mix.parts[mix.part_count++]);
    return mix;
}

int fleet_mix_of(const struct situation *situation, const size_t *options, size_t count,
                 double seconds, struct fleet_mix *ret_mix, struct err *err)
{
    struct search search = {
        .deadline_ns = clock_monotonic_ns() + (uint64_t)(seconds * CLOCK_NS_PER_SECOND),
    };

    if (count == 0)
        return err_input(err, "a fleet of no model at all");
    fleet_terms_init(&search.terms, situation, options, count);
    search.use = alloc_zeroed(count, sizeof *search.use);
    for (size_t i = 0; i < count; i++)
        search.use[i] = 1;
    run_search(&search);
    *ret_mix = answer_of(&search);
    fleet_split_done(&search.best);
    fleet_terms_done(&search.terms);
    free(search.use);
    return 0;
}

void fleet_mix_done(struct fleet_mix *mix)
{
    if (!mix)
        return;
    for (size_t i = 0; i < mix->part_count; i++)
        free(mix->parts[i].guests);
    free(mix->parts);
    *mix = (struct fleet_mix){0};
}
