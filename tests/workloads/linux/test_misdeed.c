// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest does to itself when it is told to: hogs take what they are said to take, and are
// gone when they are ended.
#include "workloads/linux/misdeed.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"

#define PATIENCE_NS (30 * CLOCK_NS_PER_SECOND)
#define MIB         (UINT64_C(1) << 20)

static const struct procfs here = {.root = ""};
static struct misdeed misdeed;

static void tear_down(void)
{
    misdeed_end(&misdeed);
}

TestSuite(linux_misdeed, .fini = tear_down);

static uint64_t field_of(pid_t pid, const char *file, const char *key)
{
    scope_free char *path = alloc_printf("/proc/%d/%s", (int)pid, file), *text = NULL;
    uint64_t value = 0;
    if (procfs_read(&here, path, &text, NULL) == 0)
        procfs_field(text, key, &value);
    return value;
}

// The kernel's own count of what it took or wrote reaches so much before patience ends.
static void expect_at_least(const char *file, const char *key, uint64_t least)
{
    uint64_t deadline_ns = clock_monotonic_ns() + PATIENCE_NS, seen = 0;
    while ((seen = field_of(misdeed.group, file, key)) < least &&
           clock_monotonic_ns() < deadline_ns)
        usleep(1000);
    cr_assert_geq(seen, least, "%s %lu", key, (unsigned long)seen);
}

static void expect_gone(pid_t group)
{
    misdeed_end(&misdeed);
    cr_assert_eq(kill(-group, 0), -1);
    cr_assert_eq(errno, ESRCH);
    cr_assert_eq(misdeed.group, 0);
}

Test(linux_misdeed, memory_hog_takes_what_it_may_and_no_more)
{
    struct err err = {0};
    cr_assert_eq(misdeed_begin(&misdeed, ACCIDENT_MEMORY_HOG, 32 * MIB, false, &err), 0, "%s",
                 err_text(&err));
    expect_at_least("status", "RssAnon", 32 * 1024);
    cr_assert_lt(field_of(misdeed.group, "status", "RssAnon"), 64 * 1024);
    expect_gone(misdeed.group);
}

Test(linux_misdeed, disk_hog_writes)
{
    struct err err = {0};
    scope_free char *folder = alloc_copy("/var/tmp");
    setenv("TMPDIR", folder, 1);
    int result = misdeed_begin(&misdeed, ACCIDENT_DISK_HOG, 8 * MIB, false, &err);
    if (result == -ENOTSUP)
        cr_skip_test("%s", err_text(&err));
    cr_assert_eq(result, 0, "%s", err_text(&err));
    expect_at_least("io", "write_bytes", 4 * MIB);
    expect_gone(misdeed.group);
}

Test(linux_misdeed, fork_bomb_outside_of_a_guest_is_refused)
{
    struct err err = {0};
    cr_assert_eq(misdeed_begin(&misdeed, ACCIDENT_FORK_BOMB, 0, false, &err), -EOPNOTSUPP);
    cr_assert_not_null(strstr(err_text(&err), "would be the host's"), "%s", err_text(&err));
    cr_assert_eq(misdeed.group, 0);
    err_done(&err);
}

Test(linux_misdeed, panic_outside_of_a_guest_is_the_agents_own, .signal = SIGABRT)
{
    misdeed_begin(&misdeed, ACCIDENT_PANIC, 0, false, NULL);
}

Test(linux_misdeed, what_never_began_ends_without_a_word)
{
    misdeed_end(&misdeed);
    cr_assert_eq(misdeed.group, 0);
}
