// SPDX-License-Identifier: GPL-3.0-or-later
// What Fullhouse adds to a boot: the time until N guests have said hello when it starts them
// through libvirt, against the same N guests started by bare QEMU commands all at once. Both in one
// session and in turn, A B A B, so that the host's moods fall on both alike.
//   bench_boot BUILD_DIR [GUESTS [RUNS [PLATFORM]]]
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/fleet.h"
#include "bench/observer.h"
#include "bench/platform.h"
#include "bench/workspace.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/inference/bootstrap.h"
#include "common/stats/summary.h"
#include "tests/bench/bare_qemu.h"
#include "tests/bench/measure.h"

static const uint64_t TIMEOUT_NS = 300 * CLOCK_NS_PER_SECOND;
static const struct shape SHAPE = {.vcpus = 1, .memory_bytes = UINT64_C(96) << 20};
static const double AIM_RATIO = 1.10;
static const struct observer silent;

struct session {
    uint64_t guests;
    uint64_t runs;
    struct workspace workspace;
    struct platform *platform;
    struct bare_qemu command;
    struct measure ours_s;
    struct measure bare_s;
};

static void say(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "bench_boot: %s\n", text);
}

// Boots a fleet by the way every run takes and, when wanted, reads how libvirt started a guest.
static int boot_ours(struct session *session, uint32_t guests, struct bare_qemu *ret_command,
                     uint64_t *ret_ns, struct err *err)
{
    const struct fleet_options options = {
        .platform = session->platform,
        .shape = SHAPE,
        .guests = guests,
        .parallel = fleet_default_parallel((uint32_t)sysconf(_SC_NPROCESSORS_ONLN)),
        .boot_timeout_ns = TIMEOUT_NS,
        .observer = &silent,
    };
    struct fleet *fleet = fleet_new(&options);
    int failed = fleet_boot(fleet, err);

    if (!failed && fleet_lost(fleet))
        failed = err_host(err, NULL, "%s", fleet_lost(fleet)->record.reason);
    if (!failed)
        *ret_ns = fleet_boot_ns(fleet);
    if (!failed && ret_command)
        failed = bare_qemu_read(fleet_guest(fleet, 0)->os.pid, ret_command, err);
    fleet_free(fleet);
    return failed;
}

// One of each, in turn.
static int measure_pair(struct session *session, struct err *err)
{
    uint64_t ours_ns, bare_ns;
    uint32_t guests = (uint32_t)session->guests;
    int failed = boot_ours(session, guests, NULL, &ours_ns, err);

    if (!failed)
        failed = bare_qemu_boot(&session->command, session->workspace.guests, guests, TIMEOUT_NS,
                                &bare_ns, err);
    if (failed)
        return failed;
    measure_add(&session->ours_s, (double)ours_ns / 1e9);
    measure_add(&session->bare_s, (double)bare_ns / 1e9);
    printf("  fullhouse %.2f s, bare %.2f s\n", (double)ours_ns / 1e9, (double)bare_ns / 1e9);
    return 0;
}

static double median_of_draws(const struct bootstrap_draw *draws, size_t drawn, void *context)
{
    const struct measure *measure = context;
    double values[MEASURE_MAX];

    for (size_t i = 0; i < drawn; i++)
        values[i] = measure->values[draws[i].boot];
    return summary_quantile(values, drawn, 0.5);
}

static struct estimate ratio_of_medians(struct session *session)
{
    uint32_t ones[MEASURE_MAX];
    const struct bootstrap_plan plan = {.boots = ones, .boot_count = session->runs, .seed = 1};

    for (size_t i = 0; i < MEASURE_MAX; i++)
        ones[i] = 1;
    return bootstrap_ratio(&plan, median_of_draws, &session->ours_s, &plan, median_of_draws,
                           &session->bare_s);
}

static int print_session(struct session *session)
{
    struct estimate ratio = ratio_of_medians(session);
    bool missed = !(ratio.value <= AIM_RATIO);

    measure_print(&session->ours_s, "fullhouse", "s");
    measure_print(&session->bare_s, "bare qemu", "s");
    printf("ratio of medians: %.3f, 95 %% interval %.3f to %.3f, %zu runs of each\n", ratio.value,
           ratio.low, ratio.high, session->bare_s.count);
    printf("aim: at most %.2f: %s\n", AIM_RATIO, missed ? "MISSED" : "kept");
    return missed;
}

static int measure_session(struct session *session, const char *build_dir,
                           const struct platform_ops *ops, struct err *err)
{
    scope_free char *agent = path_join(build_dir, "fullhouse-guest");
    const struct platform_options options = {
        .workspace = &session->workspace,
        .connect = "",
        .kernel = "",
        .agent = agent,
        .guest = "appliance",
        .bare = "",
        .agent_test = "",
        .say = say,
    };
    uint64_t first_ns;
    int failed = ops->open(&options, &session->platform, err);

    // The first one warms caches, is not counted, and shows the command.
    if (!failed)
        failed = boot_ours(session, 1, &session->command, &first_ns, err);
    for (uint64_t i = 0; i < session->runs && !failed; i++)
        failed = measure_pair(session, err);
    return failed;
}

static int run(const char *build_dir, const struct platform_ops *ops, struct session *session,
               struct err *err)
{
    int failed = interrupt_install(err);

    if (!failed)
        failed = workspace_open(&session->workspace, err);
    if (failed)
        return failed;
    printf("Time from the first start to the last hello of %d guests (%s), %d runs of each:\n",
           (int)session->guests, ops->name, (int)session->runs);
    failed = measure_session(session, build_dir, ops, err);
    if (session->platform)
        session->platform->ops->close(session->platform);
    bare_qemu_done(&session->command);
    workspace_close(&session->workspace);
    return failed;
}

static int read_arguments(int argc, char **argv, struct session *session,
                          const struct platform_ops **ret_ops, struct err *err)
{
    const char *platform = argc > 4 ? argv[4] : "tcg";
    int failed = argc < 2
                     ? err_input(err, "usage: bench_boot BUILD_DIR [GUESTS [RUNS [PLATFORM]]]")
                     : units_parse_count(argc > 2 ? argv[2] : "8", 1, 1024, &session->guests, err);

    if (!failed)
        failed = units_parse_count(argc > 3 ? argv[3] : "5", 2, MEASURE_MAX, &session->runs, err);
    if (!failed && !(*ret_ops = platform_find(platform)))
        failed = err_input(err, "no platform '%s'", platform);
    return failed;
}

int main(int argc, char **argv)
{
    struct session session = {.workspace.lock_fd = -1};
    const struct platform_ops *ops = NULL;
    struct err err = {0};

    setvbuf(stdout, NULL, _IOLBF, 0);
    if (read_arguments(argc, argv, &session, &ops, &err) < 0 ||
        run(argv[1], ops, &session, &err) < 0) {
        fprintf(stderr, "bench_boot: %s\n", err_text(&err));
        int code = err_exit_code(&err);
        err_done(&err);
        return code;
    }
    return print_session(&session);
}
