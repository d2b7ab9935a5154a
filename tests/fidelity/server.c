// SPDX-License-Identifier: GPL-3.0-or-later
// Start, wait for the socket, kill. Whether it listens is read from the kernel's tables: a try to
// connect would be a client to it.
#include "tests/fidelity/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"

#define START_NS (10 * CLOCK_NS_PER_SECOND)
#define LOOK_NS  (5 * CLOCK_NS_PER_MS)

unsigned server_free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    scope_close int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &length) < 0)
        return 0;
    return ntohs(address.sin_port);
}

// "  0: 0100007F:14B3 00000000:0000 0A ..." : 0A is LISTEN, and 07 a datagram socket that waits.
static bool table_has(const char *path, unsigned port, unsigned state)
{
    scope_free char *text = NULL;

    if (path_read(path, 1 << 24, &text, NULL, NULL) < 0)
        return false;
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        unsigned local, found;

        line += *line == '\n';
        if (sscanf(line, " %*u: %*[0-9A-F]:%x %*[0-9A-F]:%*x %x", &local, &found) == 2 &&
            local == port && found == state)
            return true;
    }
    return false;
}

bool server_is_listening(unsigned port)
{
    return table_has("/proc/net/tcp", port, 0x0a) || table_has("/proc/net/tcp6", port, 0x0a) ||
           table_has("/proc/net/udp", port, 0x07) || table_has("/proc/net/udp6", port, 0x07);
}

static int wait_listening(const struct server *server, const char *program, unsigned port,
                          struct err *err)
{
    uint64_t deadline_ns = clock_monotonic_ns() + START_NS;

    while (!server_is_listening(port)) {
        siginfo_t end = {0};

        if (waitid(P_PID, (id_t)server->child.pid, &end, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            end.si_pid)
            return err_system(err, EPROTO, "%s ended before it listened on port %u", program, port);
        if (clock_monotonic_ns() > deadline_ns)
            return err_system(err, ETIMEDOUT, "%s does not listen on port %u", program, port);
        clock_sleep_until_ns(clock_monotonic_ns() + LOOK_NS);
    }
    return 0;
}

int server_start(struct server *server, const char *const *words,
                 const struct words_setting *setting, struct err *err)
{
    struct server started = SERVER_NONE;
    char **argv;
    int rc = words_fill(words, setting, &argv, err);

    if (rc < 0)
        return rc;
    rc =
        process_spawn((const char *const *)argv, &(struct process_options){0}, &started.child, err);
    if (rc == 0)
        rc = wait_listening(&started, argv[0], setting->port, err);
    words_free(argv);
    if (rc < 0)
        server_stop(&started);
    else
        *server = started;
    return rc;
}

void server_stop(struct server *server)
{
    if (server->child.pid > 0) {
        kill(-server->child.pid, SIGKILL);
        waitpid(server->child.pid, NULL, 0);
    }
    process_child_done(&server->child);
    *server = (struct server)SERVER_NONE;
}
