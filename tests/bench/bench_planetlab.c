// SPDX-License-Identifier: GPL-3.0-or-later
// A day of 1052 guests (PlanetLab, 288 windows of five minutes) on 800 hosts, half of each of two
// servers whose watts are published, as in Beloglazov and Buyya 2012, "Optimal online deterministic
// algorithms and adaptive heuristics for energy and performance efficient dynamic consolidation of
// virtual machines in cloud data centers", Concurrency and Computation 24(13), tables 1 and 2 and
// section 6: what planning by peak, by 95th percentile and by mean comes to, on the whole day, and
// planned on its first half and judged on the second.
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "planner/consolidation/consolidation.h"

enum { HOSTS = 800, GUESTS = 1052, WINDOWS = 288 };

// A core here is one that does 1000 million instructions a second.
static const struct server {
    const char *name;
    double cores;
    double watts[POWER_POINTS];
} servers[] = {
    {"ML110-G4", 2 * 1.860, {86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117}},
    {"ML110-G5", 2 * 2.660, {93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135}},
};

// The four kinds of guests, each a quarter of them.
static const struct kind {
    double cores, memory_mib;
} kinds[] = {{2.5, 870}, {2.0, 1740}, {1.0, 1740}, {0.5, 613}};

// --- the estate ----------------------------------------------------------------------------------

static int unpack(const char *reference, const char *folder, struct err *err)
{
    scope_free char *archive = path_join(reference, "planetlab/20110303.tar.xz");
    const char *const argv[] = {"tar", "-xJf", archive, "-C", folder, "--strip-components=1", NULL};
    struct process_result result;
    int failed = process_run(argv, NULL, &result, err);
    if (failed == 0 && result.exit_code != 0)
        failed = err_input(err, "tar: %s", result.output);
    if (failed == 0)
        process_result_done(&result);
    return failed;
}

static void add_hosts(struct estate *estate)
{
    for (int h = 0; h < HOSTS; h++) {
        const struct server *server = &servers[h % 2];
        scope_free char *name = alloc_printf("%s-%03d", server->name, h / 2 + 1);
        struct estate_host *host = estate_add_host(estate, name);
        host->cores = server->cores;
        host->memory_bytes = 4096.0 * 1024 * 1024;
        memcpy(host->watts, server->watts, sizeof host->watts);
    }
}

// One whole percent a line.
static int add_guest(struct estate *estate, const char *folder, const char *file, struct err *err)
{
    scope_free char *path = path_join(folder, file), *text = NULL;
    const struct kind *kind = &kinds[estate->guest_count * 4 / GUESTS];
    int failed = path_read(path, 1 << 20, &text, NULL, err);
    if (failed)
        return failed;
    float *cores = alloc_zeroed(WINDOWS, sizeof *cores);
    char *at = text;
    for (size_t t = 0; t < WINDOWS; t++)
        cores[t] = (float)(strtod(at, &at) / 100 * kind->cores);
    struct estate_guest *guest = estate_add_guest(estate, file);
    guest->vcpus = 1;
    guest->memory_bytes = kind->memory_mib * 1024 * 1024;
    guest->host = (int32_t)((estate->guest_count - 1) % HOSTS);
    guest->trace = (int32_t)estate->trace_count;
    estate->traces = alloc_resized(estate->traces, estate->trace_count + 1, sizeof *estate->traces);
    estate->traces[estate->trace_count++] = (struct estate_trace){.cores = cores};
    return 0;
}

static int add_guests(struct estate *estate, const char *folder, struct err *err)
{
    struct dirent **entries = NULL;
    int failed = 0, count = scandir(folder, &entries, NULL, alphasort);
    estate->windows = WINDOWS;
    estate->window_s = 300;
    for (int i = 0; i < count; i++) {
        if (!failed && entries[i]->d_name[0] != '.')
            failed = add_guest(estate, folder, entries[i]->d_name, err);
        free(entries[i]);
    }
    free(entries);
    if (!failed && estate->guest_count != GUESTS)
        failed = err_input(err, "%zu traces, not %d", estate->guest_count, GUESTS);
    return failed;
}

static int read_estate(struct estate *estate, struct err *err)
{
    const char *reference = getenv("FULLHOUSE_REFERENCE");
    char folder[] = "/tmp/planetlab.XXXXXX";
    if (!mkdtemp(folder))
        return err_input(err, "no folder for the traces");
    add_hosts(estate);
    int failed = unpack(reference, folder, err);
    if (!failed)
        failed = add_guests(estate, folder, err);
    path_remove_tree(folder, NULL);
    return failed;
}

