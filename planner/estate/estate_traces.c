// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of times and uses: column by column in memory, put into the estate's windows when all are
// there.
#include "planner/estate/estate_traces.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/csv_header.h"
#include "common/model/trace_text.h"
#include "planner/estate/estate.h"
#include "planner/estate/estate_csv.h"
#include "planner/estate/estate_grid.h"
#include "planner/estate/estate_samples.h"
#include "planner/estate/estate_trace_cell.h"

enum { NAME_SHOWN_MOST = 80, ONE_SAMPLE_A_LINE = 1 };
#define STEP_LEAST_NS INT64_C(1000000) // 1 ms

struct table {
    struct estate *estate;
    const char *name;
    bool has_header, is_cores;
    size_t *guests; // by column behind the time
    size_t columns;
    float **values; // [column][row]
    int64_t *at_ns; // [row + 1]
    size_t *lines;  // [row]
    size_t rows, capacity;
};

static void table_done(struct table *table)
{
    for (size_t i = 0; i < table->columns; i++)
        free(table->values[i]);
    free(table->values);
    free(table->guests);
    free(table->at_ns);
    free(table->lines);
}

// --- header -------------------------------------------------------------------------------------

static int find_guest(const struct table *table, const char *name, size_t *ret_guest,
                      struct err *err)
{
    const struct estate *estate = table->estate;
    int32_t guest = estate_find_guest(estate, name);
    if (guest == ESTATE_NOWHERE) {
        scope_free char *hint = estate_guest_hint(estate, name);
        return err_input(err, "a trace of '%.*s', and there is no such guest%s", NAME_SHOWN_MOST,
                         name, hint);
    }
    if (isnan(estate->guests[guest].vcpus) && !table->is_cores)
        return err_input(err, "a trace of '%.*s', and nothing tells its vCPUs", NAME_SHOWN_MOST,
                         name);
    *ret_guest = (size_t)guest;
    return 0;
}

static int check_doubled(const struct table *table, struct err *err)
{
    const struct estate *estate = table->estate;
    scope_free bool *is_seen = alloc_zeroed(estate->guest_count + 1, sizeof *is_seen);
    for (size_t i = 0; i < table->columns; i++) {
        if (is_seen[table->guests[i]])
            return err_input(err, "'%.*s' has two columns", NAME_SHOWN_MOST,
                             estate->guests[table->guests[i]].name);
        is_seen[table->guests[i]] = true;
    }
    return 0;
}

// "time", or "time (cores)" where values are no shares.
static bool is_time(const char *text, bool *ret_is_cores)
{
    scope_free char *plain = csv_header_name(text);
    *ret_is_cores = strcmp(plain, "time cores") == 0;
    return *ret_is_cores || strcmp(plain, "time") == 0;
}

static int take_header(struct table *table, char *const *fields, size_t count, struct err *err)
{
    int r = csv_header_check(fields, count, err);
    if (r < 0)
        return r;
    if (!is_time(fields[0], &table->is_cores)) {
        if (count == 1)
            return ONE_SAMPLE_A_LINE;
        return err_input(err,
                         "'%.40s' is the first column; 'time' is wanted (or 'time (cores)', where "
                         "the values are no shares), then one for each guest",
                         fields[0]);
    }
    if (count < 2)
        return err_input(err, "no guest has a column behind that of the time");
    table->guests = alloc_zeroed(count - 1, sizeof *table->guests);
    table->values = alloc_zeroed(count - 1, sizeof *table->values);
    for (size_t i = 1; r == 0 && i < count; i++)
        r = find_guest(table, fields[i], &table->guests[i - 1], err);
    table->columns = count - 1;
    table->has_header = true;
    return r < 0 ? r : check_doubled(table, err);
}

// --- rows ---------------------------------------------------------------------------------------

static int make_room(struct table *table, struct err *err)
{
    if ((table->rows + 1) > ESTATE_CELLS_MOST / table->columns)
        return err_input(err, "more than %zu values", ESTATE_CELLS_MOST);
    if (table->rows < table->capacity)
        return 0;
    table->capacity = table->capacity ? table->capacity + table->capacity / 2 : 128;
    table->at_ns = alloc_resized(table->at_ns, table->capacity + 1, sizeof *table->at_ns);
    table->lines = alloc_resized(table->lines, table->capacity, sizeof *table->lines);
    for (size_t i = 0; i < table->columns; i++)
        table->values[i] =
            alloc_resized(table->values[i], table->capacity, sizeof *table->values[i]);
    return 0;
}

static int take_time(struct table *table, const char *text, struct err *err)
{
    uint64_t at_ns;
    int r = trace_text_time(text, &at_ns, err);
    if (r < 0)
        return r;
    if (at_ns > INT64_MAX / 4)
        return err_input(err, "time %.40s is centuries away", text);
    if (table->rows > 0 && (int64_t)at_ns <= table->at_ns[table->rows - 1])
        return err_input(err, "time %.40s does not come after that of the line before", text);
    table->at_ns[table->rows] = (int64_t)at_ns;
    return 0;
}

