// SPDX-License-Identifier: GPL-3.0-or-later
// KVM's counters as debugfs shows them, on a made-up host.
#include <criterion/criterion.h>
#include <string.h>

#include "collector/source_table.h"
#include "collector/watch.h"
#include "common/base/clock.h"
#include "common/model/telemetry.h"
#include "tests/collector/tree.h"

static const struct source_ops *const sources[] = {&source_kvm, NULL};

TestSuite(collector_source_kvm, .init = tree_make, .fini = tree_remove);

static struct watch *open_watch(void)
{
    return watch_new(&(struct watch_options){.procfs = tree_procfs(), .sources = sources});
}

Test(collector_source_kvm, counts_exits_by_reason)
{
    tree_put("/sys/kernel/debug/kvm/50-12/exits", "1000\n");
    tree_put("/sys/kernel/debug/kvm/50-12/halt_exits", "10\n");
    tree_put("/sys/kernel/debug/kvm/501-12/exits", "77\n");
    struct watch *watch = open_watch();
    const struct telemetry *telemetry = watch_telemetry(watch);
    watch_add_guest(watch, "guest 0", 50, 1, NULL);
    watch_sample_at(watch, 0, CLOCK_NS_PER_SECOND);
    tree_put("/sys/kernel/debug/kvm/50-12/exits", "5000\n");
    tree_put("/sys/kernel/debug/kvm/50-12/halt_exits", "30\n");
    watch_sample_at(watch, 0, 3 * CLOCK_NS_PER_SECOND);
    const struct telemetry_series *exits =
        telemetry_find(telemetry, "kvm", "guest 0", "kvm_exits_hz");
    const struct telemetry_series *halts =
        telemetry_find(telemetry, "kvm", "guest 0", "kvm_halt_exits_hz");
    cr_assert(exits && exits->count == 1 && halts && halts->count == 1);
    cr_expect_eq(exits->points[0].value, 2000);
    cr_expect_eq(halts->points[0].value, 10);
    cr_expect_null(telemetry_find(telemetry, "kvm", "guest 0", "kvm_io_exits_hz"),
                   "no such file, no zero");
    watch_free(watch);
}

Test(collector_source_kvm, says_that_a_guest_does_not_run_under_it)
{
    tree_put("/sys/kernel/debug/kvm/501-12/exits", "77\n");
    struct watch *watch = open_watch();
    watch_add_guest(watch, "guest 0", 50, 1, NULL);
    for (uint64_t i = 1; i < 8; i++)
        watch_sample_at(watch, 0, i * CLOCK_NS_PER_SECOND);
    const struct telemetry *telemetry = watch_telemetry(watch);
    cr_assert_eq(telemetry->absence_count, 1);
    cr_expect_str_eq(telemetry->absences[0].object, "guest 0");
    watch_free(watch);
}

Test(collector_source_kvm, says_that_debugfs_is_not_mounted)
{
    struct watch *watch = open_watch();
    const char *why = watch_absence(watch, &source_kvm);
    cr_assert_not_null(why);
    cr_expect(strstr(why, "mount -t debugfs"), "%s", why);
    watch_free(watch);
}
