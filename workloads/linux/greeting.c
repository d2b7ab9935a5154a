// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the kernel and the table of workloads for the facts of a hello.
#include "workloads/linux/greeting.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>

#include "common/base/alloc.h"
#include "workloads/linux/runner.h"
#include "workloads/linux/workload_table.h"

static void add_names(struct wire_hello *hello, const struct workload *workload)
{
    hello->workloads =
        alloc_resized(hello->workloads, hello->workload_count + 1 + workload->variant_count,
                      sizeof *hello->workloads);
    hello->workloads[hello->workload_count++] = alloc_copy(workload->name);
    for (size_t i = 0; i < workload->variant_count; i++)
        hello->workloads[hello->workload_count++] =
            alloc_printf("%s:%s", workload->name, workload->variants[i].name);
}

void greeting_make(struct wire_hello *hello)
{
    struct utsname names = {0};
    struct sysinfo info = {0};

    uname(&names);
    sysinfo(&info);
    *hello = (struct wire_hello){
        .version = WIRE_VERSION,
        .kernel = alloc_printf("%s %s", names.sysname, names.release),
        .cpus = runner_cpus(),
        .memory_bytes = (uint64_t)info.totalram * info.mem_unit,
    };
    for (size_t i = 0; workload_at(i); i++)
        add_names(hello, workload_at(i));
}
