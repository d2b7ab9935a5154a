// SPDX-License-Identifier: GPL-3.0-or-later
// Rewrites a command line, hands each QEMU a listening socket as its agent's port, and polls for
// hellos.
#include "tests/bench/bare_qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/wire/channel.h"

extern char **environ;

enum { PORT_FD = 3, COMMAND_MAX = 1 << 20 };

struct bare_guest {
    pid_t pid;
    int fd; // our end of its port, -1 none
    bool said_hello;
    struct channel channel;
};

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

// Whether an option and its value are there only for libvirt to lead the guest.
static bool is_lead(const char *option, const char *value)
{
    static const char *const options[] = {"-name", "-uuid", "-mon", "-sandbox", "-msg", "-add-fd"};

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(option, options[i]) == 0)
            return true;
    return (strcmp(option, "-chardev") == 0 && starts(value, "socket,id=charmonitor")) ||
           (strcmp(option, "-object") == 0 && strstr(value, "\"secret\""));
}

// text is the arguments with a zero behind each, length bytes.
static char **keep_arguments(char *text, size_t length)
{
    char **argv = alloc_zeroed(length + 1, sizeof *argv);
    size_t count = 0;

    for (char *next = text; next < text + length; next += strlen(next) + 1) {
        char *value = next + strlen(next) + 1;
        if (strcmp(next, "-S") == 0) // wait for the monitor's word
            continue;
        if (value < text + length && is_lead(next, value))
            next = value;
        else
            argv[count++] = next;
    }
    return argv;
}

int bare_qemu_read(pid_t pid, struct bare_qemu *ret_command, struct err *err)
{
    scope_free char *path = alloc_printf("/proc/%d/cmdline", (int)pid);
    char *text;
    size_t length;
    int failed = path_read(path, COMMAND_MAX, &text, &length, err);

    if (failed)
        return failed;
    ret_command->text = text;
    ret_command->argv = keep_arguments(text, length);
    return 0;
}

void bare_qemu_done(struct bare_qemu *command)
{
    free(command->argv);
    free(command->text);
    *command = (struct bare_qemu){0};
}

// The arguments of guest number index: its own console, and its port on PORT_FD. Free the two new
// strings, which ret_own holds, and the array.
static char **own_arguments(const struct bare_qemu *command, const char *dir, uint32_t index,
                            char *ret_own[2])
{
    size_t count = 0;

    while (command->argv[count])
        count++;
    char **argv = alloc_zeroed(count + 1, sizeof *argv);
    ret_own[0] = alloc_printf("file,id=charserial0,path=%s/bare%u.console", dir, index);
    ret_own[1] = alloc_printf("socket,id=charchannel0,fd=%d,server=on,wait=off", PORT_FD);
    for (size_t i = 0; i < count; i++) {
        argv[i] = command->argv[i];
        if (starts(argv[i], "file,id=charserial0,"))
            argv[i] = ret_own[0];
        else if (starts(argv[i], "socket,id=charchannel0,"))
            argv[i] = ret_own[1];
    }
    return argv;
}

// A listening socket, and a connection that waits in its queue until QEMU accepts it.
static int open_port(const char *dir, uint32_t index, int *ret_listener, int *ret_fd,
                     struct err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    scope_free char *path = alloc_printf("%s/bare%u.sock", dir, index);
    scope_close int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    scope_close int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (strlen(path) >= sizeof address.sun_path)
        return err_input(err, "%s: too long for a socket", path);
    memcpy(address.sun_path, path, strlen(path) + 1);
    unlink(path);
    if (listener < 0 || fd < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(listener, 1) < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return err_system(err, errno, "%s", path);
    unlink(path);
    // Out of the way of PORT_FD, on which it shall be dup2'ed.
    *ret_listener = fcntl(listener, F_DUPFD_CLOEXEC, PORT_FD + 1);
    *ret_fd = scope_take_fd(fd);
    return 0;
}

// In a session of its own, as libvirt's are: the kernel's scheduler shares the CPUs out among
// sessions (sched_autogroup), so guests that shared ours would get less than the others.
static int spawn(char **argv, int listener, pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, listener, PORT_FD);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    int code = posix_spawn(ret_pid, argv[0], &actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

static int start_guest(const struct bare_qemu *command, const char *dir, uint32_t index,
                       struct bare_guest *guest, struct err *err)
{
    scope_close int listener = -1;
    char *own[2];
    int failed = open_port(dir, index, &listener, &guest->fd, err);

    if (failed)
        return failed;
    channel_init(&guest->channel, guest->fd);
    char **argv = own_arguments(command, dir, index, own);
    int code = spawn(argv, listener, &guest->pid);
    if (code)
        err_system(err, code, "%s", argv[0]);
    free(own[0]);
    free(own[1]);
    free(argv);
    return -code;
}

static void stop_guest(struct bare_guest *guest)
{
    if (guest->fd >= 0) {
        channel_done(&guest->channel);
        close(guest->fd);
    }
    if (guest->pid > 0) {
        kill(guest->pid, SIGKILL);
        waitpid(guest->pid, NULL, 0);
    }
}

static int hear(struct bare_guest *guest, struct err *err)
{
    struct wire_message message;
    int failed = channel_fill(&guest->channel, err);

    if (!failed && channel_next(&guest->channel, &message, err) > 0) {
        guest->said_hello = message.type == WIRE_HELLO;
        wire_message_done(&message);
    }
    return failed;
}

// One poll over those that have not spoken, and over the user's interrupt. The number of these, or
// negative errno.
static int hear_some(struct bare_guest *list, uint32_t guests, uint64_t deadline_ns,
                     struct err *err)
{
    scope_free struct pollfd *watched = alloc_zeroed(guests + 1, sizeof *watched);
    int silent = 0;

    for (uint32_t i = 0; i < guests; i++) {
        watched[i] = (struct pollfd){.fd = list[i].said_hello ? -1 : list[i].fd, .events = POLLIN};
        silent += !list[i].said_hello;
    }
    watched[guests] = (struct pollfd){.fd = interrupt_fd(), .events = POLLIN};
    if (silent == 0)
        return 0;
    if (poll(watched, guests + 1, clock_poll_timeout_ms(deadline_ns)) == 0)
        return err_system(err, ETIMEDOUT, "waiting for %d hellos", silent);
    if (interrupt_pending())
        return err_interrupted(err);
    for (uint32_t i = 0; i < guests; i++)
        if (watched[i].revents && hear(&list[i], err) < 0)
            return err_prefix(err, "bare guest %u", i);
    return silent;
}

int bare_qemu_boot(const struct bare_qemu *command, const char *dir, uint32_t guests,
                   uint64_t timeout_ns, uint64_t *ret_ns, struct err *err)
{
    scope_free struct bare_guest *list = alloc_zeroed(guests, sizeof *list);
    uint64_t begin_ns = clock_monotonic_ns();
    int result = 0;

    for (uint32_t i = 0; i < guests; i++)
        list[i].fd = -1;
    for (uint32_t i = 0; i < guests && result == 0; i++)
        result = start_guest(command, dir, i, &list[i], err);
    if (result == 0)
        do
            result = hear_some(list, guests, begin_ns + timeout_ns, err);
        while (result > 0);
    if (result == 0)
        *ret_ns = clock_monotonic_ns() - begin_ns;
    for (uint32_t i = 0; i < guests; i++)
        stop_guest(&list[i]);
    return result;
}
