// SPDX-License-Identifier: GPL-3.0-or-later
// Runs, and the hosts they ran on: written, changed, removed. A host whose facts are the same as
// those of an earlier run is the same row.
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/sql.h"
#include "common/store/store.h"

static void put_host(struct sql *sql, const struct host_record *host)
{
    sql_put_text(sql, host->name);
    sql_put_text(sql, host->cpu_model);
    sql_put_int(sql, host->cpus);
    sql_put_int(sql, host->cores);
    sql_put_int(sql, host->sockets);
    sql_put_int(sql, host->numa_nodes);
    sql_put_int(sql, (int64_t)host->memory_bytes);
    sql_put_text(sql, host->kernel);
    sql_put_text(sql, host->virtualization);
    sql_put_text(sql, host->topology_xml);
    sql_put_text(sql, host->map);
    sql_put_text(sql, host->settings);
}

// 1 and the id when the same host is there already.
static int find_host(struct store *store, const struct host_record *host, int64_t *ret_id,
                     struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(
        &sql, store,
        "SELECT id FROM host WHERE name = ? AND cpu_model = ? AND cpus = ? AND"
        " cores = ? AND sockets = ? AND numa_nodes = ? AND memory_bytes = ? AND"
        " kernel = ? AND virtualization = ? AND topology_xml = ? AND map = ? AND settings = ?",
        err);
    if (r < 0)
        return r;
    put_host(&sql, host);
    r = sql_next(&sql, err);
    if (r > 0)
        *ret_id = sql_get_int(&sql);
    return r;
}

static int add_host(struct store *store, const struct host_record *host, int64_t *ret_id,
                    struct err *err)
{
    int r = find_host(store, host, ret_id, err);
    if (r != 0)
        return r < 0 ? r : 0;
    scope_sql struct sql sql = {0};
    r = sql_open(&sql, store,
                 "INSERT INTO host(name, cpu_model, cpus, cores, sockets, numa_nodes,"
                 " memory_bytes, kernel, virtualization, topology_xml, map, settings)"
                 " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 err);
    if (r < 0)
        return r;
    put_host(&sql, host);
    r = sql_write(&sql, err);
    if (r == 0)
        *ret_id = sqlite3_last_insert_rowid(store->db);
    return r;
}

static int insert_run(struct store *store, const struct run_record *run, int64_t host_id,
                      int64_t *ret_id, struct err *err)
{
    scope_sql struct sql sql = {0};
    scope_free char *seed = alloc_printf("%" PRIu64, run->seed);
    int r =
        sql_open(&sql, store,
                 "INSERT INTO run(host_id, label, platform, platform_note, emulated,"
                 " guest_kind, guest_kernel, hypervisor, seed, scenario, tool_version,"
                 " started_at_ns, ended_at_ns, state, reason, answer, campaign, arm, usable_cpus)"
                 " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 err);
    if (r < 0)
        return r;
    sql_put_int(&sql, host_id);
    sql_put_text(&sql, run->label);
    sql_put_text(&sql, run->platform);
    sql_put_text(&sql, run->platform_note);
    sql_put_int(&sql, run->emulated);
    sql_put_text(&sql, run->guest_kind);
    sql_put_text(&sql, run->guest_kernel);
    sql_put_text(&sql, run->hypervisor);
    sql_put_text(&sql, seed);
    sql_put_text(&sql, run->scenario);
    sql_put_text(&sql, run->tool_version);
    sql_put_known(&sql, run->started_at_ns);
    sql_put_known(&sql, run->ended_at_ns);
    sql_put_text(&sql, record_state_name(run->state));
    sql_put_text(&sql, run->reason);
    sql_put_text(&sql, run->answer);
    sql_put_text(&sql, run->campaign);
    sql_put_text(&sql, run->arm);
    sql_put_known_real(&sql, run->usable_cpus);
    r = sql_write(&sql, err);
    if (r == 0)
        *ret_id = sqlite3_last_insert_rowid(store->db);
    return r;
}

int store_add_runs(struct store *store, struct run_record *const *runs, size_t count,
                   struct err *err)
{
    scope_free int64_t *ids = alloc_zeroed(count, sizeof *ids);
    int64_t host_id = 0;
    int r = sql_begin(store, err);
    if (r < 0)
        return r;
    for (size_t i = 0; r == 0 && i < count; i++) {
        r = add_host(store, &runs[i]->host, &host_id, err);
        if (r == 0)
            r = insert_run(store, runs[i], host_id, &ids[i], err);
    }
    r = sql_end(store, r, err);
    for (size_t i = 0; r == 0 && i < count; i++)
        runs[i]->id = ids[i];
    return r;
}

int store_add_run(struct store *store, struct run_record *run, struct err *err)
{
    return store_add_runs(store, &run, 1, err);
}

// After a write to one row by its id: that there is such a row.
static int check_changed(struct store *store, const char *what, int64_t id, struct err *err)
{
    if (sqlite3_changes(store->db) > 0)
        return 0;
    err_input(err, "%s: no %s %" PRId64, store->path, what, id);
    return -ENOENT;
}

static int put_limits(struct store *store, const struct run_record *run, struct err *err)
{
    scope_sql struct sql clear = {0}, sql = {0};
    int r = sql_open(&clear, store, "DELETE FROM run_limit WHERE run_id = ?", err);
    if (r == 0) {
        sql_put_int(&clear, run->id);
        r = sql_write(&clear, err);
    }
    if (r == 0)
        r = sql_open(&sql, store,
                     "INSERT INTO run_limit(run_id, name, guests, measured) VALUES(?, ?, ?, ?)",
                     err);
    for (size_t i = 0; r == 0 && i < run->limit_count; i++) {
        sql_put_int(&sql, run->id);
        sql_put_text(&sql, run->limits[i].name);
        sql_put_int(&sql, run->limits[i].guests);
        sql_put_int(&sql, run->limits[i].measured);
        r = sql_write(&sql, err);
    }
    return r;
}

static int update_run(struct store *store, const struct run_record *run, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "UPDATE run SET state = ?, reason = ?, answer = ?, ended_at_ns = ?,"
                     " guest_kernel = ?, hypervisor = ? WHERE id = ?",
                     err);
    if (r < 0)
        return r;
    sql_put_text(&sql, record_state_name(run->state));
    sql_put_text(&sql, run->reason);
    sql_put_text(&sql, run->answer);
    sql_put_known(&sql, run->ended_at_ns);
    sql_put_text(&sql, run->guest_kernel);
    sql_put_text(&sql, run->hypervisor);
    sql_put_int(&sql, run->id);
    r = sql_write(&sql, err);
    if (r == 0)
        r = check_changed(store, "run", run->id, err);
    return r < 0 ? r : put_limits(store, run, err);
}

int store_update_run(struct store *store, const struct run_record *run, struct err *err)
{
    int r = sql_begin(store, err);
    return r < 0 ? r : sql_end(store, update_run(store, run, err), err);
}

int store_set_verdict(struct store *store, int64_t step_id, const char *verdict, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store, "UPDATE step SET verdict = ? WHERE id = ?", err);
    if (r < 0)
        return r;
    sql_put_text(&sql, verdict);
    sql_put_int(&sql, step_id);
    r = sql_write(&sql, err);
    return r < 0 ? r : check_changed(store, "step", step_id, err);
}

