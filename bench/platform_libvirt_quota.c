// SPDX-License-Identifier: GPL-3.0-or-later
// Who limits a guest's vCPUs, and the groups of ours.
#include "bench/platform_libvirt_quota.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/control_limits.h"
#include "bench/platform.h"
#include "bench/workspace.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const struct procfs this_host = {.root = ""};

// Ours are prepared before libvirt is known to need them: a killed run must have told of them.
static int prepare(struct libvirt_quota *quota, const struct platform_options *options, char letter,
                   struct err *err)
{
    static const bool wanted[CONTROLLER_COUNT] = {[CONTROLLER_CPU] = true};
    quota->prefix = alloc_printf("fullhouse-%.8s%c-", options->workspace->mark, letter);
    if (control_place_open(&this_host, wanted, &quota->place, NULL) < 0)
        return 0;
    quota->may_be_ours = true;
    return control_group_note(&quota->place, quota->prefix, options->workspace, err);
}

int libvirt_quota_open(struct libvirt_quota *quota, const char *name,
                       const struct platform_options *options, struct err *err)
{
    double ratio = options->cpu_quota_ratio;
    if (ratio <= 0 || ratio >= 1)
        return 0;
    quota->ratio = ratio;
    if (*options->connect)
        return 0;
    if (geteuid() != 0)
        return err_host(err, "run it as root",
                        "cpu.quota: libvirt limits the guests of root's alone");
    return prepare(quota, options, options->place && *options->place ? *options->place : *name,
                   err);
}

void libvirt_quota_done(struct libvirt_quota *quota)
{
    control_place_done(&quota->place);
    free(quota->prefix);
    quota->prefix = NULL;
}

double libvirt_quota_wanted(const struct libvirt_quota *quota)
{
    return atomic_load(&quota->is_ours) ? 0 : quota->ratio;
}

// libvirt has no code for it of its own: "cgroup cpu is required for scheduler tuning".
bool libvirt_quota_retries(struct libvirt_quota *quota, const struct err *why)
{
    if (!quota->may_be_ours || libvirt_quota_wanted(quota) == 0 || !strstr(err_text(why), "cgroup"))
        return false;
    atomic_store(&quota->is_ours, true);
    return true;
}

int libvirt_quota_join(const struct libvirt_quota *quota, uint32_t index, uint32_t vcpus, pid_t pid,
                       struct control_group *group, struct err *err)
{
    const struct control_limits limits = {.cpus = vcpus * quota->ratio};
    scope_free char *name = alloc_printf("%s%u", quota->prefix ? quota->prefix : "", index);
    if (!atomic_load(&quota->is_ours) || pid <= 0)
        return 0;
    int result = group->count ? 0 : control_group_make(&quota->place, name, &limits, group, err);
    return result < 0 ? result : control_group_join(group, pid, err);
}
