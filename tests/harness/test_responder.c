// SPDX-License-Identifier: GPL-3.0-or-later
// The real agent as a responder: where it listens, and that it ends with whoever started it.
#include "bench/responder.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/err.h"

static const char agent[] = TEST_BUILD_DIR "/fullhouse-guest";
static const struct ipv4_peer anywhere = {.address = 0x7f000001};

Test(harness_responder, tells_its_port)
{
    struct responder responder = {.pipe_fd = -1}, second = {.pipe_fd = -1};
    struct err err = {0};
    cr_assert_eq(responder_start(agent, &anywhere, &responder, &err), 0, "%s", err_text(&err));
    cr_assert_neq(responder.peer.port, 0);
    cr_assert_eq(kill(responder.pid, 0), 0);
    cr_assert_eq(responder_start(agent, &responder.peer, &second, &err), -EADDRINUSE, "%s",
                 err_text(&err));
    err_done(&err);
    pid_t pid = responder.pid;
    responder_stop(&responder);
    cr_assert_eq(kill(pid, 0), -1);
    responder_stop(&responder);
    responder_stop(&second);
}

Test(harness_responder, says_when_it_cannot)
{
    struct responder responder = {.pipe_fd = -1};
    struct err err = {0};
    cr_assert_eq(responder_start("/nowhere/agent", &anywhere, &responder, &err), -ENOENT);
    err_done(&err);
    // TEST-NET-1 is nobody's address.
    const struct ipv4_peer nobody = {.address = 0xc0000263, .port = 7117};
    cr_assert_eq(responder_start(agent, &nobody, &responder, &err), -EIO);
    cr_assert_not_null(strstr(err_text(&err), "192.0.2.99:7117"), "%s", err_text(&err));
    err_done(&err);
    cr_assert_eq(responder_start("/bin/true", &anywhere, &responder, NULL), -EIO);
}

// A process that starts one, says its number and is killed.
static pid_t start_in_child(pid_t *ret_responder)
{
    int pipes[2];
    cr_assert_eq(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        struct responder responder = {.pipe_fd = -1};
        if (responder_start(agent, &anywhere, &responder, NULL) < 0)
            _exit(1);
        if (write(pipes[1], &responder.pid, sizeof responder.pid) < 0)
            _exit(1);
        pause();
    }
    close(pipes[1]);
    cr_assert_eq(read(pipes[0], ret_responder, sizeof *ret_responder),
                 (ssize_t)sizeof *ret_responder);
    close(pipes[0]);
    return child;
}

Test(harness_responder, ends_when_its_starter_is_killed)
{
    pid_t responder, starter = start_in_child(&responder);
    int fd = pidfd_open(responder, 0);
    cr_assert_geq(fd, 0);
    kill(starter, SIGKILL);
    cr_assert_eq(waitpid(starter, NULL, 0), starter);
    struct pollfd event = {.fd = fd, .events = POLLIN};
    cr_assert_eq(poll(&event, 1, 20000), 1, "the responder is left");
    close(fd);
}
