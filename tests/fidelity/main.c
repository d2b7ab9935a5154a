// SPDX-License-Identifier: GPL-3.0-or-later
// How faithful our workloads are: each beside the tool that people trust for the same question, in
// turn, many pairs, and the ratio of their medians. Prints a table and leaves it as JSON and CSV.
//   fidelity BUILD_DIR [WHERE...]
// WHERE is `host`, for processes of this host, or a platform as `tcg`, for both sides in one guest
// of it (default: host).
// FIDELITY_PAIRS runs of each side (10), FIDELITY_SECONDS of each run (1), FIDELITY_ONLY a part of
// the names to take, FIDELITY_DIR where the scratch file goes (BUILD_DIR).
// Exit 1 when a pair of one definition lies wholly outside of the aim, or a side failed.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bench/platform.h"
#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "tests/fidelity/account.h"
#include "tests/fidelity/guest.h"
#include "tests/fidelity/native.h"
#include "tests/fidelity/pair.h"
#include "tests/fidelity/result.h"
#include "tests/fidelity/server.h"
#include "tests/fidelity/words.h"

static const uint64_t FILE_BYTES = UINT64_C(64) << 20;
static const double EMULATED_PACE = 0.1;

struct session {
    const char *build_dir;
    const char *only; // "" for all
    char *agent;
    char *file;
    struct words_setting setting, guest_setting;
    struct native_plan native;
    struct guest_plan guest;
    struct workspace workspace; // of guests; opened when the first one is wanted
    struct result *results;
    size_t count;
};

static const char *setting_of(const char *name, const char *fallback)
{
    const char *text = getenv(name);

    return text && *text ? text : fallback;
}

static int read_settings(struct session *session, struct err *err)
{
    const char *seconds = setting_of("FIDELITY_SECONDS", "1");
    uint64_t runs;
    char *end;
    int rc = units_parse_count(setting_of("FIDELITY_PAIRS", "10"), 2, RESULT_RUNS_MAX, &runs, err);

    if (rc < 0)
        return err_prefix(err, "FIDELITY_PAIRS");
    session->setting.seconds = strtod(seconds, &end);
    if (*end || !(session->setting.seconds >= 0.01 && session->setting.seconds <= 600))
        return err_input(err, "FIDELITY_SECONDS: '%s' is no time from 0.01 to 600", seconds);
    session->native.runs = runs;
    session->only = setting_of("FIDELITY_ONLY", "");
    return 0;
}

static size_t pair_total(void)
{
    size_t total = 0;

    while (pair_at(total))
        total++;
    return total;
}

static int open_session(struct session *session, struct err *err)
{
    int rc = read_settings(session, err);
    scope_close int fd = -1;

    if (rc < 0)
        return rc;
    session->agent = path_join(session->build_dir, "fullhouse-guest");
    session->file = path_join(setting_of("FIDELITY_DIR", session->build_dir), "fidelity.scratch");
    session->setting.pace = 1;
    session->setting.file = session->file;
    session->setting.file_bytes = FILE_BYTES;
    session->setting.port = server_free_port();
    // Ours writes over a file that is there.
    fd = open(session->file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, (off_t)FILE_BYTES) < 0)
        return err_system(err, errno, "%s", session->file);
    session->setting.agent = session->agent;
    session->native.setting = &session->setting;
    // Sleepers of both sides are woken when they asked for, not up to 50 us later: children
    // inherit it.
    if (prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL) < 0)
        return err_system(err, errno, "setting the slack of timers");
    return interrupt_install(err);
}

static void close_session(struct session *session)
{
    if (session->workspace.guests)
        workspace_close(&session->workspace);
    unlink(session->file ? session->file : "");
    for (size_t i = 0; i < session->count; i++)
        result_done(&session->results[i]);
    free(session->results);
    free(session->agent);
    free(session->file);
}

static void print_progress(const struct result *result)
{
    if (result->absent)
        printf("%s, %s, %s: absent: %s\n", result->pair->name, result->pair->theirs.name,
               result->place, result->absent);
    else
        printf("%s, %s, %s: ratio %.3f after %zu pairs\n", result->pair->name,
               result->pair->theirs.name, result->place, result_ratio(result).value, result->runs);
}

