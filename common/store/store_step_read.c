// SPDX-License-Identifier: GPL-3.0-or-later
// Steps read back, with their guests, windows and histograms. A store is input like any other: what
// does not decode is refused, not trusted.
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/sql.h"
#include "common/store/store.h"
#include "common/store/store_figure.h"

struct step_reader {
    struct store *store;
    struct sql step;
    struct sql guest;
    struct sql window;
    struct sql figure;
};

static void close_reader(struct step_reader *reader)
{
    sql_close(&reader->step);
    sql_close(&reader->guest);
    sql_close(&reader->window);
    sql_close(&reader->figure);
}

static int open_reader(struct step_reader *reader, struct store *store, struct err *err)
{
    int r = sql_open(
        &reader->step, store,
        "SELECT id, kind, guests, repeat, state, reason, verdict, started_at_ns,"
        " rate_hz, warmup_windows, steady, boot_ns, barrier_ns, memory_bytes,"
        " tool_cpu_ns, measured_ns, tiles, spent_ns FROM step WHERE run_id = ? ORDER BY id",
        err);
    if (r == 0)
        r = sql_open(&reader->guest, store,
                     "SELECT id, guest_index, state, reason, boot_ns, start_offset_ns,"
                     " clock_error_ns, clock_rate, host_memory_bytes, host_cpu_ns, role, load, home"
                     " FROM guest WHERE step_id = ? ORDER BY guest_index",
                     err);
    if (r == 0)
        r = sql_open(&reader->window, store,
                     "SELECT window_index, measured, duration_ns, operations, due, steal_ns,"
                     " latency, stream FROM sample_window WHERE guest_id = ?"
                     " ORDER BY window_index, stream",
                     err);
    if (r == 0)
        r = store_open_figures(&reader->figure, store, err);
    return r;
}

static int get_word(struct sql *sql, int (*parse)(const char *text), struct err *err)
{
    scope_free char *word = sql_get_text(sql);
    int value = parse(word);
    return value >= 0 ? value
                      : err_input(err, "%s: damaged: unknown word '%s'", sql->store->path, word);
}

static int get_histogram(struct sql *sql, struct histogram_pack **ret_histogram, struct err *err)
{
    size_t length = 0;
    const void *bytes = sql_get_bytes(sql, &length);
    if (!bytes)
        return 0;
    struct histogram_pack *histogram = histogram_pack_decode(bytes, length);
    if (!histogram)
        return err_input(err, "%s: damaged: a histogram does not decode", sql->store->path);
    *ret_histogram = histogram;
    return 0;
}

static int read_window(struct sql *sql, struct guest_record *guest, struct err *err)
{
    struct window_record window = {.index = (uint32_t)sql_get_int(sql)};
    window.measured = sql_get_int(sql) != 0;
    window.duration_ns = (uint64_t)sql_get_int(sql);
    window.operations = (uint64_t)sql_get_int(sql);
    window.due = (uint64_t)sql_get_int(sql);
    window.steal_ns = (uint64_t)sql_get_int(sql);
    int r = get_histogram(sql, &window.histogram, err);
    window.stream = (uint32_t)sql_get_int(sql);
    if (r == 0)
        guest_record_add_window(guest, &window);
    return r;
}

static int read_windows(struct step_reader *reader, int64_t guest_id, struct guest_record *guest,
                        struct err *err)
{
    struct sql *sql = &reader->window;
    sql_put_int(sql, guest_id);
    int r;
    while ((r = sql_next(sql, err)) > 0)
        if ((r = read_window(sql, guest, err)) < 0)
            break;
    sql_again(sql);
    return r;
}

static double get_clock_rate(struct sql *sql)
{
    double rate = sql_get_real(sql); // NAN when absent
    return rate > 0 ? rate : RECORD_ABSENT;
}

static int read_guest(struct step_reader *reader, struct guest_record *guest, struct err *err)
{
    struct sql *sql = &reader->guest;
    int64_t id = sql_get_int(sql);
    guest->index = (uint32_t)sql_get_int(sql);
    int state = get_word(sql, record_state_parse, err);
    if (state < 0)
        return state;
    guest->state = (enum record_state)state;
    record_set(&guest->reason, sql_get_text(sql));
    guest->boot_ns = sql_get_known(sql);
    guest->start_offset_ns = sql_get_known(sql);
    guest->clock_error_ns = sql_get_known(sql);
    guest->clock_rate = get_clock_rate(sql);
    guest->host_memory_bytes = sql_get_known(sql);
    guest->host_cpu_ns = sql_get_known(sql);
    record_set(&guest->role, sql_get_text(sql));
    record_set(&guest->load, sql_get_text(sql));
    record_set(&guest->home, sql_get_text(sql));
    return read_windows(reader, id, guest, err);
}

