// SPDX-License-Identifier: GPL-3.0-or-later
// One run of one side.
#include "tests/fidelity/peer.h"

#include <errno.h>
#include <netinet/in.h>

#include "bench/responder.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/fidelity/pair.h"
#include "tests/fidelity/server.h"
#include "tests/fidelity/take.h"
#include "tests/fidelity/words.h"

#define SPARE_NS (60 * CLOCK_NS_PER_SECOND) // beyond what was asked for

static int check_end(const char *const *argv, const struct process_result *result, struct err *err)
{
    scope_free char *command = words_join(argv);

    if (result->exit_code == 0)
        return 0;
    return err_system(err, EPROTO, "%s: exit code %d: %s", command, result->exit_code,
                      result->output);
}

static int run(const char *const *argv, const char *take, double seconds, double *ret_number,
               struct err *err)
{
    const struct process_options options = {
        .timeout_ns = SPARE_NS + (uint64_t)(seconds * 10 * (double)CLOCK_NS_PER_SECOND),
    };
    struct process_result result = {0};
    int rc = process_run(argv, &options, &result, err);

    if (rc == 0)
        rc = check_end(argv, &result, err);
    if (rc == 0)
        rc = take_number(result.output, take, ret_number, err);
    process_result_done(&result);
    return rc;
}

int peer_run_ours(const struct pair *pair, const struct words_setting *setting, double *ret_number,
                  struct err *err)
{
    const struct pair_ours *ours = &pair->ours;
    const struct ipv4_peer at = {.address = INADDR_LOOPBACK, .port = (uint16_t)setting->port};
    struct responder responder = {.pipe_fd = -1};
    char **argv;
    double number;
    int rc = pair_our_words(pair, setting, &argv, err);

    if (rc < 0)
        return rc;
    if (ours->has_responder)
        rc = responder_start(setting->agent, &at, &responder, err);
    if (rc == 0)
        rc = run((const char *const *)argv, pair_figure_pointer(ours->figure), setting->seconds,
                 &number, err);
    if (rc == 0)
        *ret_number = number * ours->scale;
    responder_stop(&responder);
    words_free(argv);
    return rc;
}

int peer_run_theirs(const struct pair *pair, const struct words_setting *setting,
                    double *ret_number, struct err *err)
{
    const struct pair_theirs *theirs = &pair->theirs;
    struct server server = SERVER_NONE;
    char **argv;
    double number;
    int rc = pair_their_words(pair, setting, &argv, err);

    if (rc < 0)
        return rc;
    if (theirs->server)
        rc = server_start(&server, theirs->server, setting, err);
    if (rc == 0)
        rc = run((const char *const *)argv, theirs->take, setting->seconds, &number, err);
    if (rc == 0)
        *ret_number = number * theirs->scale;
    server_stop(&server);
    words_free(argv);
    return rc;
}
