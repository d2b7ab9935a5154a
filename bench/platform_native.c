// SPDX-License-Identifier: GPL-3.0-or-later
// No guest at all: the same agent as a plain process of the host, one for each "guest". It ends
// when its channel closes, so a killed run leaves none behind.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/affinity.h"
#include "bench/agent_fault.h"
#include "bench/network.h"
#include "bench/platform.h"
#include "bench/platform_verbs.h"
#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/model/disk.h"

extern char **environ;

enum { AGENT_FD = 3 };

struct native_platform {
    struct platform base;
    char *agent;
    char *agent_test;
    char *dir;
    char *scratch; // "TMPDIR=..." for agents that need a file of their own
};

static void native_close(struct platform *base)
{
    struct native_platform *platform = (struct native_platform *)base;
    if (!platform)
        return;
    network_close(platform->base.network);
    pins_done(&platform->base.pins);
    free(platform->agent);
    free(platform->agent_test);
    free(platform->dir);
    free(platform->scratch);
    free(platform);
}

static int connect_agents(struct native_platform *platform, const struct platform_options *options,
                          struct err *err)
{
    if (!options->network)
        return 0;
    const struct network_options network = {
        .is_native = true,
        .connect = "",
        .mode = "auto",
        .addresses = "",
        .letter = options->place && *options->place ? *options->place : *platform->base.ops->name,
        .mark = options->workspace->mark,
        .agent = options->agent,
        .say = options->say,
        .context = options->context,
    };
    return network_open(&network, &platform->base.network, err);
}

// A process has no disk of its own but a nameless file, which ends with it.
static int place_disks(struct native_platform *platform, const struct platform_options *options,
                       struct err *err)
{
    const struct disk *disk = options->disk;
    if (disk && disk->backing == DISK_BACKING_BLOCK)
        return err_input(err,
                         "disk.backing: block is for guests; native works on a device by the "
                         "load's options, target=%s,overwrite=yes",
                         disk->path);
    if (!disk)
        return 0;
    platform->scratch = alloc_printf("TMPDIR=%s", *disk->path ? disk->path : platform->dir);
    platform->base.disk_bytes = disk->bytes;
    return 0;
}

// The environment with TMPDIR ours where a disk is wanted; the list is the caller's, the texts are
// not.
static char **environment(const struct native_platform *platform)
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

static int native_open(const struct platform_options *options, struct platform **ret_platform,
                       struct err *err)
{
    if (access(options->agent, X_OK) < 0)
        return err_system(err, errno, "%s", options->agent);
    struct native_platform *platform = alloc_zeroed(1, sizeof *platform);
    *platform = (struct native_platform){
        .base = {.ops = &platform_native,
                 .guest_kind = "process",
                 .binding = PLATFORM_BINDS_PROCESS},
        .agent = alloc_copy(options->agent),
        .agent_test = alloc_copy(options->agent_test),
        .dir = alloc_copy(options->workspace->guests),
    };
    int result = place_disks(platform, options, err);
    if (result == 0)
        result = connect_agents(platform, options, err);
    if (result < 0)
        native_close(&platform->base);
    else
        *ret_platform = &platform->base;
    return result;
}

