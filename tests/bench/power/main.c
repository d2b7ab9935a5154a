// SPDX-License-Identifier: GPL-3.0-or-later
// Are known slowdowns found, and is nothing found where there is none? Real runs: processes and
// containers with a quota, QEMU in a control group with one, a throttled disk; and a regression
// that only many guests feel. Beside it what tools that do not interleave would have said of the
// same numbers.
//   power BUILD_DIR TRIALS BLOCKS LANES [SEED [FOLDER|- [PLATFORMS]]]
// TRIALS at 10 %, as many at 5 %, twice as many A/A; BLOCKS as 6..8; LANES trials at once, each on
// two CPUs of its own. FOLDER keeps the stores. PLATFORMS, as native,container, leaves
// out the kinds of others. Root, for control groups. Exit 0 when all is as
// tally_is_good has it and the regression is seen at 8 guests and not at 1.
#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/parallel.h"
#include "common/base/path.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "tests/bench/power/slow_qemu.h"
#include "tests/bench/power/tally.h"

enum {
    LANES_MAX = 64,
    KINDS_MAX = 64,
    TRIALS_MAX = 10000,
    LEVELS = 3,
    DENSITY_TRIALS = 2,
    MANY = 8,
    CPUS_A_LANE = 2
};
static const double levels[LEVELS] = {0.10, 0.05, 0};

struct outcome {
    struct trial_result result;
    double seconds;
    int code; // 0, or it came to nothing
};

struct power {
    const char *build, *blocks;
    char *folder;
    uint64_t trials, lanes, seed;
    char *wrappers[LANES_MAX];
    unsigned kinds[KINDS_MAX]; // indexes of trial_kinds
    unsigned kind_count;
    double *usages; // of a CPU, one a kind
    struct outcome *outcomes;
};

// --- one ----------------------------------------------------------------------------------------

static const char *say(enum power_saying saying)
{
    static const char *const words[] = {"nothing", "worse", "better"};
    return words[saying];
}

static double carry_out(const struct trial *trial, struct err *err, int *ret_code)
{
    uint64_t began_ns = clock_monotonic_ns();
    *ret_code = trial_run(trial, err);
    return (double)(clock_monotonic_ns() - began_ns) / 1e9;
}

static void tell(const struct trial *trial, const struct outcome *outcome, uint32_t guests)
{
    const struct trial_result *result = &outcome->result;
    printf("%3u  %4.0f %%  %-24s  %2u guest%s  %-7s  %.3fx [%.3f, %.3f]  %2u blocks  %5.1f s  "
           "(5 %%: %s; Mann-Whitney: %s)\n",
           trial->number, 100 * trial->slowdown, trial->kind->name, guests, guests == 1 ? " " : "s",
           say(result->answer.throughput), result->answer.ratio, result->answer.low,
           result->answer.high, result->blocks, outcome->seconds, say(result->threshold),
           say(result->mann_whitney));
    fflush(stdout);
}

static void complain(struct err *err)
{
    fprintf(stderr, "power: %s\n", err_text(err));
    err_done(err);
}

static int look(const struct trial *trial, uint32_t guests, struct outcome *outcome)
{
    struct err err = {0};
    outcome->code = trial_read(trial, guests, &outcome->result, &err);
    if (outcome->code < 0)
        complain(&err);
    else
        tell(trial, outcome, guests);
    return outcome->code;
}

// --- all ----------------------------------------------------------------------------------------

static unsigned trials_of(const struct power *power, unsigned level)
{
    return (unsigned)power->trials * (levels[level] > 0 ? 1 : 2);
}

static unsigned all_trials(const struct power *power)
{
    return 4 * (unsigned)power->trials;
}

// Each lane has CPUs of its own: one for the guest, one for who watches it. On one alone the
// watcher would take from a guest what its quota leaves unused, and a slowdown of 5 % were one of 3
// %.
static void bind_to(unsigned lane)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    for (unsigned i = 0; i < CPUS_A_LANE; i++)
        CPU_SET(CPUS_A_LANE * lane + i, &set);
    if (sched_setaffinity(0, sizeof set, &set) < 0)
        perror("power: binding a lane to its CPUs");
}

