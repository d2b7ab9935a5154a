// SPDX-License-Identifier: GPL-3.0-or-later
// Starts them, joins them, waits until their daemons listen.
#include "tests/live/twin.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/live/twin_host.h"

#define PATIENCE_NS (30 * CLOCK_NS_PER_SECOND)

static const char *const names[TWIN_HOSTS] = {"twin-a", "twin-b"};
static const char *const cards[TWIN_HOSTS] = {"fhtwin0", "fhtwin1"};
static const char *const addresses[TWIN_HOSTS] = {"10.213.0.1", "10.213.0.2"};
static const char *const uuids[TWIN_HOSTS] = {"aaaaaaaa-1111-4111-8111-111111111111",
                                              "bbbbbbbb-2222-4222-8222-222222222222"};

// --- whether it can be had ---------------------------------------------------------------------

static bool may_unshare(void)
{
    pid_t pid = fork();
    int status;
    if (pid == 0)
        _exit(unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWPID) < 0);
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

char *twin_lack(void)
{
    static const char *const programs[] = {"libvirtd", "ip", "qemu-system-x86_64"};
    static const char *const folders[] = {"/etc/libvirt", "/var/lib/libvirt", "/var/log/libvirt",
                                          "/var/cache/libvirt"};
    if (geteuid() != 0)
        return alloc_copy("two daemons want root");
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        scope_free char *path = process_find(programs[i]);
        if (!path)
            return alloc_printf("no %s", programs[i]);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (!path_exists(folders[i]))
            return alloc_printf("no %s", folders[i]);
    return may_unshare() ? NULL : alloc_copy("no namespaces of one's own here");
}

// --- orders ------------------------------------------------------------------------------------

static int await_answer(const struct twin_host *host, const char *what, struct err *err)
{
    struct pollfd answer = {.fd = host->answer_fd, .events = POLLIN};
    char word = 0;
    if (poll(&answer, 1, (int)(PATIENCE_NS / CLOCK_NS_PER_MS)) != 1 ||
        read(host->answer_fd, &word, 1) != 1 || word != '+')
        return err_host(err, NULL, "%s: %s fails", host->name, what);
    return 0;
}

static int order(const struct twin_host *host, char word, const char *what, struct err *err)
{
    if (write(host->control_fd, &word, 1) != 1)
        return err_system(err, errno, "%s", host->name);
    return await_answer(host, what, err);
}

static int await_daemon(const struct twin_host *host, struct err *err)
{
    uint64_t until_ns = clock_monotonic_ns() + PATIENCE_NS;
    virConnectPtr connection;
    while (vir_open(host->uri, &connection, NULL) < 0) {
        if (clock_monotonic_ns() > until_ns)
            return err_host(err, NULL, "%s: its daemon does not listen", host->name);
        clock_sleep_until_ns(clock_monotonic_ns() + 20 * CLOCK_NS_PER_MS);
    }
    vir_close(connection);
    return 0;
}

int twin_kill_daemon(struct twin *twin, int host, struct err *err)
{
    return order(&twin->hosts[host], TWIN_KILL, "killing its daemon", err);
}

int twin_start_daemon(struct twin *twin, int host, struct err *err)
{
    int result = order(&twin->hosts[host], TWIN_START, "starting its daemon", err);
    return result < 0 ? result : await_daemon(&twin->hosts[host], err);
}

// --- making them -------------------------------------------------------------------------------

static int write_text(const char *dir, const char *name, const char *text, struct err *err)
{
    scope_free char *path = path_join(dir, name);
    return path_write(path, text, strlen(text), 0600, err);
}

// migration_host: a host of a real network finds the other by its name.
static int write_config(const struct twin_host *host, int index, struct err *err)
{
    scope_free char *etc = path_join(host->dir, "etc");
    scope_free char *qemu = alloc_printf("stdio_handler = \"file\"\n"
                                         "security_driver = \"none\"\n"
                                         "remember_owner = 0\n"
                                         "cgroup_controllers = []\n"
                                         "namespaces = []\n"
                                         "user = \"root\"\n"
                                         "group = \"root\"\n"
                                         "migration_host = \"%s\"\n",
                                         addresses[index]);
    scope_free char *daemon = alloc_printf("host_uuid = \"%s\"\n"
                                           "unix_sock_dir = \"%s/sock\"\n"
                                           "auth_unix_ro = \"none\"\n"
                                           "auth_unix_rw = \"none\"\n"
                                           "log_outputs = \"3:file:%s/log/libvirtd.log\"\n",
                                           uuids[index], host->dir, host->dir);
    int result = path_make_dirs(etc, err);
    if (result == 0)
        result = write_text(etc, "qemu.conf", qemu, err);
    return result == 0 ? write_text(etc, "libvirtd.conf", daemon, err) : result;
}

