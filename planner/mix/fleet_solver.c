// SPDX-License-Identifier: GPL-3.0-or-later
// Hands a programme to GLPK's branch and cut and back.
#include "planner/mix/fleet_solver.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct fleet_watch {
    double bound;
    double branches_most;
};

void fleet_solution_done(struct fleet_solution *solution)
{
    if (!solution)
        return;
    free(solution->values);
    *solution = (struct fleet_solution){0};
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
static void watch_tree(glp_tree *tree, void *info)
{
    struct fleet_watch *watch = info;
    int active, all, ever, best = glp_ios_best_node(tree);

    if (best > 0)
        watch->bound = fmax(watch->bound, glp_ios_node_bound(tree, best));
    glp_ios_tree_size(tree, &active, &all, &ever);
    if (ever > watch->branches_most)
        glp_ios_terminate(tree);
}

static void take_values(glp_prob *problem, struct fleet_solution *solution)
{
    int count = glp_get_num_cols(problem);

    solution->values = alloc_zeroed((size_t)count, sizeof *solution->values);
    for (int i = 0; i < count; i++)
        solution->values[i] = glp_mip_col_val(problem, i + 1);
}

static void run_solver(glp_prob *problem, double work, double seconds,
                       struct fleet_solution *solution)
{
    glp_iocp how;
    struct fleet_watch watch = {
        .branches_most = work / (glp_get_num_rows(problem) + glp_get_num_cols(problem)),
    };

    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    how.mir_cuts = GLP_ON;
    how.tm_lim = (int)fmin(fmax(seconds, 0.001) * 1000, 1e9);
    how.mip_gap = FLEET_SOLVER_GAP;
    how.cb_func = watch_tree;
    how.cb_info = &watch;
    int failed = glp_intopt(problem, &how);
    int status = glp_mip_status(problem);
    if (status == GLP_OPT || status == GLP_FEAS)
        take_values(problem, solution);
    if (!failed && status == GLP_OPT)
        watch.bound = fmax(watch.bound, glp_mip_obj_val(problem) * (1 - how.mip_gap));
    solution->bound = !failed && status == GLP_NOFEAS ? INFINITY : watch.bound;
    if (failed == GLP_ENOPFS)
        solution->bound = INFINITY;
}

void fleet_solve(const struct fleet_programme *programme, double work, double seconds,
                 struct fleet_solution *ret_solution)
{
    struct fleet_solution solution = {.bound = 0};

    if (fleet_programme_is_finite(programme)) {
        glp_term_out(GLP_OFF);
        glp_prob *problem = glp_create_prob();
        load_columns(problem, programme);
        load_rows(problem, programme);
        load_entries(problem, programme);
        run_solver(problem, work, seconds, &solution);
        glp_delete_prob(problem);
        glp_free_env();
    }
    *ret_solution = solution;
}
