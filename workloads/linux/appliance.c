// SPDX-License-Identifier: GPL-3.0-or-later
// What an operating system's user space does for others: mounts, modules, a console, a way off, and
// an end for orphans. The agent itself is a child of process 1, so that the processes that it waits
// for are its own and those that nobody waits for are process 1's. Process 1 must not end, for the
// kernel would panic; so every way through here ends in power-off.
#include "workloads/linux/appliance.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/wire/message.h"
#include "workloads/linux/answer.h"
#include "workloads/linux/interface.h"
#include "workloads/linux/modules.h"
#include "workloads/linux/net_protocol.h"
#include "workloads/linux/port.h"
#include "workloads/linux/session.h"

// Under emulation on a crowded host a probe can take seconds.
#define PORT_TIMEOUT_NS (60 * CLOCK_NS_PER_SECOND)
// With a serial line named, a virtio port is only looked for.
#define PORT_LOOK_NS (100 * CLOCK_NS_PER_MS)

static _Noreturn void power_off(void)
{
    reboot(RB_POWER_OFF);
    // No power to cut: a halted guest still answers the host's destroy.
    for (;;)
        pause();
}

static void complain(const struct err *err)
{
    fprintf(stderr, "fullhouse-guest: %s\n", err_text(err));
}

static int mount_one(const char *type, const char *target, struct err *err)
{
    mkdir(target, 0755);
    if (mount(type, target, type, 0, NULL) < 0 && errno != EBUSY)
        return err_system(err, errno, "mounting %s", target);
    return 0;
}

// A folder that is there already has files that were packed with a program: the root keeps it.
static void mount_fresh(const char *target, struct err *err)
{
    if (mkdir(target, 0755) == 0)
        mount_one("tmpfs", target, err);
}

static void mount_all(void)
{
    struct err err = {0};

    mount_one("devtmpfs", "/dev", &err);
    mount_one("proc", "/proc", &err);
    mount_one("sysfs", "/sys", &err);
    // Where programs of the user's own leave their files, and share memory.
    mount_fresh("/tmp", &err);
    mount_fresh("/run", &err);
    mount_one("tmpfs", "/dev/shm", &err);
    if (err.kind != ERR_NONE)
        complain(&err);
    err_done(&err);
}

// An initramfs without /dev/console starts us without any descriptor.
static void open_console(void)
{
    int fd = open("/dev/console", O_RDWR | O_NOCTTY);

    for (int target = 0; fd >= 0 && target <= 2; target++)
        if (fd != target)
            dup2(fd, target);
    if (fd > 2)
        close(fd);
}

// The value of a word "name=value" of the kernel's command line as a new string, or NULL.
static char *boot_option(const char *name)
{
    scope_free char *text = NULL;
    size_t length = strlen(name);
    char *rest, *word;

    if (path_read("/proc/cmdline", 1 << 16, &text, NULL, NULL) < 0)
        return NULL;
    for (word = strtok_r(text, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest))
        if (strncmp(word, name, length) == 0 && word[length] == '=')
            return alloc_copy(word + length + 1);
    return NULL;
}

static enum fault boot_fault(void)
{
    scope_free char *name = boot_option("fullhouse.test");
    int fault = name ? fault_parse(name) : FAULT_NONE;

    if (fault < 0)
        fprintf(stderr, "fullhouse-guest: unknown fullhouse.test=%s\n", name);
    return fault < 0 ? FAULT_NONE : (enum fault)fault;
}

// The first of a list of lines, parted by commas, that is there: a machine has device files for
// lines that it lacks.
static int open_serial(char *list, struct err *err)
{
    struct err problem = {0};
    int fd = -ENOENT;
    char *rest, *path;

    for (path = strtok_r(list, ",", &rest); path && fd < 0; path = strtok_r(NULL, ",", &rest)) {
        err_done(&problem);
        fd = port_open_serial(path, &problem);
    }
    err_move(err, &problem);
    return fd;
}

// The descriptor and what kind of line it is, or negative errno.
static int open_channel(struct session_options *options, struct err *err)
{
    scope_free char *serial = boot_option("fullhouse.channel");
    uint64_t patience_ns = serial ? PORT_LOOK_NS : PORT_TIMEOUT_NS;
    struct err problem = {0};

    options->is_port = true;
    options->fd = port_open_virtio(WIRE_PORT_NAME, clock_monotonic_ns() + patience_ns, &problem);
    if (options->fd < 0 && serial) {
        err_done(&problem);
        options->silence_ns = WIRE_SILENCE_NS;
        options->fd = open_serial(serial, &problem);
    }
    err_move(err, &problem);
    return options->fd;
}

// Nothing but what the host says of addresses; guests of loads without a network hear nothing.
static void open_network(void)
{
    scope_free char *net = boot_option("fullhouse.net");
    struct ipv4_peer at = {.port = NET_PORT};
    struct err err = {0};

    if (net && (interface_up(net, &at.address, &err) < 0 || answer_start(&at, &at, &err) < 0))
        complain(&err);
    err_done(&err);
}

static void serve(struct err *err)
{
    struct session_options options = {.fault = boot_fault(), .owns_machine = true};

    if (open_channel(&options, err) < 0)
        return;
    // Windows are told when they end, not up to 50 us later.
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    if (session_run(&options, err) == SESSION_DIE)
        fault_commit(options.fault);
}

// What the kernel gives process 1 is little; the programs it runs expect more.
static void set_environment(void)
{
    setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 0);
    setenv("HOME", "/tmp", 1);
}

static _Noreturn void be_agent(void)
{
    struct err err = {0};

    signal(SIGPIPE, SIG_IGN);
    open_network(); // it has threads, which no fork takes along
    serve(&err);
    if (err.kind != ERR_NONE)
        complain(&err);
    _exit(EXIT_SUCCESS);
}

// Until the agent is gone; whatever else ends meanwhile had no parent any more.
static void reap_all(pid_t agent)
{
    int status = 0;
    pid_t pid;

    do
        pid = waitpid(-1, &status, 0);
    while (pid != agent && (pid >= 0 || errno == EINTR));
    if (pid == agent && WIFSIGNALED(status))
        fprintf(stderr, "fullhouse-guest: the agent was killed by SIG%s (%s)\n",
                sigabbrev_np(WTERMSIG(status)), sigdescr_np(WTERMSIG(status)));
}

_Noreturn void appliance_main(void)
{
    struct err modules = {0};
    pid_t agent;

    mount_all();
    open_console();
    set_environment();
    if (modules_load("/modules.order", &modules) < 0)
        complain(&modules);
    agent = fork();
    if (agent == 0)
        be_agent();
    if (agent < 0)
        perror("fullhouse-guest: a process for the agent");
    else
        reap_all(agent);
    power_off();
}
