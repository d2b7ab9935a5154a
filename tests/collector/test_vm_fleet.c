// SPDX-License-Identifier: GPL-3.0-or-later
// Machines that come, go, and come again under the same name, on a made-up host.
#include "collector/vm_fleet.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "collector/source_table.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/telemetry.h"
#include "tests/collector/tree.h"

static const struct source_ops *const sources[] = {&source_process, NULL};
static struct strbuf told;

static void tell(void *context, const char *text)
{
    (void)context;
    strbuf_printf(&told, "%s\n", text);
}

TestSuite(collector_vm_fleet, .init = tree_make, .fini = tree_remove);

static void put_vm(int pid, const char *name, unsigned start)
{
    scope_free char *cmdline = alloc_printf("/proc/%d/cmdline", pid);
    scope_free char *stat = alloc_printf("/proc/%d/stat", pid);
    scope_free char *text = alloc_printf("%d (q) S 1 1 1 0 -1 0 1 0 0 0 1 1 0 0 20 0 5 0 %u 1 1 1 "
                                         "1 1 1 0 0 0 0 0 0 0 0 0 17 1 0 0\n",
                                         pid, start);
    scope_strbuf struct strbuf command = {0};
    strbuf_add_bytes(&command, "qemu-kvm\0-name", sizeof "qemu-kvm\0-name");
    strbuf_add_bytes(&command, name, strlen(name) + 1);
    tree_put_bytes(cmdline, command.text, command.length);
    tree_put(stat, text);
}

static void drop_vm(int pid)
{
    scope_free char *path = alloc_printf("/proc/%d", pid);
    tree_drop(path);
}

static void scan(struct vm_fleet *fleet, const char *expected)
{
    struct err err = {0};
    strbuf_done(&told);
    cr_assert_eq(vm_fleet_scan(fleet, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(strbuf_text(&told), expected);
}

Test(collector_vm_fleet, follows_machines_that_come_and_go)
{
    put_vm(10, "web", 1);
    put_vm(11, "web", 1);
    struct watch *watch =
        watch_new(&(struct watch_options){.procfs = tree_procfs(), .sources = sources});
    struct vm_fleet *fleet = vm_fleet_new(watch, tree_procfs(), "", tell, NULL);
    scan(fleet, "vm web: QEMU, process 10, 1 vCPU\nvm web (11): QEMU, process 11, 1 vCPU\n");
    scan(fleet, "");
    drop_vm(11);
    put_vm(12, "db\n", 1);
    scan(fleet, "vm web (11) is gone\nvm db?: QEMU, process 12, 1 vCPU\n");
    put_vm(10, "web", 2); // another process of the same number
    scan(fleet, "vm web is gone\nvm web: QEMU, process 10, 1 vCPU\n");
    cr_expect_eq(vm_fleet_count(fleet), 2);
    cr_expect_eq(watch_guest_count(watch), 2);
    watch_sample_at(watch, 1, 1);
    const struct telemetry *telemetry = watch_telemetry(watch);
    cr_expect_not_null(telemetry_find(telemetry, "process", "vm web", "memory_rss_bytes"));
    vm_fleet_free(fleet);
    cr_expect_eq(watch_guest_count(watch), 0);
    watch_free(watch);
    strbuf_done(&told);
}

Test(collector_vm_fleet, goes_on_without_libvirt)
{
    put_vm(10, "web", 1);
    struct watch *watch =
        watch_new(&(struct watch_options){.procfs = tree_procfs(), .sources = sources});
    struct vm_fleet *fleet = vm_fleet_new(watch, tree_procfs(), "nonsense:///there", tell, NULL);
    scan(fleet, "vm web: QEMU, process 10, 1 vCPU\n");
    const struct telemetry *telemetry = watch_telemetry(watch);
    for (int i = 0; i < 1000 && telemetry->absence_count == 0; i++) {
        usleep(10000);
        vm_fleet_gather(fleet);
    }
    cr_assert_eq(telemetry->absence_count, 1);
    cr_expect_str_eq(telemetry->absences[0].source, "libvirt");
    cr_expect(strstr(telemetry->absences[0].why, "nonsense"), "%s", telemetry->absences[0].why);
    vm_fleet_free(fleet);
    watch_free(watch);
    strbuf_done(&told);
}