// --- plans ---------------------------------------------------------------------------------------

struct way {
    const char *name;
    enum policy_cpu cpu;
    enum target_aim aim;
    double plan_share;
    double memory_overcommit; // above 1, so that CPU is what binds
};

static void print_left_alone(const struct consolidation *plan)
{
    const struct risk *risk = &plan->risk.before_judged;
    printf("%-28s %5zu %6s %6s %8.1f %7.3f%% %7.3f%% %6.2f\n", "left as it is", risk->hosts_on, "-",
           "-", risk->kwh, risk->over_time * 100, risk->unserved * 100, risk->worst_load);
}

static void print(const struct way *way, const struct consolidation *plan, double seconds)
{
    const struct risk *risk = &plan->risk.after_judged;
    printf(
        "%-28s %5zu %6.0f %6zu %8.1f %7.3f%% %7.3f%% %6.2f  %5.1f s%s, stuck %zu, misplaced %zu\n",
        way->name, plan->on_after, way->aim == TARGET_FEWEST ? plan->target.bound : NAN,
        plan->moves.migrations, risk->kwh, risk->over_time * 100, risk->unserved * 100,
        risk->worst_load, seconds, plan->target.is_optimal ? ", proven" : "",
        plan->moves.stuck_count, plan->target.misplaced_count);
    fflush(stdout);
}

static int show(const struct way *way, bool is_first)
{
    struct err err = {0};
    struct estate estate;
    struct request request;
    struct consolidation plan;
    estate_init(&estate);
    request_init(&request);
    request.policy.cpu = way->cpu;
    request.policy.percentile = 0.95;
    request.policy.cpu_usable = 1;
    request.policy.memory_reserve_bytes = request.policy.memory_reserve = 0;
    request.policy.memory_overcommit = way->memory_overcommit;
    request.target.aim = way->aim;
    request.target.seconds = 10;
    request.plan_share = way->plan_share;
    uint64_t begin_ns = clock_monotonic_ns();
    int failed = read_estate(&estate, &err);
    if (!failed)
        failed = consolidation_compute(&estate, &request, NULL, &plan, &err);
    if (failed) {
        fprintf(stderr, "%s\n", err_text(&err));
    } else {
        if (is_first)
            print_left_alone(&plan);
        print(way, &plan, (double)(clock_monotonic_ns() - begin_ns) / CLOCK_NS_PER_SECOND);
        consolidation_done(&plan);
    }
    estate_done(&estate);
    request_done(&request);
    err_done(&err);
    return failed;
}

int main(void)
{
    static const struct way ways[] = {
        {"peak, fewest", POLICY_CPU_PEAK, TARGET_FEWEST, 1, 1},
        {"p95 of the sum, fewest", POLICY_CPU_PERCENTILE, TARGET_FEWEST, 1, 1},
        {"mean, fewest", POLICY_CPU_MEAN, TARGET_FEWEST, 1, 1},
        {"peak, energy", POLICY_CPU_PEAK, TARGET_ENERGY, 1, 1},
        {"p95 of the sum, energy", POLICY_CPU_PERCENTILE, TARGET_ENERGY, 1, 1},
        {"mean, energy", POLICY_CPU_MEAN, TARGET_ENERGY, 1, 1},
        {"peak, judged on 2nd half", POLICY_CPU_PEAK, TARGET_FEWEST, 0.5, 1},
        {"p95, judged on 2nd half", POLICY_CPU_PERCENTILE, TARGET_FEWEST, 0.5, 1},
        {"mean, judged on 2nd half", POLICY_CPU_MEAN, TARGET_FEWEST, 0.5, 1},
        {"peak, memory 8:1", POLICY_CPU_PEAK, TARGET_FEWEST, 0.5, 8},
        {"p95, memory 8:1", POLICY_CPU_PERCENTILE, TARGET_FEWEST, 0.5, 8},
        {"mean, memory 8:1", POLICY_CPU_MEAN, TARGET_FEWEST, 0.5, 8},
    };
    if (!getenv("FULLHOUSE_REFERENCE")) {
        printf("not measured: FULLHOUSE_REFERENCE names no folder with the traces\n");
        return 0;
    }
    printf("1052 guests on 800 hosts, one day; kWh of the hours judged; over: host-hours asked for "
           "more than there is\n%-28s %5s %6s %6s %8s %8s %8s %6s\n",
           "planned by", "hosts", "bound", "moves", "kWh", "over", "unserved", "worst");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (show(&ways[i], i == 0 || ways[i].plan_share != ways[i - 1].plan_share) < 0)
            return 1;
    return 0;
}