static int measure_on_host(struct session *session, const struct pair *pair, struct err *err)
{
    struct result *result = &session->results[session->count];
    int rc = native_measure(&session->native, pair, result, err);

    if (rc == 0)
        print_progress(&session->results[session->count++]);
    return rc;
}

static int measure_in_guest(struct session *session, const struct pair *pair, struct err *err)
{
    struct result *result = &session->results[session->count];
    int rc = pair->in_guest ? guest_measure(&session->guest, pair, result, err) : 0;

    if (rc == 0 && pair->in_guest)
        print_progress(&session->results[session->count++]);
    return rc;
}

static int open_guests(struct session *session, const char *where, struct err *err)
{
    session->guest.ops = platform_find(where);
    if (!session->guest.ops)
        return err_input(err, "'%s' is neither host nor a platform", where);
    session->guest.workspace = &session->workspace;
    session->guest.setting = &session->guest_setting;
    session->guest_setting = session->setting;
    session->guest_setting.pace = session->guest.ops->emulated ? EMULATED_PACE : 1;
    session->guest.runs = session->native.runs;
    return session->workspace.guests ? 0 : workspace_open(&session->workspace, err);
}

static int measure(struct session *session, const char *where, struct err *err)
{
    bool on_host = strcmp(where, "host") == 0;
    int rc = on_host ? 0 : open_guests(session, where, err);
    const struct pair *pair;

    for (size_t i = 0; rc == 0 && (pair = pair_at(i)); i++)
        if (strstr(pair->name, session->only))
            rc = on_host ? measure_on_host(session, pair, err)
                         : measure_in_guest(session, pair, err);
    return rc;
}

static int measure_all(struct session *session, int count, char **places, struct err *err)
{
    static char host[] = "host";
    char *fallback[] = {host};
    int rc = 0;

    if (count == 0) {
        count = 1;
        places = fallback;
    }
    session->results = alloc_zeroed(pair_total() * (size_t)count, sizeof *session->results);
    for (int i = 0; i < count && rc == 0; i++)
        rc = measure(session, places[i], err);
    if (rc == 0 && session->count == 0)
        rc = err_input(err, "FIDELITY_ONLY: no pair has '%s'", session->only);
    return rc;
}

static int write_file(const struct session *session, const char *name, const struct strbuf *text,
                      struct err *err)
{
    scope_free char *path = path_join(session->build_dir, name);
    int rc = path_write(path, strbuf_text(text), strlen(strbuf_text(text)), 0644, err);

    if (rc == 0)
        printf("written: %s\n", path);
    return rc;
}

static int print_account(const struct session *session, struct err *err)
{
    scope_strbuf struct strbuf text = {0}, json = {0}, csv = {0};
    int rc;

    account_text(session->results, session->count, &text);
    account_json(session->results, session->count, &json);
    account_csv(session->results, session->count, &csv);
    printf("\n%s\n", strbuf_text(&text));
    rc = write_file(session, "fidelity.json", &json, err);
    return rc < 0 ? rc : write_file(session, "fidelity.csv", &csv, err);
}

// How many pairs missed the aim or have no figures although both sides are there.
static size_t count_missed(const struct session *session)
{
    size_t missed = 0;

    for (size_t i = 0; i < session->count; i++)
        missed +=
            result_verdict(&session->results[i]) == RESULT_MISSED || session->results[i].failed;
    return missed;
}

int main(int argc, char **argv)
{
    struct session session = {.workspace.lock_fd = -1};
    struct err err = {0};
    int rc = argc > 1 ? 0 : err_input(&err, "usage: fidelity BUILD_DIR [host|PLATFORM...]");
    size_t missed;

    setvbuf(stdout, NULL, _IOLBF, 0);
    session.build_dir = argv[1];
    if (rc == 0)
        rc = open_session(&session, &err);
    if (rc == 0)
        rc = measure_all(&session, argc - 2, argv + 2, &err);
    if (rc == 0)
        rc = print_account(&session, &err);
    missed = count_missed(&session);
    if (rc < 0)
        fprintf(stderr, "fidelity: %s\n", err_text(&err));
    close_session(&session);
    rc = rc < 0 ? err_exit_code(&err) : missed > 0;
    err_done(&err);
    return rc;
}
