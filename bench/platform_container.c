// SPDX-License-Identifier: GPL-3.0-or-later
// No hypervisor either: the same agent in a container, one for each "guest". Namespaces keep them
// apart, and control groups give each as many CPUs and as much memory as a guest of that shape has.
#include "bench/container_spawn.h"
#include "bench/process_platform.h"
#include "common/base/alloc.h"
#include "common/base/err.h"

static int container_open(const struct platform_options *options, struct platform **ret_platform,
                          struct err *err)
{
    const struct process_kind kind = {
        .ops = &platform_container,
        .launch = container_spawn,
        .is_machine = true,
    };
    int result = container_spawn_check(err);
    return result < 0 ? result : process_platform_open(&kind, options, ret_platform, err);
}

static char *container_hypervisor(struct platform *base)
{
    const struct process_platform *platform = (const struct process_platform *)base;
    return alloc_printf("Linux namespaces, control groups version %d",
                        platform->groups.versions[CONTROLLER_CPU]);
}

const struct platform_ops platform_container = {
    .name = "container",
    .help = "no hypervisor: the same agent in namespaces, limited to a guest's CPUs and memory",
    .open = container_open,
    .start = process_platform_start,
    .stop = process_platform_stop,
    .close = process_platform_close,
    .hypervisor = container_hypervisor,
    .verbs = &process_platform_verbs,
};