// Levels in turns, so that an hour in which the host is noisy falls on all of them: 10 %, A/A, 5 %,
// A/A.
static double level_of(unsigned number)
{
    static const double turns[] = {0.10, 0, 0.05, 0};
    return turns[number % 4];
}

static void run_trial(size_t index, unsigned worker, void *context)
{
    struct power *power = context;
    struct outcome *outcome = &power->outcomes[index];
    struct err err = {0};
    scope_free char *folder = alloc_printf("%s/%zu", power->folder, index);
    unsigned kind = power->kinds[index / 4 % power->kind_count];
    const struct trial trial = {
        .kind = &trial_kinds[kind],
        .slowdown = level_of((unsigned)index),
        .usage = power->usages[kind],
        .seed = rng_derive(power->seed, index) >> 11 | 1,
        .build = power->build,
        .folder = folder,
        .wrapper = power->wrappers[worker],
        .blocks = power->blocks,
        .densities = "1",
        .number = (unsigned)index,
    };
    outcome->code = -EINTR;
    if (interrupt_pending())
        return;
    if (power->lanes > 1)
        bind_to(worker);
    outcome->seconds = carry_out(&trial, &err, &outcome->code);
    if (outcome->code < 0)
        complain(&err);
    else
        look(&trial, 1, outcome);
}

static bool judge(const struct power *power)
{
    struct tally tallies[LEVELS] = {{0}};
    bool is_good = true;
    for (unsigned level = 0; level < LEVELS; level++)
        tallies[level].slowdown = levels[level];
    for (unsigned i = 0; i < all_trials(power); i++) {
        const struct outcome *outcome = &power->outcomes[i];
        unsigned level = level_of(i) > 0.07 ? 0 : level_of(i) > 0 ? 1 : 2;
        if (outcome->code < 0)
            tallies[level].failed++;
        else
            tally_add(&tallies[level], &outcome->result, outcome->seconds);
    }
    tally_print(tallies, LEVELS);
    for (unsigned level = 0; level < LEVELS; level++)
        is_good &=
            tally_is_good(&tallies[level]) && tallies[level].trials == trials_of(power, level);
    return is_good;
}

// --- only many guests feel it -------------------------------------------------------------------

static bool see_density(const struct power *power, unsigned number)
{
    struct outcome one = {.code = 0}, many = {.code = 0};
    struct err err = {0};
    scope_free char *folder = alloc_printf("%s/density-%u", power->folder, number);
    const struct trial trial = {
        .kind = &trial_density_kind,
        .slowdown = 0.5,
        .usage = 1,
        .seed = rng_derive(power->seed, 100000 + number) >> 11 | 1,
        .build = power->build,
        .folder = folder,
        .wrapper = power->wrappers[0],
        .blocks = power->blocks,
        .densities = "1,8",
        .number = number,
    };
    one.seconds = many.seconds = carry_out(&trial, &err, &one.code);
    if (one.code < 0)
        complain(&err);
    if (one.code < 0 || look(&trial, 1, &one) < 0 || look(&trial, MANY, &many) < 0)
        return false;
    return one.result.answer.throughput == POWER_NOTHING &&
           many.result.answer.throughput == POWER_WORSE;
}

static bool see_densities(const struct power *power)
{
    unsigned seen = 0;
    printf("\nA QEMU whose guests have one CPU together: nothing at 1 guest, worse at %d.\n", MANY);
    for (unsigned i = 0; i < DENSITY_TRIALS && !interrupt_pending(); i++)
        seen += see_density(power, i);
    printf("%u of %d comparisons saw it at %d guests and not at 1\n", seen, DENSITY_TRIALS, MANY);
    return seen == DENSITY_TRIALS;
}

// --- the whole ----------------------------------------------------------------------------------

static bool names(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += length)
        if ((at == list || at[-1] == ',') && (at[length] == ',' || !at[length]))
            return true;
    return false;
}

// platforms NULL: all kinds.
static int choose_kinds(struct power *power, const char *platforms, struct err *err)
{
    for (unsigned i = 0; i < trial_kind_count && power->kind_count < KINDS_MAX; i++)
        if (!platforms || names(platforms, trial_kinds[i].platform))
            power->kinds[power->kind_count++] = i;
    return power->kind_count ? 0 : err_input(err, "%s: no platform of any kind", platforms);
}