static int start_host(struct twin_host *host, int index, struct err *err)
{
    int control[2], answers[2];
    scope_free char *sockets = path_join(host->dir, "sock");
    scope_free char *address = alloc_printf("%s/24", addresses[index]);
    int result = write_config(host, index, err);
    if (result == 0)
        result = path_make_dirs(sockets, err);
    if (result < 0)
        return result;
    if (pipe2(control, O_CLOEXEC) < 0 || pipe2(answers, O_CLOEXEC) < 0)
        return err_system(err, errno, "pipe");
    const struct twin_order first = {.name = host->name,
                                     .dir = host->dir,
                                     .address = address,
                                     .card = cards[index],
                                     .control_fd = control[0],
                                     .answer_fd = answers[1]};
    host->pid = fork();
    if (host->pid == 0)
        twin_host_live(&first);
    close(control[0]);
    close(answers[1]);
    host->control_fd = control[1];
    host->answer_fd = answers[0];
    return host->pid < 0 ? err_system(err, errno, "fork") : await_answer(host, "its start", err);
}

// A pair of cards, one end in each host's network. That of its first process's parent is the same.
static int join(const struct twin *twin, struct err *err)
{
    scope_free char *a = alloc_printf("%d", (int)twin->hosts[0].pid);
    scope_free char *b = alloc_printf("%d", (int)twin->hosts[1].pid);
    const char *const argv[] = {"ip",   "link", "add",  cards[0], "netns", a, "type",
                                "veth", "peer", "name", cards[1], "netns", b, NULL};
    struct process_result result;
    int code = process_run(argv, NULL, &result, err);
    if (code < 0)
        return code;
    if (result.exit_code != 0)
        code = err_host(err, NULL, "no pair of network cards: %s", result.output);
    process_result_done(&result);
    return code;
}

static struct twin_host describe(const char *root, int index)
{
    char *dir = path_join(root, index == 0 ? "a" : "b");
    return (struct twin_host){
        .name = alloc_copy(names[index]),
        .uri = alloc_printf("qemu+unix:///system?socket=%s/sock/libvirt-sock", dir),
        .dir = dir,
        .control_fd = -1,
        .answer_fd = -1,
    };
}

int twin_open(const char *root, struct twin *ret_twin, struct err *err)
{
    struct twin twin = {.root = alloc_copy(root)};
    int result = 0;
    for (int i = 0; i < TWIN_HOSTS; i++)
        twin.hosts[i] = describe(root, i);
    for (int i = 0; i < TWIN_HOSTS && result == 0; i++)
        result = start_host(&twin.hosts[i], i, err);
    if (result == 0)
        result = join(&twin, err);
    for (int i = 0; i < TWIN_HOSTS && result == 0; i++)
        result = order(&twin.hosts[i], TWIN_START, "starting its daemon", err);
    for (int i = 0; i < TWIN_HOSTS && result == 0; i++)
        result = await_daemon(&twin.hosts[i], err);
    if (result < 0) {
        twin_close(&twin);
        return result;
    }
    *ret_twin = twin;
    return 0;
}

void twin_close(struct twin *twin)
{
    for (int i = 0; i < TWIN_HOSTS; i++) {
        struct twin_host *host = &twin->hosts[i];
        if (host->control_fd >= 0)
            close(host->control_fd);
        if (host->pid > 0)
            waitpid(host->pid, NULL, 0);
        if (host->answer_fd >= 0)
            close(host->answer_fd);
        free(host->name);
        free(host->uri);
        free(host->dir);
        *host = (struct twin_host){.control_fd = -1, .answer_fd = -1};
    }
    free(scope_take(twin->root));
}