// The child's descriptors: nothing in, its words into the console file, the conversation on 3. A
// session of its own, as a hypervisor's processes have: the scheduler shares the CPUs out among
// sessions (autogroups), and the terminal's Ctrl-C reaches us alone, who end it in order.
static int spawn_agent(struct native_platform *platform, uint32_t index, int fd,
                       const char *console, char *listen, pid_t *ret_pid)
{
    scope_free char *fault = agent_fault_of(platform->agent_test, index);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, console, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_adddup2(&actions, fd, AGENT_FD);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
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
    int code = posix_spawn(ret_pid, platform->agent, &actions, &attributes, argv, variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -code;
}

// Where it answers its peers; "" where the load needs no network.
static int place_agent(const struct native_platform *platform, uint32_t index,
                       struct network_place *place, struct err *err)
{
    if (platform->base.network)
        return network_place(platform->base.network, index, place, err);
    place->listen = alloc_copy("");
    return 0;
}

// posix_spawn(3) knows no affinity, but the agent and all of its threads inherit this thread's.
static int spawn_at_home(struct native_platform *platform, const struct guest_spec *spec, int fd,
                         const char *console, char *listen, pid_t *ret_pid, struct err *err)
{
    struct affinity before;
    int result = affinity_enter(spec->home ? spec->home : "", spec->node, &before, err);
    if (result < 0)
        return result;
    result = spawn_agent(platform, spec->index, fd, console, listen, ret_pid);
    affinity_leave(&before);
    return result < 0 ? err_system(err, -result, "%s", platform->agent) : 0;
}

static int native_start(struct platform *base, const struct guest_spec *spec,
                        struct platform_guest *ret_guest, struct err *err)
{
    struct native_platform *platform = (struct native_platform *)base;
    __attribute__((cleanup(network_place_done))) struct network_place place = {0};
    int pair[2];
    int result = place_agent(platform, spec->index, &place, err);
    if (result < 0)
        return result;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return err_system(err, errno, "socketpair");
    scope_close int theirs = pair[1];
    // dup2 onto itself would leave close-on-exec set: their end must not be descriptor 3 already.
    if (theirs == AGENT_FD && (theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, AGENT_FD + 1)) >= 0)
        close(pair[1]);
    char *console = alloc_printf("%s/%u.console", platform->dir, spec->index);
    pid_t pid;
    result = spawn_at_home(platform, spec, theirs, console, place.listen, &pid, err);
    if (result < 0) {
        close(pair[0]);
        free(console);
        return result;
    }
    *ret_guest = (struct platform_guest){.channel_fd = pair[0], .pid = pid, .console = console};
    return 0;
}

static void native_stop(struct platform *base, struct platform_guest *guest)
{
    (void)base;
    if (guest->channel_fd >= 0)
        close(guest->channel_fd);
    if (guest->pid > 0) {
        kill(guest->pid, SIGKILL);
        waitpid(guest->pid, NULL, 0);
    }
    if (guest->console)
        unlink(guest->console);
    free(guest->console);
    *guest = (struct platform_guest){.channel_fd = -1};
}

static const char *native_lacks(const struct platform *platform, enum lifecycle_verb verb)
{
    (void)platform;
    return verb == LIFECYCLE_PAUSE || verb == LIFECYCLE_RESUME
               ? NULL
               : "a process of the host is no machine: it can be stopped and continued, no more";
}

// A signal is delivered when its sender returns; that all threads stand still takes longer.
static int wait_until_stopped(pid_t pid, struct err *err)
{
    siginfo_t what;
    int result;
    do
        result = waitid(P_PID, (id_t)pid, &what, WSTOPPED | WEXITED | WNOWAIT);
    while (result < 0 && errno == EINTR && !interrupt_pending());
    if (result < 0)
        return err_system(err, errno, "waiting for process %d to stop", (int)pid);
    return what.si_code == CLD_STOPPED ? 0 : err_system(err, ESRCH, "process %d", (int)pid);
}

static int native_perform(struct platform *platform, struct platform_guest *guest,
                          enum lifecycle_verb verb, struct err *err)
{
    (void)platform;
    bool pauses = verb == LIFECYCLE_PAUSE;
    if (kill(guest->pid, pauses ? SIGSTOP : SIGCONT) < 0)
        return err_system(err, errno, "process %d", (int)guest->pid);
    return pauses ? wait_until_stopped(guest->pid, err) : 0;
}

static const struct platform_verbs native_verbs = {
    .lacks = native_lacks,
    .perform = native_perform,
};

static char *native_hypervisor(struct platform *base)
{
    (void)base;
    return alloc_copy("");
}

const struct platform_ops platform_native = {
    .name = "native",
    .help = "no guest: the same agent as plain processes of the host, one for each \"guest\"",
    .open = native_open,
    .start = native_start,
    .stop = native_stop,
    .close = native_close,
    .hypervisor = native_hypervisor,
    .verbs = &native_verbs,
};