static int read_arguments(int argc, char **argv, struct power *power, struct err *err)
{
    int result = units_parse_count(argv[2], 1, TRIALS_MAX, &power->trials, err);
    power->build = argv[1];
    power->blocks = argv[3];
    power->seed = 1;
    if (result == 0)
        result = units_parse_count(argv[4], 1, LANES_MAX, &power->lanes, err);
    if (result == 0 && power->lanes > 1 && power->lanes * CPUS_A_LANE > parallel_cpus())
        result = err_input(err, "%" PRIu64 " lanes need %d CPUs each, and there are %u",
                           power->lanes, CPUS_A_LANE, parallel_cpus());
    if (result == 0 && argc > 5)
        result = units_parse_count(argv[5], 1, UINT64_MAX, &power->seed, err);
    return result < 0 ? result : choose_kinds(power, argc > 7 ? argv[7] : NULL, err);
}

static bool is_same(const struct trial_kind *a, const struct trial_kind *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->workload, b->workload) == 0;
}

// Kinds that stand there several times are measured once.
static int calibrate_kind(struct power *power, unsigned kind, struct err *err)
{
    scope_free char *folder = alloc_printf("%s/usage-%u", power->folder, kind);
    const struct trial trial = {
        .kind = &trial_kinds[kind],
        .build = power->build,
        .folder = folder,
    };
    for (unsigned i = 0; i < kind; i++)
        if (is_same(&trial_kinds[i], trial.kind)) {
            power->usages[kind] = power->usages[i];
            return 0;
        }
    int result = trial_calibrate(&trial, &power->usages[kind], err);
    if (result == 0)
        printf("%s, %s: takes %.1f %% of a CPU\n", trial.kind->name, trial.kind->workload,
               100 * power->usages[kind]);
    fflush(stdout);
    return result;
}

static int calibrate(struct power *power, struct err *err)
{
    unsigned used = power->trials < power->kind_count ? (unsigned)power->trials : power->kind_count;
    int result = 0;
    power->usages = alloc_zeroed(trial_kind_count, sizeof *power->usages);
    for (unsigned i = 0; result == 0 && i < used; i++)
        result = calibrate_kind(power, power->kinds[i], err);
    return result;
}

static int prepare(struct power *power, struct err *err)
{
    int result = path_make_dirs(power->folder, err);
    for (unsigned lane = 0; result == 0 && lane < power->lanes; lane++)
        if (!(power->wrappers[lane] = slow_qemu_make(power->folder, lane, err)))
            result = -EIO;
    power->outcomes = alloc_zeroed(all_trials(power), sizeof *power->outcomes);
    return result < 0 ? result : calibrate(power, err);
}

static bool measure(struct power *power)
{
    bool is_good;
    parallel_for((unsigned)power->lanes, all_trials(power), run_trial, power);
    is_good = judge(power);
    return see_densities(power) && is_good && !interrupt_pending();
}

static void finish(struct power *power, bool is_kept)
{
    if (!is_kept)
        path_remove_tree(power->folder, NULL);
    for (unsigned lane = 0; lane < LANES_MAX; lane++)
        free(power->wrappers[lane]);
    free(power->outcomes);
    free(power->usages);
    free(power->folder);
}

int main(int argc, char **argv)
{
    struct power power = {0};
    struct err err = {0};
    char made[] = "/var/tmp/fullhouse-power-XXXXXX";
    bool is_kept = argc > 6 && strcmp(argv[6], "-") != 0;
    if (slow_qemu_is_me(argv[0]))
        slow_qemu_become(argv);
    if (argc < 5 || argc > 8) {
        fprintf(stderr,
                "usage: power BUILD_DIR TRIALS BLOCKS LANES [SEED [FOLDER|- [PLATFORMS]]]\n");
        return 2;
    }
    if (interrupt_install(&err) < 0 || read_arguments(argc, argv, &power, &err) < 0 ||
        (!is_kept && !mkdtemp(made))) {
        fprintf(stderr, "power: %s\n", err_text(&err));
        return 2;
    }
    power.folder = alloc_copy(is_kept ? argv[6] : made);
    bool is_good = prepare(&power, &err) == 0 && measure(&power);
    if (err.kind != ERR_NONE)
        complain(&err);
    finish(&power, is_kept);
    return interrupt_pending() ? 130 : is_good ? 0 : 1;
}