int store_mark_interrupted(struct store *store, int64_t run_id, const char *reason, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "UPDATE run SET state = 'interrupted', reason = ?, ended_at_ns = ?"
                     " WHERE id = ? AND state = 'running'",
                     err);
    if (r < 0)
        return r;
    sql_put_text(&sql, reason);
    sql_put_int(&sql, clock_realtime_ns());
    sql_put_int(&sql, run_id);
    return sql_write(&sql, err);
}

int store_resume_run(struct store *store, int64_t run_id, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "UPDATE run SET state = 'running', reason = '', answer = '',"
                     " ended_at_ns = NULL WHERE id = ? AND state <> 'running'",
                     err);
    if (r < 0)
        return r;
    sql_put_int(&sql, run_id);
    r = sql_write(&sql, err);
    if (r == 0 && sqlite3_changes(store->db) == 0)
        return err_system(err, EBUSY, "%s: run %" PRId64 " is under way in another process",
                          store->path, run_id);
    return r;
}

static int delete_run(struct store *store, int64_t run_id, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store, "DELETE FROM run WHERE id = ?", err);
    if (r < 0)
        return r;
    sql_put_int(&sql, run_id);
    r = sql_write(&sql, err);
    if (r == 0)
        r = check_changed(store, "run", run_id, err);
    return r < 0
               ? r
               : sql_run(store, "DELETE FROM host WHERE id NOT IN (SELECT host_id FROM run)", err);
}

int store_remove_run(struct store *store, int64_t run_id, struct err *err)
{
    int r = sql_begin(store, err);
    return r < 0 ? r : sql_end(store, delete_run(store, run_id, err), err);
}
