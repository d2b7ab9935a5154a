// SPDX-License-Identifier: GPL-3.0-or-later
// Agents as processes of this host, one for each "guest". Each ends when its channel closes, so a
// killed run leaves none behind.
#include "bench/process_platform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/affinity.h"
#include "bench/agent_fault.h"
#include "bench/control_group.h"
#include "bench/network.h"
#include "bench/workspace.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/disk.h"

extern char **environ;

static const struct procfs this_host = {.root = ""};

void process_platform_close(struct platform *base)
{
    struct process_platform *platform = (struct process_platform *)base;
    if (!platform)
        return;
    network_close(platform->base.network);
    pins_done(&platform->base.pins);
    control_place_done(&platform->groups);
    free(platform->agent);
    free(platform->agent_test);
    free(platform->dir);
    free(platform->scratch);
    free(platform->prefix);
    free(platform);
}

// What tells this arm's things from those of others in the same workspace.
static char letter_of(const struct process_platform *platform,
                      const struct platform_options *options)
{
    return options->place && *options->place ? *options->place : *platform->base.ops->name;
}

static int connect_agents(struct process_platform *platform, const struct platform_options *options,
                          struct err *err)
{
    if (!options->network)
        return 0;
    const struct network_options network = {
        .is_native = true,
        .connect = "",
        .mode = "auto",
        .addresses = "",
        .letter = letter_of(platform, options),
        .mark = options->workspace->mark,
        .agent = options->agent,
        .say = options->say,
        .context = options->context,
    };
    return network_open(&network, &platform->base.network, err);
}

// A process has no disk of its own but a nameless file, which ends with it.
static int place_disks(struct process_platform *platform, const struct platform_options *options,
                       struct err *err)
{
    const struct disk *disk = options->disk;
    const char *name = platform->base.ops->name;
    if (disk && disk->backing == DISK_BACKING_BLOCK)
        return err_input(err,
                         "disk.backing: block is for guests; %s works on a device by the load's "
                         "options, target=%s,overwrite=yes",
                         name, disk->path);
    if (!disk)
        return 0;
    platform->scratch = alloc_printf("TMPDIR=%s", *disk->path ? disk->path : platform->dir);
    platform->base.disk_bytes = disk->bytes;
    platform->disk.disk_iops = disk->iops;
    platform->disk.disk_bytes_hz = disk->bandwidth_hz;
    return disk->iops || disk->bandwidth_hz
               ? control_limits_find_device(platform->scratch + strlen("TMPDIR="), &platform->disk,
                                            err)
               : 0;
}

// --- limits -------------------------------------------------------------------------------------

static struct control_limits limits_of(const struct process_platform *platform,
                                       const struct shape *shape)
{
    struct control_limits limits = platform->disk;
    bool has_quota = platform->quota_ratio > 0 && platform->quota_ratio < 1;
    if (platform->is_machine || has_quota)
        limits.cpus = shape->vcpus * (has_quota ? platform->quota_ratio : 1);
    if (platform->is_machine)
        limits.memory_bytes = shape->memory_bytes;
    return limits;
}

// Which shapes there will be nobody has said yet; that each has CPUs and memory is sure.
static int place_groups(struct process_platform *platform, const struct platform_options *options,
                        struct err *err)
{
    static const struct shape any = {.vcpus = 1, .memory_bytes = 1};
    const struct control_limits limits = limits_of(platform, &any);
    bool wanted[CONTROLLER_COUNT];
    control_limits_wants(&limits, wanted);
    platform->prefix =
        alloc_printf("fullhouse-%.8s%c-", options->workspace->mark, letter_of(platform, options));
    if (!wanted[CONTROLLER_CPU] && !wanted[CONTROLLER_MEMORY] && !wanted[CONTROLLER_IO])
        return 0;
    int result = control_place_open(&this_host, wanted, &platform->groups, err);
    return result < 0
               ? err_prefix(err, "%s", platform->base.ops->name)
               : control_group_note(&platform->groups, platform->prefix, options->workspace, err);
}

static int make_group(const struct process_platform *platform, const struct guest_spec *spec,
                      struct control_group *ret_group, struct err *err)
{
    const struct control_limits limits = limits_of(platform, &spec->shape);
    scope_free char *name = alloc_printf("%s%u", platform->prefix, spec->index);
    return control_group_make(&platform->groups, name, &limits, ret_group, err);
}

// --- opening ------------------------------------------------------------------------------------

