// SPDX-License-Identifier: GPL-3.0-or-later
// Moves into namespaces of its own and is what init is on a whole machine: it starts the daemon and
// waits for whatever ends.
#include "tests/live/twin_host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/live/twin.h"

// --- its folders -------------------------------------------------------------------------------

static bool bind_folder(const struct twin_order *order, const char *name, const char *at)
{
    scope_free char *own = path_join(order->dir, name);
    return path_make_dirs(own, NULL) == 0 && mount(own, at, NULL, MS_BIND, NULL) == 0;
}

static bool bind_device(const char *folder, const char *name)
{
    scope_free char *theirs = path_join("/dev", name);
    scope_free char *own = path_join(folder, name);
    scope_close int fd = open(own, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    return fd >= 0 && mount(theirs, own, NULL, MS_BIND, NULL) == 0;
}

// Without /dev/kvm: where KVM is slow or cannot run Linux, libvirt would still ask QEMU for it.
static bool make_devices(const struct twin_order *order)
{
    static const char *const names[] = {"null", "zero", "full", "random", "urandom"};
    scope_free char *folder = path_join(order->dir, "dev");
    if (path_make_dirs(folder, NULL) < 0)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!bind_device(folder, names[i]))
            return false;
    return mount(folder, "/dev", NULL, MS_BIND | MS_REC, NULL) == 0;
}

static bool make_folders(const struct twin_order *order)
{
    scope_free char *outside = path_join(order->dir, "../" TWIN_OUTSIDE);
    return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && make_devices(order) &&
           mount("proc", "/proc", "proc", 0, NULL) == 0 &&
           mount("tmpfs", "/run", "tmpfs", 0, "mode=0755") == 0 &&
           bind_folder(order, "lib", "/var/lib/libvirt") &&
           bind_folder(order, "etc", "/etc/libvirt") &&
           bind_folder(order, "log", "/var/log/libvirt") &&
           // What QEMU can do is the same on both: the second need not ask again.
           bind_folder(order, "../cache", "/var/cache/libvirt") &&
           path_make_dirs(outside, NULL) == 0 && bind_folder(order, TWIN_OUTSIDE, outside);
}

// --- its programs ------------------------------------------------------------------------------

static pid_t start(const char *const argv[])
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(nothing, fd);
    setsid();
    execvp(argv[0], (char *const *)argv);
    _exit(127);
}

static bool run(const char *const argv[])
{
    int status;
    pid_t pid = start(argv);
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

// The second time the address is there already.
static void raise_network(const struct twin_order *order)
{
    const char *const up[] = {"ip", "link", "set", "lo", "up", NULL};
    const char *const add[] = {"ip",  "address",   "replace", order->address,
                               "dev", order->card, NULL};
    const char *const card[] = {"ip", "link", "set", order->card, "up", NULL};
    run(up);
    run(add);
    run(card);
}

static pid_t start_daemon(const struct twin_order *order)
{
    scope_free char *config = path_join(order->dir, "etc/libvirtd.conf");
    scope_free char *pid_file = path_join(order->dir, "libvirtd.pid");
    const char *const argv[] = {"libvirtd", "-f", config, "-p", pid_file, NULL};
    raise_network(order);
    return start(argv);
}

static void kill_daemon(pid_t daemon)
{
    kill(daemon, SIGKILL);
    waitpid(daemon, NULL, 0);
}

// --- its life ----------------------------------------------------------------------------------

static void answer(const struct twin_order *order, bool is_well)
{
    if (write(order->answer_fd, is_well ? "+" : "-", 1) != 1)
        _exit(1);
}

static void obey(const struct twin_order *order, char word, pid_t *daemon)
{
    if (word == TWIN_START)
        *daemon = start_daemon(order);
    else if (word == TWIN_KILL && *daemon > 0)
        kill_daemon(*daemon);
    answer(order, *daemon > 0);
}

// The first process of its namespace: when it ends, the kernel ends all others in it.
static _Noreturn void be_init(const struct twin_order *order)
{
    sigset_t children;
    pid_t daemon = 0;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
    int child_fd = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    answer(order, make_folders(order));
    for (;;) {
        struct pollfd polls[] = {{.fd = order->control_fd, .events = POLLIN},
                                 {.fd = child_fd, .events = POLLIN}};
        struct signalfd_siginfo ignored;
        char word;
        poll(polls, 2, -1);
        if (polls[0].revents && read(order->control_fd, &word, 1) != 1)
            _exit(0);
        if (polls[0].revents)
            obey(order, word, &daemon);
        while (read(child_fd, &ignored, sizeof ignored) > 0)
            ;
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
    }
}

// Whoever holds the other end of a pipe keeps it open: this process holds no more than its own two.
static void let_go_of_the_rest(const struct twin_order *order)
{
    enum { FD_FIRST = 3, FD_END = 1024 };
    for (int fd = FD_FIRST; fd < FD_END; fd++)
        if (fd != order->control_fd && fd != order->answer_fd)
            close(fd);
}

_Noreturn void twin_host_live(const struct twin_order *order)
{
    enum { NAMESPACES = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWPID };
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    let_go_of_the_rest(order);
    if (unshare(NAMESPACES) < 0 || sethostname(order->name, strlen(order->name)) < 0) {
        answer(order, false);
        _exit(1);
    }
    pid_t first = fork();
    if (first == 0)
        be_init(order);
    close(order->control_fd);
    waitpid(first, NULL, 0);
    _exit(0);
}
