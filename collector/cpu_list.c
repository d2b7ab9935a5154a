// SPDX-License-Identifier: GPL-3.0-or-later
// Reads lists as the kernel prints them (Linux Documentation/admin-guide/cputopology.rst).
#include "collector/cpu_list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum { CPUS_MAX = 1 << 16 };

void cpu_list_done(struct cpu_list *list)
{
    free(list->cpus);
    *list = (struct cpu_list){0};
}

static int add_range(struct cpu_list *list, uint64_t first, uint64_t last)
{
    if (last < first || last >= CPUS_MAX || list->count + (last - first) >= CPUS_MAX)
        return -1;
    list->cpus = alloc_resized(list->cpus, list->count + (last - first) + 1, sizeof *list->cpus);
    for (uint64_t cpu = first; cpu <= last; cpu++)
        list->cpus[list->count++] = (unsigned)cpu;
    return 0;
}

// "3" or "0-2" at *at, which is moved behind it.
static int take_range(const char **at, struct cpu_list *list)
{
    uint64_t first, last;
    if (procfs_digits(*at, &first) < 0)
        return -1;
    *at += strspn(*at, "0123456789");
    last = first;
    if (**at == '-') {
        if (procfs_digits(++*at, &last) < 0)
            return -1;
        *at += strspn(*at, "0123456789");
    }
    return add_range(list, first, last);
}

int cpu_list_parse(const char *text, struct cpu_list *ret_list, struct err *err)
{
    struct cpu_list list = {0};
    const char *at = text;
    int failed = *at && *at != '\n' ? take_range(&at, &list) : 0;
    while (!failed && *at == ',') {
        at++;
        failed = take_range(&at, &list);
    }
    if (failed || at[strspn(at, "\n")]) {
        cpu_list_done(&list);
        return err_input(err, "'%.*s' is no list of CPUs as \"0-3,8\"", (int)strcspn(text, "\n"),
                         text);
    }
    *ret_list = list;
    return 0;
}

int cpu_list_online(const struct procfs *procfs, struct cpu_list *ret_list, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read_line(procfs, "/sys/devices/system/cpu/online", &text, err);
    return result < 0 ? result : cpu_list_parse(text, ret_list, err);
}
