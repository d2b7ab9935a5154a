// SPDX-License-Identifier: GPL-3.0-or-later
// Runs read back, and found by what people call them.
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/store/sql.h"
#include "common/store/store.h"

enum { IDS_SHOWN_MAX = 10 };

#define RUN_COLUMNS                                                                                \
    "SELECT run.id, label, platform, platform_note, emulated, guest_kind, guest_kernel,"           \
    " hypervisor, seed, tool_version, started_at_ns, ended_at_ns, state, reason, answer, "         \
    "campaign, arm, usable_cpus,"                                                                  \
    " name, cpu_model, cpus, cores, sockets, numa_nodes, memory_bytes, kernel, virtualization, "
#define RUN_TABLES " FROM run JOIN host ON host.id = host_id "

static int get_state(struct sql *sql, enum record_state *ret_state, struct err *err)
{
    scope_free char *word = sql_get_text(sql);
    int state = record_state_parse(word);
    if (state < 0)
        return err_input(err, "%s: damaged: unknown state '%s'", sql->store->path, word);
    *ret_state = (enum record_state)state;
    return 0;
}

static void get_host(struct sql *sql, struct host_record *host)
{
    host->name = sql_get_text(sql);
    host->cpu_model = sql_get_text(sql);
    host->cpus = (uint32_t)sql_get_int(sql);
    host->cores = (uint32_t)sql_get_int(sql);
    host->sockets = (uint32_t)sql_get_int(sql);
    host->numa_nodes = (uint32_t)sql_get_int(sql);
    host->memory_bytes = (uint64_t)sql_get_int(sql);
    host->kernel = sql_get_text(sql);
    host->virtualization = sql_get_text(sql);
    host->topology_xml = sql_get_text(sql);
    host->map = sql_get_text(sql);
    host->settings = sql_get_text(sql);
}

// The columns of RUN_COLUMNS, topology, map and scenario.
static int get_run(struct sql *sql, struct run_record *ret_run, struct err *err)
{
    struct run_record run = {.id = sql_get_int(sql)};
    run.label = sql_get_text(sql);
    run.platform = sql_get_text(sql);
    run.platform_note = sql_get_text(sql);
    run.emulated = sql_get_int(sql) != 0;
    run.guest_kind = sql_get_text(sql);
    run.guest_kernel = sql_get_text(sql);
    run.hypervisor = sql_get_text(sql);
    scope_free char *seed = sql_get_text(sql);
    run.seed = strtoull(seed, NULL, 10);
    run.tool_version = sql_get_text(sql);
    run.started_at_ns = sql_get_known(sql);
    run.ended_at_ns = sql_get_known(sql);
    int r = get_state(sql, &run.state, err);
    run.reason = sql_get_text(sql);
    run.answer = sql_get_text(sql);
    run.campaign = sql_get_text(sql);
    run.arm = sql_get_text(sql);
    run.usable_cpus = sql_get_known_real(sql);
    get_host(sql, &run.host);
    run.scenario = sql_get_text(sql);
    if (r < 0)
        run_record_done(&run);
    else
        *ret_run = run;
    return r;
}

// "there are 1, 2, 3" or that there are none.
static int refuse_id(struct store *store, int64_t run_id, struct err *err)
{
    scope_strbuf struct strbuf ids = {0};
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store, "SELECT id FROM run ORDER BY id DESC", err);
    int shown = 0;
    while (r >= 0 && (r = sql_next(&sql, err)) > 0 && shown <= IDS_SHOWN_MAX) {
        if (shown++ == IDS_SHOWN_MAX)
            strbuf_add(&ids, ", ...");
        else
            strbuf_printf(&ids, "%s%" PRId64, shown > 1 ? ", " : "", sql_get_int(&sql));
    }
    if (r < 0)
        return r;
    err_input(err, "%s: no run %" PRId64 "; %s%s", store->path, run_id,
              shown ? "there are " : "there are no runs yet", strbuf_text(&ids));
    return -ENOENT;
}

static int read_limits(struct store *store, struct run_record *run, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "SELECT name, guests, measured FROM run_limit WHERE run_id = ? ORDER BY rowid",
                     err);
    if (r == 0)
        sql_put_int(&sql, run->id);
    while (r >= 0 && (r = sql_next(&sql, err)) > 0) {
        scope_free char *name = sql_get_text(&sql);
        uint32_t guests = (uint32_t)sql_get_int(&sql);
        run_record_add_limit(run, name, guests, (uint32_t)sql_get_int(&sql));
    }
    return r;
}

