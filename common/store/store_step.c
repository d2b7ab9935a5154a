// SPDX-License-Identifier: GPL-3.0-or-later
// A finished step, written in one transaction: the step, its guests, their windows, the host's
// telemetry. All of it is there afterwards, or nothing.
#include <errno.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/sql.h"
#include "common/store/store.h"
#include "common/store/store_figure.h"
#include "common/store/store_telemetry.h"

// The statements a step repeats, prepared once.
struct step_writer {
    struct store *store;
    struct sql guest;
    struct sql window;
};

static int insert_step(struct store *store, int64_t run_id, const struct step_record *step,
                       int64_t *ret_id, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "INSERT INTO step(run_id, kind, guests, repeat, state, reason, verdict,"
                     " started_at_ns, rate_hz, warmup_windows, steady, boot_ns, barrier_ns,"
                     " memory_bytes, tool_cpu_ns, measured_ns, tiles, spent_ns)"
                     " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     err);
    if (r < 0)
        return r;
    sql_put_int(&sql, run_id);
    sql_put_text(&sql, record_step_kind_name(step->kind));
    sql_put_int(&sql, step->guests);
    sql_put_int(&sql, step->repeat);
    sql_put_text(&sql, record_state_name(step->state));
    sql_put_text(&sql, step->reason);
    sql_put_text(&sql, step->verdict);
    sql_put_known(&sql, step->started_at_ns);
    sql_put_real(&sql, step->rate_hz);
    sql_put_int(&sql, step->warmup_windows);
    sql_put_int(&sql, step->steady);
    sql_put_known(&sql, step->boot_ns);
    sql_put_known(&sql, step->barrier_ns);
    sql_put_known(&sql, step->memory_bytes);
    sql_put_known(&sql, step->tool_cpu_ns);
    sql_put_known(&sql, step->measured_ns);
    sql_put_int(&sql, step->tiles);
    sql_put_known(&sql, step->spent_ns);
    r = sql_write(&sql, err);
    if (r == 0)
        *ret_id = sqlite3_last_insert_rowid(store->db);
    return r;
}

static int insert_window(struct step_writer *writer, int64_t guest_id,
                         const struct window_record *window, struct err *err)
{
    struct sql *sql = &writer->window;
    const struct histogram_pack *latency = window->histogram;
    sql_put_int(sql, guest_id);
    sql_put_int(sql, window->index);
    sql_put_int(sql, window->measured);
    sql_put_int(sql, (int64_t)window->duration_ns);
    sql_put_int(sql, (int64_t)window->operations);
    sql_put_int(sql, (int64_t)window->due);
    sql_put_int(sql, (int64_t)window->steal_ns);
    sql_put_bytes(sql, latency ? latency->bytes : NULL, latency ? latency->length : 0);
    sql_put_int(sql, window->stream);
    return sql_write(sql, err);
}

static void put_clock_rate(struct sql *sql, double clock_rate)
{
    if (clock_rate > 0)
        sql_put_real(sql, clock_rate);
    else
        sql_put_known(sql, RECORD_ABSENT);
}

static int insert_guest(struct step_writer *writer, int64_t step_id,
                        const struct guest_record *guest, struct err *err)
{
    struct sql *sql = &writer->guest;
    sql_put_int(sql, step_id);
    sql_put_int(sql, guest->index);
    sql_put_text(sql, record_state_name(guest->state));
    sql_put_text(sql, guest->reason);
    sql_put_known(sql, guest->boot_ns);
    sql_put_known(sql, guest->start_offset_ns);
    sql_put_known(sql, guest->clock_error_ns);
    put_clock_rate(sql, guest->clock_rate);
    sql_put_known(sql, guest->host_memory_bytes);
    sql_put_known(sql, guest->host_cpu_ns);
    sql_put_text(sql, guest->role);
    sql_put_text(sql, guest->load);
    sql_put_text(sql, guest->home);
    int r = sql_write(sql, err);
    int64_t guest_id = sqlite3_last_insert_rowid(writer->store->db);
    for (size_t i = 0; r == 0 && i < guest->window_count; i++)
        r = insert_window(writer, guest_id, &guest->windows[i], err);
    return r;
}

static int insert_guests(struct store *store, int64_t step_id, const struct step_record *step,
                         struct err *err)
{
    struct step_writer writer = {.store = store};
    int r = sql_open(&writer.guest, store,
                     "INSERT INTO guest(step_id, guest_index, state, reason, boot_ns,"
                     " start_offset_ns, clock_error_ns, clock_rate, host_memory_bytes,"
                     " host_cpu_ns, role, load, home)"
                     " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     err);
    if (r == 0)
        r = sql_open(&writer.window, store,
                     "INSERT INTO sample_window(guest_id, window_index, measured, duration_ns,"
                     " operations, due, steal_ns, latency, stream)"
                     " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     err);
    for (size_t i = 0; r == 0 && i < step->guest_count; i++)
        r = insert_guest(&writer, step_id, &step->guest_list[i], err);
    sql_close(&writer.guest);
    sql_close(&writer.window);
    return r;
}

int store_add_step(struct store *store, int64_t run_id, struct step_record *step,
                   const struct telemetry *telemetry, struct err *err)
{
    int64_t id = 0;
    int r = sql_begin(store, err);
    if (r < 0)
        return r;
    r = insert_step(store, run_id, step, &id, err);
    if (r == 0)
        r = insert_guests(store, id, step, err);
    if (r == 0)
        r = store_insert_figures(store, id, step, err);
    if (r == 0 && telemetry)
        r = store_insert_telemetry(store, id, telemetry, err);
    r = sql_end(store, r, err);
    if (r == 0)
        step->id = id;
    return r;
}

int store_update_step(struct store *store, const struct step_record *step, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "UPDATE step SET guests = ?, state = ?, reason = ?, verdict = ?,"
                     " tool_cpu_ns = ?, measured_ns = ? WHERE id = ?",
                     err);
    if (r < 0)
        return r;
    sql_put_int(&sql, step->guests);
    sql_put_text(&sql, record_state_name(step->state));
    sql_put_text(&sql, step->reason);
    sql_put_text(&sql, step->verdict);
    sql_put_known(&sql, step->tool_cpu_ns);
    sql_put_known(&sql, step->measured_ns);
    sql_put_int(&sql, step->id);
    return sql_write(&sql, err);
}