int process_platform_open(const struct process_kind *kind, const struct platform_options *options,
                          struct platform **ret_platform, struct err *err)
{
    if (access(options->agent, X_OK) < 0)
        return err_system(err, errno, "%s", options->agent);
    struct process_platform *platform = alloc_zeroed(1, sizeof *platform);
    *platform = (struct process_platform){
        .base = {.ops = kind->ops, .guest_kind = "process", .binding = PLATFORM_BINDS_PROCESS},
        .launch = kind->launch,
        .is_machine = kind->is_machine,
        .quota_ratio = options->cpu_quota_ratio,
        .agent = alloc_copy(options->agent),
        .agent_test = alloc_copy(options->agent_test),
        .dir = alloc_copy(options->workspace->guests),
    };
    int result = place_disks(platform, options, err);
    if (result == 0)
        result = place_groups(platform, options, err);
    if (result == 0)
        result = connect_agents(platform, options, err);
    if (result < 0)
        process_platform_close(&platform->base);
    else
        *ret_platform = &platform->base;
    return result;
}

// --- one agent ----------------------------------------------------------------------------------

// The environment with TMPDIR ours where a disk is wanted; the list is the caller's, the texts are
// not.
static char **environment(const struct process_platform *platform)
{
    size_t count = 0, kept = 0;
    while (environ[count])
        count++;
    char **list = alloc_zeroed(count + 2, sizeof *list);
    if (platform->scratch)
        list[kept++] = platform->scratch;
    for (size_t i = 0; i < count; i++)
        if (!platform->scratch || strncmp(environ[i], "TMPDIR=", 7) != 0)
            list[kept++] = environ[i];
    return list;
}

// Where it answers its peers; "" where the load needs no network.
static int place_agent(const struct process_platform *platform, uint32_t index,
                       struct network_place *place, struct err *err)
{
    if (platform->base.network)
        return network_place(platform->base.network, index, place, err);
    place->listen = alloc_copy("");
    return 0;
}

static int launch(const struct process_platform *platform, struct process_launch *launch,
                  char *listen, pid_t *ret_pid, struct err *err)
{
    scope_free char *fault = agent_fault_of(platform->agent_test, launch->index);
    char fd_option[] = "--fd", number[] = "3", test_option[] = "--test", respond[] = "--respond";
    char *argv[8] = {platform->agent, fd_option, number};
    size_t count = 3;
    if (*fault) {
        argv[count++] = test_option;
        argv[count++] = fault;
    }
    if (*listen) {
        argv[count++] = respond;
        argv[count++] = listen;
    }
    scope_free char **variables = environment(platform);
    launch->argv = argv;
    launch->variables = variables;
    return platform->launch(launch, ret_pid, err);
}

// The agent and all of its threads inherit this thread's CPUs and memory policy.
static int launch_at_home(const struct process_platform *platform, const struct guest_spec *spec,
                          struct process_launch *plan, char *listen, pid_t *ret_pid,
                          struct err *err)
{
    struct affinity before;
    int result = affinity_enter(spec->home ? spec->home : "", spec->node, &before, err);
    if (result < 0)
        return result;
    result = launch(platform, plan, listen, ret_pid, err);
    affinity_leave(&before);
    return result;
}

static int start_in(struct process_platform *platform, const struct guest_spec *spec,
                    const struct control_group *group, struct platform_guest *guest,
                    struct err *err)
{
    __attribute__((cleanup(network_place_done))) struct network_place place = {0};
    int pair[2];
    int result = place_agent(platform, spec->index, &place, err);
    if (result < 0)
        return result;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return err_system(err, errno, "socketpair");
    guest->channel_fd = pair[0];
    scope_close int theirs = pair[1];
    // dup2 onto itself would leave close-on-exec set: their end must not be that descriptor
    // already.
    if (theirs == PROCESS_AGENT_FD &&
        (theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, PROCESS_AGENT_FD + 1)) >= 0)
        close(pair[1]);
    struct process_launch plan = {
        .index = spec->index,
        .console = guest->console,
        .channel_fd = theirs,
        .group = group,
    };
    return launch_at_home(platform, spec, &plan, place.listen, &guest->pid, err);
}

int process_platform_start(struct platform *base, const struct guest_spec *spec,
                           struct platform_guest *ret_guest, struct err *err)
{
    struct process_platform *platform = (struct process_platform *)base;
    struct control_group *group = alloc_zeroed(1, sizeof *group);
    struct platform_guest guest = {
        .channel_fd = -1,
        .console = alloc_printf("%s/%u.console", platform->dir, spec->index),
        .handle = group,
    };
    int result = make_group(platform, spec, group, err);
    if (result == 0)
        result = start_in(platform, spec, group, &guest, err);
    if (result < 0)
        process_platform_stop(base, &guest);
    else
        *ret_guest = guest;
    return result;
}

void process_platform_stop(struct platform *base, struct platform_guest *guest)
{
    (void)base;
    struct control_group *group = guest->handle;
    if (guest->channel_fd >= 0)
        close(guest->channel_fd);
    if (guest->pid > 0) {
        kill(guest->pid, SIGKILL);
        waitpid(guest->pid, NULL, 0);
    }
    if (group)
        control_group_remove(group);
    free(group);
    if (guest->console)
        unlink(guest->console);
    free(guest->console);
    *guest = (struct platform_guest){.channel_fd = -1};
}
