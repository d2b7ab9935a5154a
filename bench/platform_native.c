// SPDX-License-Identifier: GPL-3.0-or-later
// No guest at all: the same agent as a plain process of the host, one for each "guest".
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "bench/control_group.h"
#include "bench/process_platform.h"
#include "common/base/alloc.h"
#include "common/base/err.h"

// The child's descriptors: nothing in, its words into the console file, the conversation on 3. A
// session of its own, as a hypervisor's processes have: the scheduler shares the CPUs out among
// sessions (autogroups), and the terminal's Ctrl-C reaches us alone, who end it in order.
static int spawn(const struct process_launch *launch, pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, launch->console, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_adddup2(&actions, launch->channel_fd, PROCESS_AGENT_FD);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    int code = posix_spawn(ret_pid, launch->argv[0], &actions, &attributes, launch->argv,
                           launch->variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -code;
}

// Its first milliseconds, before it is in its group, are of its own start.
static int native_launch(const struct process_launch *launch, pid_t *ret_pid, struct err *err)
{
    pid_t pid;
    int result = spawn(launch, &pid);
    if (result < 0)
        return err_system(err, -result, "%s", launch->argv[0]);
    result = control_group_join(launch->group, pid, err);
    if (result < 0) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        return result;
    }
    *ret_pid = pid;
    return 0;
}

static int native_open(const struct platform_options *options, struct platform **ret_platform,
                       struct err *err)
{
    const struct process_kind kind = {.ops = &platform_native, .launch = native_launch};
    return process_platform_open(&kind, options, ret_platform, err);
}

static char *native_hypervisor(struct platform *base)
{
    (void)base;
    return alloc_copy("");
}

const struct platform_ops platform_native = {
    .name = "native",
    .help = "no guest: the same agent as plain processes of the host, one for each \"guest\"",
    .open = native_open,
    .start = process_platform_start,
    .stop = process_platform_stop,
    .close = process_platform_close,
    .hypervisor = native_hypervisor,
    .verbs = &process_platform_verbs,
};
