// SPDX-License-Identifier: GPL-3.0-or-later
// What Fullhouse itself takes while it measures hundreds of guests that do nothing: a step of idle
// agents as processes, and the verdict of a whole ladder of them with thousands at its top.
//   bench_idle BUILD_DIR [GUESTS]
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/step.h"
#include "bench/workspace.h"
#include "collector/quota.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/inference/density.h"
#include "tests/bench/measure.h"

enum { RUNS = 3, WINDOWS = 5, TOP = 4096 };
// Looked at from the second boot on.
static const struct sequential_plan looks = {
    .boots_first = 2, .boots_max = 5, .confidence = SEQUENTIAL_CONFIDENCE_DEFAULT};

static const double AIM_PERCENT = 1; // of one core

static void say(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "bench_idle: %s\n", text);
}

// --- a step of real ones ------------------------------------------------------------------------

static int run_step(struct platform *platform, uint32_t guests, struct measure *percent,
                    struct measure *bytes, struct err *err)
{
    const struct step_plan plan = {
        .kind = RECORD_STEP_LADDER,
        .guests = guests,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(64) << 20},
        .load = {.workload = (char *)"idle", .variant = (char *)"", .threads = 1},
        .windows = WINDOWS,
        .window_ns = CLOCK_NS_PER_SECOND,
        .warmup_max_windows = 3,
        .parallel = 4 * (uint32_t)sysconf(_SC_NPROCESSORS_ONLN),
        .boot_timeout_ns = 60 * CLOCK_NS_PER_SECOND,
    };
    struct step_outcome outcome;
    size_t before = mallinfo2().uordblks;
    int failed = step_run(platform, &plan, &outcome, err);
    if (failed)
        return failed;
    if (outcome.record.state != RECORD_DONE)
        failed = err_host(err, NULL, "%s", outcome.record.reason);
    measure_add(percent,
                100 * (double)outcome.record.tool_cpu_ns / (double)outcome.record.measured_ns);
    measure_add(bytes, (double)(mallinfo2().uordblks - before) / guests);
    step_outcome_done(&outcome);
    return failed;
}

static int measure_steps(const char *build_dir, uint32_t guests, struct measure *percent,
                         struct err *err)
{
    scope_free char *agent = path_join(build_dir, "fullhouse-guest");
    struct measure bytes = {0};
    struct workspace workspace;
    struct platform *platform = NULL;
    int failed = workspace_open(&workspace, err);
    if (failed)
        return failed;
    const struct platform_options options = {.workspace = &workspace,
                                             .connect = "",
                                             .guest = "",
                                             .kernel = "",
                                             .agent = agent,
                                             .bare = "",
                                             .agent_test = "",
                                             .say = say};
    quota_raise();
    failed = platform_native.open(&options, &platform, err);
    for (int i = 0; !failed && i < RUNS; i++)
        failed = run_step(platform, guests, percent, &bytes, err);
    if (platform)
        platform->ops->close(platform);
    workspace_close(&workspace);
    measure_print(&bytes, "A step's record in memory", "bytes a guest");
    return failed;
}

// --- a ladder of made ones ----------------------------------------------------------------------

static struct step_record made_idle_step(uint32_t guests)
{
    struct step_record step;
    step_record_init(&step);
    step.guests = guests;
    step.state = RECORD_DONE;
    step.guest_list = alloc_zeroed(guests, sizeof *step.guest_list);
    step.guest_count = guests;
    scope_free struct histogram *nothing = alloc_zeroed(1, sizeof *nothing);
    for (uint32_t i = 0; i < guests; i++) {
        struct guest_record *guest = &step.guest_list[i];
        guest_record_init(guest);
        guest->index = i;
        guest->state = RECORD_DONE;
        for (uint32_t w = 0; w < WINDOWS; w++)
            guest_record_add_window(guest,
                                    &(struct window_record){.index = w,
                                                            .measured = true,
                                                            .duration_ns = CLOCK_NS_PER_SECOND,
                                                            .histogram = histogram_pack(nothing)});
    }
    return step;
}

static void measure_verdict(void)
{
    struct step_record steps[16];
    size_t count = 0;
    struct measure ms = {0};
    for (uint32_t guests = 1; guests <= TOP; guests *= 2)
        steps[count++] = made_idle_step(guests);
    for (int i = 0; i < RUNS; i++) {
        struct density *densities;
        size_t density_count;
        uint64_t began_ns = clock_monotonic_ns();
        density_compute_run(steps, count, NULL, &looks, 1, &densities, &density_count);
        measure_add(&ms, (double)(clock_monotonic_ns() - began_ns) / 1e6);
        density_free(densities, density_count);
    }
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    measure_print(&ms, "The verdict of an idle ladder up to 4096 guests", "ms");
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct measure percent = {0};
    uint64_t guests = 500;
    if (argc < 2 || (argc > 2 && units_parse_count(argv[2], 1, UINT16_MAX, &guests, &err) < 0)) {
        fprintf(stderr, "usage: bench_idle BUILD_DIR [GUESTS]\n");
        return 2;
    }
    if (measure_steps(argv[1], (uint32_t)guests, &percent, &err) < 0) {
        fprintf(stderr, "bench_idle: %s\n", err_text(&err));
        return 1;
    }
    measure_verdict();
    measure_print(&percent, "Fullhouse's own CPU time while idle guests are measured",
                  "% of a core");
    return measure_judge(&percent, AIM_PERCENT, "% of a core");
}
