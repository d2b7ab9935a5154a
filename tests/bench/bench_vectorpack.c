// SPDX-License-Identifier: GPL-3.0-or-later
// The 144 published vector bin packing instances, so many seconds each on one thread: bins beside
// the known optimum and the best of some 200 published heuristics, bound, and what found and proved
// them. Exit 1 where an answer cannot be, or where the sum is above theirs.
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "tests/planner/packing/vectorpack.h"

struct totals {
    long bins, best, bound, known, reached, proven, wrong;
    double seconds;
};

static void print_line(const struct vectorpack *instance, const struct packing *packing,
                       double seconds)
{
    char optimum[24] = "-";
    if (instance->optimum >= 0)
        snprintf(optimum, sizeof(optimum), "%ld", instance->optimum);
    const char *wrong = vectorpack_wrong(instance, packing);
    printf("%-28s %4s %5ld %5zu %6.0f %6.2f  %s%s / %s%s%s\n", instance->name, optimum,
           instance->best_overall, packing->bins_used, packing->bound, seconds,
           packing->is_optimal ? "proven: " : "", packing->by, packing->bound_by,
           wrong ? " WRONG: " : "", wrong ? wrong : "");
    fflush(stdout);
}

static void solve(const struct vectorpack *instance, double seconds, struct totals *totals)
{
    struct packing_problem problem = vectorpack_problem(instance);
    struct packing_options options = {
        .aim = PACKING_FEWEST, .seconds = seconds, .threads = 1, .seed = 1};
    struct packing packing;
    uint64_t begin_ns = clock_monotonic_ns();
    if (packing_solve(&problem, &options, &packing)) {
        totals->wrong++;
        return;
    }
    double taken = (double)(clock_monotonic_ns() - begin_ns) / CLOCK_NS_PER_SECOND;
    print_line(instance, &packing, taken);
    totals->bins += (long)packing.bins_used;
    totals->best += instance->best_overall;
    totals->bound += (long)packing.bound;
    totals->known += instance->optimum >= 0;
    totals->reached += (long)packing.bins_used == instance->optimum;
    totals->proven += packing.is_optimal;
    totals->wrong += vectorpack_wrong(instance, &packing) != NULL;
    totals->seconds += taken;
    packing_done(&packing);
}

int main(int argc, char **argv)
{
    struct vectorpack_set set;
    struct totals totals = {0};
    double seconds = argc > 2 ? strtod(argv[2], NULL) : 2;
    if (argc < 2 || !(seconds > 0)) {
        fprintf(stderr, "usage: bench_vectorpack FOLDER [SECONDS]\n");
        return 2;
    }
    scope_free char *folder = alloc_printf("%s/vectorpack", argv[1]);
    if (!vectorpack_read(folder, &set)) {
        fprintf(stderr, "%s: not the published instances; FULLHOUSE_REFERENCE names their folder\n",
                folder);
        return 2;
    }
    printf("%-28s %4s %5s %5s %6s %6s  %s\n", "instance", "opt", "best", "ours", "bound", "s",
           "by / bound by");
    for (size_t i = 0; i < set.count; i++)
        solve(&set.list[i], seconds, &totals);
    printf(
        "bins %ld, best_overall %ld, bounds %ld; optimum reached %ld of %ld known; proven %ld of "
        "%zu; wrong %ld; %.0f s\n",
        totals.bins, totals.best, totals.bound, totals.reached, totals.known, totals.proven,
        set.count, totals.wrong, totals.seconds);
    vectorpack_done(&set);
    return totals.wrong > 0 || totals.bins > totals.best;
}
