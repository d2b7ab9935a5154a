// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that listen, that end at once, and that are gone when they are stopped.
#include "tests/fidelity/server.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"

static int listen_on(unsigned port, int type)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)port),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

    cr_assert_geq(fd, 0);
    cr_assert_eq(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    cr_assert(type != SOCK_STREAM || listen(fd, 1) == 0);
    return fd;
}

Test(fidelity_server, sees_who_listens)
{
    unsigned port = server_free_port();
    int fd;

    cr_assert_gt(port, 1023);
    cr_assert_not(server_is_listening(port));
    fd = listen_on(port, SOCK_STREAM);
    cr_assert(server_is_listening(port));
    close(fd);
    cr_assert_not(server_is_listening(port));
    fd = listen_on(port, SOCK_DGRAM);
    cr_assert(server_is_listening(port));
    close(fd);
}

Test(fidelity_server, that_ends_at_once_is_no_server)
{
    static const char *const words[] = {"true", NULL};
    const struct words_setting setting = {.port = server_free_port()};
    struct server server = SERVER_NONE;
    struct err err = {0};

    cr_assert_lt(server_start(&server, words, &setting, &err), 0);
    cr_assert_not_null(strstr(err_text(&err), "ended before it listened"), "%s", err_text(&err));
    err_done(&err);
    server_stop(&server);
}

Test(fidelity_server, is_started_waited_for_and_gone)
{
    static const char *const words[] = {"iperf3", "-s", "-p", "{port}", NULL};
    const struct words_setting setting = {.port = server_free_port()};
    scope_free char *program = process_find("iperf3");
    struct server server = SERVER_NONE;
    struct err err = {0};

    if (!program)
        cr_skip_test("iperf3 is not installed: apt-get install iperf3");
    cr_assert_eq(server_start(&server, words, &setting, &err), 0, "%s", err_text(&err));
    cr_assert(server_is_listening(setting.port));
    server_stop(&server);
    cr_assert_not(server_is_listening(setting.port));
}
