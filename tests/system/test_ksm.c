// SPDX-License-Identifier: GPL-3.0-or-later
// Page merging of the host's kernel (KSM), switched on over two real guests: it finds nothing in
// their working sets, and nearly all of them once the scenario lets content be shared. The host's
// settings are put back.
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/fleet.h"
#include "bench/platform.h"
#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "tests/system/host.h"

enum { GUESTS = 2, PAGE = 4096, SCANS = 3 };
#define SET_BYTES     (UINT64_C(16) << 20)
#define SET_PAGES     (GUESTS * SET_BYTES / PAGE)
#define SCAN_LIMIT_NS (120 * CLOCK_NS_PER_SECOND)

// --- the kernel's switches ---------------------------------------------------------------------

static struct {
    const char *name;
    const char *ours;
    char *theirs; // NULL: not touched
} switches[] = {
    {"pages_to_scan", "20000", NULL}, {"sleep_millisecs", "10", NULL}, {"run", "1", NULL}};
enum { SWITCHES = sizeof switches / sizeof switches[0] };

static char *switch_path(const char *name)
{
    return alloc_printf("/sys/kernel/mm/ksm/%s", name);
}

static char *read_switch(const char *name)
{
    scope_free char *path = switch_path(name);
    char *text = NULL;
    return path_read(path, 64, &text, NULL, NULL) < 0 ? NULL : text;
}

static bool write_switch(const char *name, const char *text)
{
    scope_free char *path = switch_path(name);
    scope_fclose FILE *file = fopen(path, "we");
    return file && fputs(text, file) >= 0 && fflush(file) == 0;
}

static void merging_off(void)
{
    for (int i = SWITCHES - 1; i >= 0; i--) {
        char *theirs = scope_take(switches[i].theirs);
        // 2 undoes what was merged, as before anybody began.
        if (theirs && strcmp(switches[i].name, "run") == 0 && theirs[0] == '0')
            write_switch("run", "2");
        if (theirs)
            write_switch(switches[i].name, theirs);
        free(theirs);
    }
}

static void tear_down(void)
{
    merging_off();
    host_remove();
}

TestSuite(alone_ksm, .init = host_make, .fini = tear_down);

// A skipped test never comes to its fixture's end.
static void need_merging(void)
{
    scope_free char *path = switch_path("run");
    if (access(path, W_OK) == 0 && access("/proc/self/ksm_merging_pages", R_OK) == 0)
        return;
    bool exists = path_exists(path);
    host_remove();
    cr_skip_test("%s", exists ? "KSM cannot be switched on by this user, or this kernel does not "
                                "tell what it merged of a process"
                              : "this kernel has no KSM");
}

static void merging_on(void)
{
    for (int i = 0; i < SWITCHES; i++) {
        switches[i].theirs = read_switch(switches[i].name);
        cr_assert(write_switch(switches[i].name, switches[i].ours), "%s", switches[i].name);
    }
}

static uint64_t scans(void)
{
    scope_free char *text = read_switch("full_scans");
    return text ? strtoull(text, NULL, 10) : 0;
}

// The first scan of a page notes what it holds, the next one looks for its like.
static void wait_for_scans(void)
{
    uint64_t enough = scans() + SCANS, deadline_ns = clock_monotonic_ns() + SCAN_LIMIT_NS;
    while (scans() < enough) {
        cr_assert_lt(clock_monotonic_ns(), deadline_ns, "the kernel does not come to scanning");
        clock_sleep_until_ns(clock_monotonic_ns() + 20 * CLOCK_NS_PER_MS);
    }
}

// --- guests ------------------------------------------------------------------------------------

static uint64_t merged_pages(pid_t pid)
{
    scope_free char *path = alloc_printf("/proc/%d/ksm_merging_pages", (int)pid);
    scope_free char *text = NULL;
    cr_assert_eq(path_read(path, 64, &text, NULL, NULL), 0, "%s", path);
    return strtoull(text, NULL, 10);
}

static struct fleet *boot(struct platform *platform)
{
    const struct fleet_options options = {
        .platform = platform,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(48) << 20},
        .guests = GUESTS,
        .parallel = GUESTS,
        .boot_timeout_ns = 60 * CLOCK_NS_PER_SECOND,
    };
    struct err err = {0};
    struct fleet *fleet = fleet_new(&options);
    cr_assert_eq(fleet_boot(fleet, &err), 0, "%s", err_text(&err));
    cr_assert_null(fleet_lost(fleet));
    cr_assert_eq(fleet_sync(fleet, &err), 0);
    return fleet;
}

// Pages of both guests that the kernel merged, once their working sets are filled.
static uint64_t merged_of_two(struct platform *platform, bool unique_content)
{
    const struct load load = {.workload = (char *)"memory",
                              .variant = (char *)"read",
                              .working_set_bytes = SET_BYTES,
                              .threads = 1};
    struct fleet *fleet = boot(platform);
    struct err err = {0};
    uint64_t merged = 0;
    cr_assert_eq(fleet_prepare(fleet, &load, 7, unique_content, &err), 0, "%s", err_text(&err));
    cr_assert_null(fleet_lost(fleet), "%s", fleet_lost(fleet)->record.reason);
    wait_for_scans();
    for (uint32_t i = 0; i < GUESTS; i++)
        merged += merged_pages(fleet_guest(fleet, i)->os.pid);
    fleet_free(fleet);
    return merged;
}

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

static struct platform *open_platform(struct workspace *workspace)
{
    const struct platform_options options = {
        .workspace = workspace,
        .connect = "",
        .guest = "bare",
        .kernel = "",
        .agent = "",
        .bare = TEST_BUILD_DIR "/fullhouse-bare",
        .agent_test = "",
        .bare_knows_load = true,
        .backing = MEMORY_BACKING_KSM,
        .say = say_nothing,
    };
    struct platform *platform;
    struct err err = {0};
    cr_assert_eq(workspace_open(workspace, &err), 0, "%s", err_text(&err));
    cr_assert_eq(platform_tcg.open(&options, &platform, &err), 0, "%s", err_text(&err));
    return platform;
}

Test(alone_ksm, merges_working_sets_only_where_they_may_be_shared)
{
    struct workspace workspace = {.lock_fd = -1};
    need_merging();
    host_need_emulation();
    struct platform *platform = open_platform(&workspace);
    merging_on();
    uint64_t unique = merged_of_two(platform, true), shared = merged_of_two(platform, false);
    merging_off();
    platform->ops->close(platform);
    workspace_close(&workspace);
    cr_log_info("merged: %" PRIu64 " pages of %" PRIu64 " unique, %" PRIu64 " shared", unique,
                SET_PAGES, shared);
    // What is alike in any two guests, firmware and program, is merged in both cases.
    cr_assert_lt(unique, SET_PAGES / 4, "%" PRIu64, unique);
    cr_assert_gt(shared, unique + SET_PAGES * 9 / 10, "%" PRIu64 " %" PRIu64, shared, unique);
    host_expect_clean();
}
