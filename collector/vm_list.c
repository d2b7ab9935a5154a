// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through /proc and asks every process for its command line.
#include "collector/vm_list.h"

#include <ctype.h>
#include <stdlib.h>

#include "collector/process_stat.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static int read_start(const struct procfs *procfs, const char *pid, uint64_t *ret_ticks)
{
    scope_free char *path = alloc_printf("/proc/%s/stat", pid);
    scope_free char *text = NULL;
    struct process_stat stat;
    int result = procfs_read(procfs, path, &text, NULL);
    if (result == 0)
        result = process_stat_parse(text, &stat);
    if (result == 0)
        *ret_ticks = stat.start_ticks;
    return result;
}

static void look_at(struct vm_list *list, const struct procfs *procfs, const char *pid)
{
    scope_free char *path = alloc_printf("/proc/%s/cmdline", pid);
    scope_free char *bytes = NULL;
    size_t length = 0;
    struct vm vm = {.pid = (pid_t)strtol(pid, NULL, 10)};
    if (procfs_read_bytes(procfs, path, &bytes, &length, NULL) < 0 ||
        !vm_command_parse(bytes, length, &vm.command))
        return;
    if (read_start(procfs, pid, &vm.start_ticks) < 0) {
        vm_command_done(&vm.command);
        return;
    }
    list->vms = alloc_resized(list->vms, list->count + 1, sizeof *list->vms);
    list->vms[list->count++] = vm;
}

int vm_list_scan(const struct procfs *procfs, struct vm_list *ret_list, struct err *err)
{
    scope_procfs_names struct procfs_names names = {0};
    struct vm_list list = {0};
    int result = procfs_list(procfs, "/proc", "", &names, err);
    if (result < 0)
        return result;
    for (size_t i = 0; i < names.count; i++)
        if (isdigit((unsigned char)*names.names[i]))
            look_at(&list, procfs, names.names[i]);
    *ret_list = list;
    return 0;
}

void vm_list_done(struct vm_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        vm_command_done(&list->vms[i].command);
    free(list->vms);
    *list = (struct vm_list){0};
}