static int read_guests(struct step_reader *reader, struct step_record *step, struct err *err)
{
    struct sql *sql = &reader->guest;
    sql_put_int(sql, step->id);
    int r;
    while ((r = sql_next(sql, err)) > 0) {
        step->guest_list =
            alloc_resized(step->guest_list, step->guest_count + 1, sizeof(step->guest_list[0]));
        struct guest_record *guest = &step->guest_list[step->guest_count++];
        guest_record_init(guest);
        if ((r = read_guest(reader, guest, err)) < 0)
            break;
    }
    sql_again(sql);
    return r;
}

static int read_step(struct step_reader *reader, struct step_record *step, struct err *err)
{
    struct sql *sql = &reader->step;
    step->id = sql_get_int(sql);
    int kind = get_word(sql, record_step_kind_parse, err);
    if (kind < 0)
        return kind;
    step->kind = (enum record_step_kind)kind;
    step->guests = (uint32_t)sql_get_int(sql);
    step->repeat = (uint32_t)sql_get_int(sql);
    int state = get_word(sql, record_state_parse, err);
    if (state < 0)
        return state;
    step->state = (enum record_state)state;
    record_set(&step->reason, sql_get_text(sql));
    record_set(&step->verdict, sql_get_text(sql));
    step->started_at_ns = sql_get_known(sql);
    step->rate_hz = sql_get_real(sql);
    step->warmup_windows = (uint32_t)sql_get_int(sql);
    step->steady = sql_get_int(sql) != 0;
    step->boot_ns = sql_get_known(sql);
    step->barrier_ns = sql_get_known(sql);
    step->memory_bytes = sql_get_known(sql);
    step->tool_cpu_ns = sql_get_known(sql);
    step->measured_ns = sql_get_known(sql);
    step->tiles = (uint32_t)sql_get_int(sql);
    step->spent_ns = sql_get_known(sql);
    int r = read_guests(reader, step, err);
    return r < 0 ? r : store_read_figures(&reader->figure, step, err);
}

static void free_steps(struct step_record *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
}

static int read_steps(struct step_reader *reader, int64_t run_id, struct step_record **ret_steps,
                      size_t *ret_count, struct err *err)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    int r;
    sql_put_int(&reader->step, run_id);
    while ((r = sql_next(&reader->step, err)) > 0) {
        steps = alloc_resized(steps, count + 1, sizeof(steps[0]));
        step_record_init(&steps[count]);
        if ((r = read_step(reader, &steps[count++], err)) < 0)
            break;
    }
    sql_again(&reader->step);
    if (r < 0) {
        free_steps(steps, count);
        return r;
    }
    *ret_steps = steps;
    *ret_count = count;
    return 0;
}

int store_read_steps(struct store *store, int64_t run_id, struct step_record **ret_steps,
                     size_t *ret_count, struct err *err)
{
    __attribute__((cleanup(close_reader))) struct step_reader reader = {.store = store};
    int r = open_reader(&reader, store, err);
    return r < 0 ? r : read_steps(&reader, run_id, ret_steps, ret_count, err);
}

int store_visit_steps(struct store *store, const int64_t *run_ids, size_t run_count,
                      int (*visit)(void *context, size_t run, const struct step_record *steps,
                                   size_t count, struct err *err),
                      void *context, struct err *err)
{
    __attribute__((cleanup(close_reader))) struct step_reader reader = {.store = store};
    int r = sql_run(store, "BEGIN", err); // one look at the file, and one lock for all of it
    if (r < 0)
        return r;
    r = open_reader(&reader, store, err);
    for (size_t i = 0; r == 0 && i < run_count; i++) {
        struct step_record *steps = NULL;
        size_t count = 0;
        r = read_steps(&reader, run_ids[i], &steps, &count, err);
        if (r == 0)
            r = visit(context, i, steps, count, err);
        free_steps(steps, count);
    }
    close_reader(&reader);
    return sql_end(store, r, err);
}
