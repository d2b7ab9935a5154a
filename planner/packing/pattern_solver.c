// SPDX-License-Identifier: GPL-3.0-or-later
// GLPK's simplex and branch and bound behind a few words.
#include "planner/packing/pattern_solver.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct pattern_solver {
    glp_prob *problem;
};

struct whole_watch {
    double cut; // nothing above it is worth a look
    double branches_most;
};

static int limit_ms(double seconds)
{
    return (int)fmin(fmax(seconds, 0.001) * 1000, 1e9);
}

struct pattern_solver *pattern_solver_new(size_t rows, bool is_most)
{
    struct pattern_solver *solver = alloc_zeroed(1, sizeof(*solver));

    glp_term_out(GLP_OFF);
    solver->problem = glp_create_prob();
    glp_set_obj_dir(solver->problem, is_most ? GLP_MAX : GLP_MIN);
    if (rows > 0)
        glp_add_rows(solver->problem, (int)rows);
    return solver;
}

void pattern_solver_free(struct pattern_solver *solver)
{
    if (!solver)
        return;
    glp_delete_prob(solver->problem);
    free(solver);
}

void pattern_solver_leave(void)
{
    glp_free_env();
}

void pattern_solver_row_least(struct pattern_solver *solver, size_t row, double least)
{
    glp_set_row_bnds(solver->problem, (int)row + 1, GLP_LO, least, 0);
}

void pattern_solver_row_most(struct pattern_solver *solver, size_t row, double most)
{
    glp_set_row_bnds(solver->problem, (int)row + 1, GLP_UP, 0, most);
}

void pattern_solver_column(struct pattern_solver *solver, size_t column, double cost, double most)
{
    int kind = isinf(most) ? GLP_LO : most > 0 ? GLP_DB : GLP_FX;

    glp_set_obj_coef(solver->problem, (int)column + 1, cost);
    glp_set_col_bnds(solver->problem, (int)column + 1, kind, 0, isinf(most) ? 0 : most);
}

size_t pattern_solver_add(struct pattern_solver *solver, double cost, double most, size_t count,
                          const size_t *rows, const double *values)
{
    size_t column = (size_t)glp_add_cols(solver->problem, 1) - 1;
    scope_free int *indices = alloc_zeroed(count + 1, sizeof(*indices));
    scope_free double *entries = alloc_zeroed(count + 1, sizeof(*entries));

    for (size_t i = 0; i < count; i++) {
        indices[i + 1] = (int)rows[i] + 1;
        entries[i + 1] = values[i];
    }
    glp_set_mat_col(solver->problem, (int)column + 1, (int)count, indices, entries);
    pattern_solver_column(solver, column, cost, most);
    return column;
}

bool pattern_solver_solve(struct pattern_solver *solver, double seconds)
{
    glp_smcp how;

    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tm_lim = limit_ms(seconds);
    int failed = glp_simplex(solver->problem, &how);
    if (failed == GLP_EBADB || failed == GLP_ESING || failed == GLP_ECOND || failed == GLP_EFAIL) {
        glp_adv_basis(solver->problem, 0);
        failed = glp_simplex(solver->problem, &how);
    }
    return !failed && glp_get_status(solver->problem) == GLP_OPT;
}

double pattern_solver_cost(const struct pattern_solver *solver)
{
    return glp_get_obj_val(solver->problem);
}

double pattern_solver_value(const struct pattern_solver *solver, size_t column)
{
    return glp_get_col_prim(solver->problem, (int)column + 1);
}

double pattern_solver_price(const struct pattern_solver *solver, size_t row)
{
    return glp_get_row_dual(solver->problem, (int)row + 1);
}

static void watch_whole(glp_tree *tree, void *info)
{
    const struct whole_watch *watch = info;

    if (glp_ios_reason(tree) != GLP_ISELECT)
        return;
    int active, all, ever, best = glp_ios_best_node(tree);
    glp_ios_tree_size(tree, &active, &all, &ever);
    if (ever > watch->branches_most)
        glp_ios_terminate(tree);
    if (best > 0 && glp_ios_node_bound(tree, best) > watch->cut)
        glp_ios_terminate(tree);
    if (glp_mip_status(glp_ios_get_prob(tree)) == GLP_FEAS &&
        glp_mip_obj_val(glp_ios_get_prob(tree)) <= watch->cut)
        glp_ios_terminate(tree);
}

bool pattern_solver_whole(struct pattern_solver *solver, double seconds, double branches,
                          double cut, double *values)
{
    int columns = glp_get_num_cols(solver->problem);
    struct whole_watch watch = {.cut = cut, .branches_most = branches};
    glp_iocp how;

    for (int i = 1; i <= columns; i++)
        glp_set_col_kind(solver->problem, i, GLP_IV);
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.br_tech = GLP_BR_PCH;
    how.bt_tech = GLP_BT_BPH;
    how.tm_lim = limit_ms(seconds);
    how.cb_func = watch_whole;
    how.cb_info = &watch;
    (void)glp_intopt(solver->problem, &how); // where it failed its status is neither of these
    int status = glp_mip_status(solver->problem);
    bool is_found =
        (status == GLP_OPT || status == GLP_FEAS) && glp_mip_obj_val(solver->problem) <= cut;
    for (int i = 1; i <= columns; i++) {
        if (is_found)
            values[i - 1] = round(glp_mip_col_val(solver->problem, i));
        glp_set_col_kind(solver->problem, i, GLP_CV);
    }
    return is_found;
}
