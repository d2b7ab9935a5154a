// SPDX-License-Identifier: GPL-3.0-or-later
// How packing scales: two made fleets (made_fleet.h) from 100 hosts to 10,000, each packed in a
// process of its own so that its peak of memory is its own, on all CPUs.
//   bench_pack [BUILD_DIR]            the table (the folder is not looked at)
//   bench_pack roomy|tight HOSTS DIR  hosts.csv, guests.csv and fleet.htools of that fleet
//   bench_pack roomy|tight HOSTS      "FREED MOVES SECONDS PROVEN" of that fleet, on a line
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/parallel.h"
#include "common/base/scope.h"
#include "planner/packing/packing.h"
#include "tests/bench/made_fleet.h"

enum { GUESTS_A_HOST = 10, SEED = 1 };

// The seconds are what is asked of packing; the aims, of which time is the larger by reading and
// writing, are the issue's.
static const struct size {
    size_t hosts;
    double seconds, aim_seconds, aim_mb;
} sizes[] = {
    {100, 0.2, 1, 100}, {300, 0.5, 1, 100},    {1000, 1.5, 2, 200},
    {3000, 4, 6, 500},  {10000, 15, 20, 1000},
};
enum { SIZES = sizeof(sizes) / sizeof(*sizes) };

struct outcome {
    double seconds, mb, bound;
    size_t hosts, first_fit, moves, misplaced;
    bool is_optimal;
    char by[64], bound_by[64];
};

static void pack(enum made_fleet_kind kind, const struct size *size, struct outcome *outcome)
{
    struct made_fleet fleet;
    struct packing packing;
    struct packing_options options = {
        .aim = PACKING_FEWEST, .seconds = size->seconds, .seed = SEED};

    made_fleet_init(&fleet, kind, size->hosts, size->hosts * GUESTS_A_HOST, SEED);
    uint64_t begin_ns = clock_monotonic_ns();
    if (packing_solve(&fleet.problem, &options, &packing) != 0)
        _exit(1);
    *outcome = (struct outcome){
        .seconds = (double)(clock_monotonic_ns() - begin_ns) / CLOCK_NS_PER_SECOND,
        .bound = packing.bound,
        .hosts = packing.bins_used,
        .first_fit = made_fleet_first_fit(&fleet),
        .moves = packing.moves,
        .misplaced = packing.misplaced,
        .is_optimal = packing.is_optimal,
    };
    snprintf(outcome->by, sizeof(outcome->by), "%s", packing.by);
    snprintf(outcome->bound_by, sizeof(outcome->bound_by), "%s", packing.bound_by);
}

static int measure(enum made_fleet_kind kind, const struct size *size, struct outcome *outcome)
{
    int ends[2], status;
    struct rusage usage;

    if (pipe(ends) < 0)
        return -1;
    scope_close int answer = ends[0], asked = ends[1];
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        pack(kind, size, outcome);
        _exit(write(asked, outcome, sizeof(*outcome)) == (ssize_t)sizeof(*outcome) ? 0 : 1);
    }
    if (wait4(child, &status, 0, &usage) != child || status != 0 ||
        read(answer, outcome, sizeof(*outcome)) != (ssize_t)sizeof(*outcome))
        return -1;
    outcome->mb = (double)usage.ru_maxrss * 1024 / 1e6;
    return 0;
}

static int print(const struct size *size, const struct outcome *outcome, double growth)
{
    bool missed = outcome->seconds > size->aim_seconds || outcome->mb > size->aim_mb;

    printf("%6zu %7zu %7zu %6zu %6.0f %5.1f%% %7zu %8.2f %6.0f", size->hosts,
           size->hosts * GUESTS_A_HOST, outcome->first_fit, outcome->hosts, outcome->bound,
           100 * ((double)outcome->first_fit / outcome->bound - 1), outcome->moves,
           outcome->seconds, outcome->mb);
    if (isnan(growth))
        printf("       ");
    else
        printf("  %5.2f", growth);
    printf("  %s; %s%s%s\n", outcome->by, outcome->bound_by, outcome->is_optimal ? "; proven" : "",
           missed ? "; MISSED THE AIM" : "");
    if (outcome->misplaced > 0)
        printf("  %zu guests have no place\n", outcome->misplaced);
    return missed || outcome->misplaced > 0;
}

static int measure_fleet(enum made_fleet_kind kind)
{
    struct outcome last = {0};
    int missed = 0;

    printf("\n%s hosts: %d cores, four vCPUs each, and 256 GiB\n",
           kind == MADE_FLEET_ROOMY ? "Roomy" : "Tight", kind == MADE_FLEET_ROOMY ? 64 : 24);
    printf(" hosts  guests     FFD packed  bound  FFD+   moves        s     MB growth\n");
    for (size_t i = 0; i < SIZES; i++) {
        struct outcome outcome;
        if (measure(kind, &sizes[i], &outcome) < 0) {
            fprintf(stderr, "bench_pack: %zu hosts gave no answer\n", sizes[i].hosts);
            return 1;
        }
        double growth = i ? log(outcome.seconds / last.seconds) /
                                log((double)sizes[i].hosts / (double)sizes[i - 1].hosts)
                          : NAN;
        missed |= print(&sizes[i], &outcome, growth);
        last = outcome;
    }
    return missed;
}

static int write_fleet(enum made_fleet_kind kind, size_t hosts, const char *folder)
{
    struct made_fleet fleet;

    made_fleet_init(&fleet, kind, hosts, hosts * GUESTS_A_HOST, SEED);
    int rc = made_fleet_write(&fleet, folder);
    if (!rc)
        rc = made_fleet_write_htools(&fleet, folder);
    made_fleet_done(&fleet);
    if (rc)
        fprintf(stderr, "bench_pack: %s: %s\n", folder, strerror(-rc));
    return rc ? 1 : 0;
}

static int pack_one(enum made_fleet_kind kind, size_t hosts)
{
    const struct size size = {.hosts = hosts, .seconds = 1};
    struct outcome outcome;

    if (measure(kind, &size, &outcome) < 0 || outcome.misplaced > 0)
        return 1;
    printf("%zu %zu %.2f %s\n", hosts - outcome.hosts, outcome.moves, outcome.seconds,
           outcome.is_optimal ? "proven" : "open");
    return 0;
}

static int do_one(const char *kind_word, const char *hosts_word, const char *folder)
{
    char *end;
    unsigned long hosts = strtoul(hosts_word, &end, 10);
    bool is_roomy = strcmp(kind_word, "roomy") == 0;
    enum made_fleet_kind kind = is_roomy ? MADE_FLEET_ROOMY : MADE_FLEET_TIGHT;

    if ((!is_roomy && strcmp(kind_word, "tight") != 0) || *end || hosts < 1 || hosts > 100000) {
        fprintf(stderr, "usage: bench_pack roomy|tight HOSTS [DIR] (1 to 100000 hosts)\n");
        return 2;
    }
    return folder ? write_fleet(kind, hosts, folder) : pack_one(kind, hosts);
}

int main(int argc, char **argv)
{
    if (argc > 2)
        return do_one(argv[1], argv[2], argc > 3 ? argv[3] : NULL);
    printf("Packing made fleets on %u CPUs. FFD: hosts by first fit decreasing, and how far above "
           "the bound.\nGrowth: the time's exponent from one size to the next, 1: linear.\n",
           parallel_cpus());
    int missed = measure_fleet(MADE_FLEET_ROOMY);
    return measure_fleet(MADE_FLEET_TIGHT) || missed;
}
