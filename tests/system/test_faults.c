// SPDX-License-Identifier: GPL-3.0-or-later
// Runs whose guests break down in every phase, and kernels that do not boot: the step says which
// guest, when and what its console said last; the run comes to its end; nothing is left behind.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/ladder.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/system/host.h"

TestSuite(system_faults, .init = host_make, .fini = host_remove);

enum { KERNEL_MAX = 1 << 28 };

// A density that loses a guest is tried once more, then it breaks: the run ends and says so.
static void expect_broken(const struct host_run *run, const char *when)
{
    cr_assert_eq(run->result, 0, "%s", run->error);
    cr_assert_eq(run->outcome.runs[0].maximum, 0);
    cr_assert_eq(run->record.state, RECORD_DONE);
    cr_assert_eq(run->step_count, LADDER_LOSSES);
    for (size_t i = 0; i < run->step_count; i++) {
        const struct step_record *step = &run->steps[i];
        scope_free char *start = alloc_printf("guest 0 %s: ", when);
        cr_assert_eq(step->state, RECORD_FAILED);
        cr_assert_eq(strncmp(step->reason, start, strlen(start)), 0, "%s", step->reason);
        cr_assert_eq(step->guest_count, 1);
        cr_assert_eq(step->guest_list[0].state, RECORD_FAILED);
        cr_assert_not_null(strstr(run->said, step->reason), "said, too");
        // A guest that died has powered off, and its kernel's last words tell so.
        if (run->record.emulated && strstr(step->reason, "died"))
            cr_assert_not_null(strstr(step->reason, "console's last lines:\n"), "%s", step->reason);
    }
    host_expect_clean();
}

static void break_down(const char *platform, uint64_t boot_timeout_ns, const char *fault,
                       const char *when)
{
    struct scenario scenario;
    host_scenario(&scenario, platform, 4);
    scenario.boot_timeout_ns = boot_timeout_ns;
    struct host_run run = host_carry_out(&scenario, fault);
    expect_broken(&run, when);
    host_run_done(&run);
    scenario_done(&scenario);
}

static const struct {
    const char *fault, *when;
} faults[] = {
    {"version", "before its hello"},
    {"mute", "before its hello"},
    {"die-prepare", "while it prepared its load"},
    {"die-start", "at the barrier"},
    {"die-window", "in window 1"},
};

Test(system_faults, processes_break_down)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        break_down("native", CLOCK_NS_PER_SECOND, faults[i].fault, faults[i].when);
}

Test(system_faults, emulated_guests_break_down)
{
    host_need_emulation();
    // The mute one is waited for as long as this: enough for a boot, and no more.
    static const uint64_t timeout_ns[] = {120, 8, 120, 120, 120};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        break_down("tcg", timeout_ns[i] * CLOCK_NS_PER_SECOND, faults[i].fault, faults[i].when);
}

// --- kernels -----------------------------------------------------------------------------------

static struct host_run boot_kernel(const char *path)
{
    struct scenario scenario;
    host_scenario(&scenario, "tcg", 1);
    scenario.boot_timeout_ns = 5 * CLOCK_NS_PER_SECOND;
    free(scenario.kernel);
    scenario.kernel = alloc_copy(path);
    struct host_run run = host_carry_out(&scenario, "");
    scenario_done(&scenario);
    return run;
}

// The header of a real kernel, and zeros where its code was.
static char *make_empty_kernel(void)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(path_read(host_kernel(), KERNEL_MAX, &bytes, &length, NULL), 0);
    size_t setup = 512u * ((uint8_t)bytes[0x1f1] + 1u);
    cr_assert_lt(setup, length);
    memset(bytes + setup, 0, length - setup);
    tree_put_bytes("/empty/vmlinuz", bytes, length);
    return tree_path("/empty/vmlinuz");
}

Test(system_faults, kernel_that_does_not_boot_is_told)
{
    host_need_emulation();
    scope_free char *path = make_empty_kernel();
    struct host_run run = boot_kernel(path);
    expect_broken(&run, "before its hello");
    host_run_done(&run);
}

Test(system_faults, file_that_is_no_kernel_is_refused_before_anything_starts)
{
    host_need_emulation();
    tree_put("/text", "no kernel");
    scope_free char *text = tree_path("/text");
    const char *const files[] = {text, "/nowhere/vmlinuz", "/tmp", "/dev/null"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct host_run run = boot_kernel(files[i]);
        cr_assert_eq(run.result, -EINVAL);
        cr_assert_not_null(strstr(run.error, files[i]), "%s", run.error);
        cr_assert_eq(run.outcome.count, 0, "no run began");
        host_expect_clean();
        host_run_done(&run);
    }
    cr_assert_eq(host_run_count(), 0);
}
