// SPDX-License-Identifier: GPL-3.0-or-later
// Virtual machines found among a host's processes: on a made-up /proc, and here.
#include "collector/vm_list.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(collector_vm_list, .init = tree_make, .fini = tree_remove);

static const char command[] = "qemu-system-x86_64\0-name\0guest=web\0-smp\0002";

static void put_process(int pid, const char *bytes, size_t length, const char *stat)
{
    scope_free char *cmdline = alloc_printf("/proc/%d/cmdline", pid);
    scope_free char *path = alloc_printf("/proc/%d/stat", pid);
    tree_put_bytes(cmdline, bytes, length);
    if (stat)
        tree_put(path, stat);
}

#define STAT(pid, start)                                                                           \
#pid " (qemu) S 1 1 1 0 -1 0 1 0 0 0 1 1 0 0 20 0 5 0 " #start                                 \
         " 1 1 1 1 1 1 0 0 0 0 0 0 0 0 0 17 1 0 0\n"

Test(collector_vm_list, finds_those_that_run)
{
    struct err err = {0};
    scope_vm_list struct vm_list list = {0};
    put_process(200, command, sizeof command, STAT(200, 77));
    put_process(30, command, sizeof command, STAT(30, 55));
    put_process(1, "init", sizeof "init", STAT(1, 1));
    put_process(2, "", 0, STAT(2, 1));
    put_process(9, command, sizeof command, NULL); // ended between the two looks
    tree_put("/proc/cpuinfo", "");
    cr_assert_eq(vm_list_scan(tree_procfs(), &list, &err), 0, "%s", err_text(&err));
    cr_assert_eq(list.count, 2);
    cr_expect_eq(list.vms[0].pid, 30);
    cr_expect_eq(list.vms[0].start_ticks, 55);
    cr_expect_eq(list.vms[1].pid, 200);
    cr_expect_str_eq(list.vms[1].command.name, "web");
    cr_expect_eq(list.vms[1].command.vcpus, 2);
}

Test(collector_vm_list, says_where_there_is_no_proc)
{
    struct err err = {0};
    struct vm_list list = {0};
    cr_expect_lt(vm_list_scan(tree_procfs(), &list, &err), 0);
    cr_expect(strstr(err_text(&err), "/proc"), "%s", err_text(&err));
    err_done(&err);
}

Test(collector_vm_list, reads_this_host)
{
    const struct procfs host = {.root = ""};
    scope_vm_list struct vm_list list = {0};
    cr_assert_eq(vm_list_scan(&host, &list, NULL), 0);
    for (size_t i = 1; i < list.count; i++)
        cr_expect_lt(list.vms[i - 1].pid, list.vms[i].pid);
}