static int take_row(struct table *table, size_t line, char *const *fields, size_t count,
                    struct err *err)
{
    if (count != table->columns + 1)
        return err_input(err, "%zu column%s, where the first line has %zu", count,
                         count == 1 ? "" : "s", table->columns + 1);
    int r = make_room(table, err);
    if (r == 0)
        r = take_time(table, fields[0], err);
    for (size_t i = 0; r == 0 && i < table->columns; i++)
        if (estate_trace_cell(fields[i + 1], table->is_cores, &table->values[i][table->rows], err) <
            0)
            r = err_prefix(err, "%.*s", NAME_SHOWN_MOST,
                           table->estate->guests[table->guests[i]].name);
    if (r == 0)
        table->lines[table->rows++] = line;
    return r;
}

static int on_row(void *table_, size_t line, char *const *fields, size_t count, struct err *err)
{
    struct table *table = table_;
    int r = table->has_header ? take_row(table, line, fields, count, err)
                              : take_header(table, fields, count, err);
    return r < 0 ? err_prefix(err, "%s:%zu", table->name, line) : r;
}

// --- windows ------------------------------------------------------------------------------------

static int by_size(const void *left_, const void *right_)
{
    const int64_t *left = left_, *right = right_;
    return *left < *right ? -1 : *left > *right;
}

static int64_t usual_step_ns(const struct table *table)
{
    scope_free int64_t *steps_ns = alloc_zeroed(table->rows - 1, sizeof *steps_ns);
    for (size_t i = 1; i < table->rows; i++)
        steps_ns[i - 1] = table->at_ns[i] - table->at_ns[i - 1];
    qsort(steps_ns, table->rows - 1, sizeof *steps_ns, by_size);
    return steps_ns[(table->rows - 1) / 2];
}

// What was before a hole holds through it, as in the traces of bench.
static void note_hole(struct table *table, int64_t step_ns)
{
    char hole[UNITS_TEXT_SIZE], usual[UNITS_TEXT_SIZE];
    for (size_t i = 1; i < table->rows; i++) {
        int64_t distance_ns = table->at_ns[i] - table->at_ns[i - 1];
        if (distance_ns <= step_ns + step_ns / 2)
            continue;
        estate_note(table->estate,
                    "%s:%zu: a hole of %s, where lines are %s apart; the values before it are "
                    "taken to hold.",
                    table->name, table->lines[i],
                    units_format_duration_ns(hole, (double)distance_ns),
                    units_format_duration_ns(usual, (double)step_ns));
        return;
    }
}

static int put_column(struct table *table, size_t column, const struct estate_times *times,
                      struct err *err)
{
    size_t guest = table->guests[column];
    double vcpus = table->is_cores ? 1 : table->estate->guests[guest].vcpus;
    float *values = table->values[column];
    for (size_t i = 0; i < table->rows; i++)
        values[i] = (float)((double)values[i] * vcpus);
    int r = estate_grid_put(table->estate, guest, times, values, err);
    free(values);
    table->values[column] = NULL;
    return r < 0 ? err_prefix(err, "%s", table->name) : 0;
}

static int put_all(struct table *table, struct err *err)
{
    if (table->rows < 2)
        return err_input(err, "%s: %s of data; two at least are wanted, to know how long each is",
                         table->name, table->rows ? "one line" : "no line");
    int64_t step_ns = usual_step_ns(table);
    if (step_ns < STEP_LEAST_NS)
        return err_input(err, "%s: lines are less than a millisecond apart", table->name);
    note_hole(table, step_ns);
    table->at_ns[table->rows] = table->at_ns[table->rows - 1] + step_ns;
    struct estate_times times = {table->at_ns, table->rows, step_ns};
    int r = estate_grid_fit(table->estate, table->name, &times, false, table->columns, err);
    for (size_t i = 0; r == 0 && i < table->columns; i++)
        r = put_column(table, i, &times, err);
    return r;
}

// --- files --------------------------------------------------------------------------------------

// "traces/web-1" or "traces/web-1.csv" of the guest web-1.
static int guest_of_file(const struct table *table, size_t *ret_guest, struct err *err)
{
    const char *slash = strrchr(table->name, '/');
    const char *base = slash ? slash + 1 : table->name;
    const char *dot = strrchr(base, '.');
    scope_free char *stem =
        dot && dot != base ? alloc_printf("%.*s", (int)(dot - base), base) : alloc_copy(base);
    int32_t whole = estate_find_guest(table->estate, base);
    int r = find_guest(table, whole == ESTATE_NOWHERE ? stem : base, ret_guest, err);
    return r < 0 ? err_prefix(err, "%s", table->name) : 0;
}

int estate_traces_read(struct estate *estate, const struct estate_input *input, struct err *err)
{
    struct table table = {.estate = estate, .name = input->name};
    size_t guest = 0;
    int r = estate_input_read(input, on_row, &table, err);
    if (r == 0 && !table.has_header)
        r = err_input(err,
                      "%s: it is empty; a first line with 'time' and names of guests, or one "
                      "sample a line are wanted",
                      input->name);
    else if (r == 0)
        r = put_all(&table, err);
    else if (r == ONE_SAMPLE_A_LINE) {
        r = guest_of_file(&table, &guest, err);
        if (r == 0)
            r = estate_samples_read(estate, guest, input, err);
    }
    table_done(&table);
    return r;
}
