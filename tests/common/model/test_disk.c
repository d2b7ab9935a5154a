// SPDX-License-Identifier: GPL-3.0-or-later
// What a data disk may be, and what of it goes together.
#include "common/model/disk.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

static void refused(const char *text, const char *why)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    int result = scenario_load_text(&scenario, "s", text, &err);
    if (result == 0)
        result = scenario_check(&scenario, &err);
    cr_expect_lt(result, 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "%s: %s", text, err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}

Test(model_disk, refuses_what_does_not_go_together)
{
    refused("disk: {cache: some}", "'some' is none of none, writeback, writethrough");
    refused("disk: {aio: native, cache: writeback}", "native goes with cache none and directsync");
    refused("guests: 1\ndisk: {backing: block, path: sdb}", "wants a device of this host");
    refused("guests: 2\ndisk: {backing: block, path: /dev/sdb}", "for one guest (guests: 1)");
    refused("guests: 1\ndisk: {backing: block, path: /dev/sdb}", "'destroy: yes' says that it may");
    refused("disk: {size: 1KiB}", "must lie between");
    refused("disk: {destroy: perhaps}", "is none of no, yes");
    refused("disk: {iops: -1}", "disk.iops: '-1' is not a whole number in 0..");
    refused("disk: {bandwidth: 100}", "disk.bandwidth: ");
    refused("disk: {bandwidth: 2TiB/s}", "'2TiB/s' is more than any disk does");
}

Test(model_disk, survives_being_written_and_read)
{
    static const char text[] = "guests: 1\ndisk: {size: 3GiB, cache: directsync, aio: native, "
                               "backing: block, path: /dev/sdb, destroy: yes, iops: 500, "
                               "bandwidth: 100MiB/s}";
    struct scenario first, second;
    scenario_init(&first);
    scenario_init(&second);
    cr_assert_eq(scenario_load_text(&first, "s", text, NULL), 0);
    scope_free char *written = scenario_format(&first);
    cr_assert_eq(scenario_load_text(&second, "s", written, NULL), 0, "%s", written);
    cr_expect_eq(second.disk.bytes, UINT64_C(3) << 30);
    cr_expect_eq(second.disk.cache, DISK_CACHE_DIRECTSYNC);
    cr_expect_eq(second.disk.aio, DISK_AIO_NATIVE);
    cr_expect_eq(second.disk.backing, DISK_BACKING_BLOCK);
    cr_expect_str_eq(second.disk.path, "/dev/sdb");
    cr_expect(second.disk.destroy);
    cr_expect_eq(second.disk.iops, 500);
    cr_expect_eq(second.disk.bandwidth_hz, UINT64_C(100) << 20);
    cr_expect_not_null(strstr(written, "iops: 500/s"), "%s", written);
    scenario_done(&first);
    scenario_done(&second);
}

Test(model_disk, says_nothing_of_a_disk_as_usual)
{
    struct scenario scenario;
    scenario_init(&scenario);
    scope_free char *written = scenario_format(&scenario);
    cr_expect_null(strstr(written, "cache:"), "%s", written);
    scenario_done(&scenario);
}