int store_read_run(struct store *store, int64_t run_id, struct run_record *ret_run, struct err *err)
{
    struct run_record run;
    scope_sql struct sql sql = {0};
    int r = sql_open(
        &sql, store,
        RUN_COLUMNS "topology_xml, map, settings, scenario" RUN_TABLES "WHERE run.id = ?", err);
    if (r < 0)
        return r;
    sql_put_int(&sql, run_id);
    r = sql_next(&sql, err);
    if (r == 0)
        return refuse_id(store, run_id, err);
    if (r > 0)
        r = get_run(&sql, &run, err);
    if (r < 0)
        return r;
    r = read_limits(store, &run, err);
    if (r < 0)
        run_record_done(&run);
    else
        *ret_run = run;
    return r;
}

static void free_runs(struct run_record *runs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        run_record_done(&runs[i]);
    free(runs);
}

// All that a query finds; word, where there is one, is its only parameter.
static int list_by(struct store *store, const char *query, const char *word,
                   struct run_record **ret_runs, size_t *ret_count, struct err *err)
{
    struct run_record *runs = NULL;
    size_t count = 0, room = 0;
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store, query, err);
    if (r == 0 && word)
        sql_put_text(&sql, word);
    while (r >= 0 && (r = sql_next(&sql, err)) > 0) {
        if (count == room)
            runs = alloc_resized(runs, room = 2 * room + 16, sizeof(runs[0]));
        r = get_run(&sql, &runs[count], err);
        if (r == 0)
            count++;
    }
    if (r < 0) {
        free_runs(runs, count);
        return r;
    }
    *ret_runs = runs;
    *ret_count = count;
    return 0;
}

int store_list_runs(struct store *store, struct run_record **ret_runs, size_t *ret_count,
                    struct err *err)
{
    return list_by(store, RUN_COLUMNS "'', '', '', ''" RUN_TABLES "ORDER BY run.id", NULL, ret_runs,
                   ret_count, err);
}

int store_list_label(struct store *store, const char *label, struct run_record **ret_runs,
                     size_t *ret_count, struct err *err)
{
    return list_by(store,
                   RUN_COLUMNS "'', map, settings, scenario" RUN_TABLES
                               "WHERE label = ? ORDER BY run.id",
                   label, ret_runs, ret_count, err);
}

// 1 and the id of the run a query with one parameter finds first.
static int find_by(struct store *store, const char *query, const char *word, int64_t *ret_id,
                   struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store, query, err);
    if (r < 0)
        return r;
    sql_put_text(&sql, word);
    r = sql_next(&sql, err);
    if (r > 0)
        *ret_id = sql_get_int(&sql);
    return r;
}

static int refuse_word(struct store *store, const char *word, struct err *err)
{
    struct run_record *runs = NULL;
    size_t count = 0;
    int r = store_list_runs(store, &runs, &count, err);
    if (r < 0)
        return r;
    const char **labels = alloc_zeroed(count + 1, sizeof(labels[0]));
    size_t label_count = 0;
    for (size_t i = 0; i < count; i++)
        if (*runs[i].label)
            labels[label_count++] = runs[i].label;
    const char *near = nearest_word(word, labels, label_count);
    if (count == 0)
        err_input(err, "%s: no run '%s'; there are no runs yet", store->path, word);
    else if (near)
        err_input(err, "%s: no run '%s' (did you mean '%s'?)", store->path, word, near);
    else
        err_input(err, "%s: no run '%s'; a number, a label or latest is wanted", store->path, word);
    free(labels);
    free_runs(runs, count);
    return -ENOENT;
}

static bool is_number(const char *word)
{
    return *word && word[strspn(word, "0123456789")] == '\0' && strlen(word) < 19;
}

int store_find_run(struct store *store, const char *word, int64_t *ret_id, struct err *err)
{
    int r = 0;
    if (is_number(word))
        r = find_by(store, "SELECT id FROM run WHERE id = CAST(? AS INTEGER)", word, ret_id, err);
    if (r == 0)
        r = find_by(store, "SELECT id FROM run WHERE label = ? AND label <> '' ORDER BY id DESC",
                    word, ret_id, err);
    if (r == 0 && strcmp(word, "latest") == 0)
        r = find_by(store, "SELECT id FROM run WHERE ? <> '' ORDER BY id DESC", word, ret_id, err);
    if (r == 0)
        return is_number(word) ? refuse_id(store, strtoll(word, NULL, 10), err)
                               : refuse_word(store, word, err);
    return r < 0 ? r : 0;
}
