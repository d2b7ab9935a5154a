// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of times and shares turned into steps; all of a file before anything is said of its holes.
#include "common/model/trace_file.h"

#include <errno.h>
#include <glob.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/csv.h"
#include "common/model/trace_text.h"

enum { FILE_MAX_BYTES = 64 << 20 };

struct row {
    size_t line;
    uint64_t at_ns;
};

// One file while it is read.
struct table {
    const char *name;
    size_t columns; // behind the time; 0 before the first row
    bool had_header;
    struct row *rows;
    uint32_t *shares_ppm; // row by row
    size_t count, capacity;
    size_t cells_left;
};

static void table_done(struct table *table)
{
    free(table->rows);
    free(table->shares_ppm);
}

static int blame(const struct table *table, size_t line, struct err *err)
{
    return err_prefix(err, "%s:%zu", table->name, line);
}

// --- rows ---------------------------------------------------------------------------------------

static int check_columns(struct table *table, size_t count, struct err *err)
{
    if (table->columns == 0) {
        if (count < 2)
            return err_input(err, "two columns at least are wanted: time,share");
        if (count - 1 > TRACE_SET_MAX)
            return err_input(err, "more than %d guests", TRACE_SET_MAX);
        table->columns = count - 1;
    }
    if (count - 1 != table->columns)
        return err_input(err, "%zu column%s, where the first line has %zu", count,
                         count == 1 ? "" : "s", table->columns + 1);
    return 0;
}

static int check_time(const struct table *table, const char *text, uint64_t at_ns, struct err *err)
{
    uint64_t first_ns = table->count ? table->rows[0].at_ns : at_ns;
    uint64_t before_ns = table->count ? table->rows[table->count - 1].at_ns : 0;
    if (table->count && at_ns <= before_ns)
        return err_input(err, "time %.40s does not come after that of the line before", text);
    if (table->count && at_ns - before_ns < TRACE_STEP_MIN_NS)
        return err_input(err, "time %.40s is less than 1us after that of the line before", text);
    if (at_ns - first_ns > TRACE_LENGTH_MAX_NS / 2)
        return err_input(err, "time %.40s is more than five years after the first", text);
    return 0;
}

static int make_room(struct table *table, struct err *err)
{
    if (table->count == TRACE_STEPS_MAX)
        return err_input(err, "more than %d lines of data", TRACE_STEPS_MAX);
    if (table->cells_left < table->columns)
        return err_input(err, "more than %d shares altogether", TRACE_CELLS_MAX);
    table->cells_left -= table->columns;
    if (table->count < table->capacity)
        return 0;
    table->capacity = table->capacity ? 2 * table->capacity : 64;
    table->rows = alloc_resized(table->rows, table->capacity, sizeof *table->rows);
    table->shares_ppm = alloc_resized(table->shares_ppm, table->capacity * table->columns,
                                      sizeof *table->shares_ppm);
    return 0;
}

static int add_row(struct table *table, size_t line, char *const *fields, struct err *err)
{
    uint64_t at_ns;
    int r = trace_text_time(fields[0], &at_ns, err);
    if (r == 0)
        r = check_time(table, fields[0], at_ns, err);
    if (r == 0)
        r = make_room(table, err);
    for (size_t i = 0; r == 0 && i < table->columns; i++)
        r = trace_text_share(fields[i + 1], &table->shares_ppm[table->count * table->columns + i],
                             err);
    if (r == 0)
        table->rows[table->count++] = (struct row){.line = line, .at_ns = at_ns};
    return r;
}

// Names stand in a first line that tells no time.
static bool is_header(const struct table *table, const char *first)
{
    uint64_t ns;
    return table->count == 0 && !table->had_header && (*first < '0' || *first > '9') &&
           trace_text_time(first, &ns, NULL) < 0 && *first != '-';
}

static int on_row(void *table_, size_t line, char *const *fields, size_t count, struct err *err)
{
    struct table *table = table_;
    int r = check_columns(table, count, err);
    if (r == 0 && is_header(table, fields[0]))
        table->had_header = true;
    else if (r == 0)
        r = add_row(table, line, fields, err);
    return r < 0 ? blame(table, line, err) : 0;
}

// --- steps --------------------------------------------------------------------------------------

static struct trace column_of(const struct table *table, size_t column, uint64_t usual_ns)
{
    struct trace trace = {0};
    for (size_t i = 0; i < table->count; i++) {
        uint64_t next_ns =
            i + 1 < table->count ? table->rows[i + 1].at_ns : table->rows[i].at_ns + usual_ns;
        trace_add(&trace, next_ns - table->rows[i].at_ns,
                  table->shares_ppm[i * table->columns + column]);
    }
    return trace;
}

static uint64_t usual_distance_ns(const struct table *table)
{
    struct trace distances = {0};
    for (size_t i = 1; i < table->count; i++)
        trace_add(&distances, table->rows[i].at_ns - table->rows[i - 1].at_ns, 0);
    uint64_t usual_ns = trace_usual_step_ns(&distances);
    trace_done(&distances);
    return usual_ns;
}

static char *find_gap(const struct table *table, uint64_t usual_ns)
{
    char distance[UNITS_TEXT_SIZE], usual[UNITS_TEXT_SIZE];
    for (size_t i = 1; i < table->count; i++) {
        uint64_t distance_ns = table->rows[i].at_ns - table->rows[i - 1].at_ns;
        if (distance_ns <= usual_ns + usual_ns / 2)
            continue;
        return alloc_printf("%s:%zu: a gap of %s, where lines are %s apart", table->name,
                            table->rows[i].line,
                            units_format_duration_ns(distance, (double)distance_ns),
                            units_format_duration_ns(usual, (double)usual_ns));
    }
    return NULL;
}

static int add_columns(const struct table *table, struct trace_set *set, struct err *err)
{
    if (table->count < 2)
        return err_input(err,
                         "%s: %s of data; two at least are wanted, to know how long a share lasts",
                         table->name, table->count ? "one line" : "no line");
    if (set->count + table->columns > TRACE_SET_MAX)
        return err_input(err, "%s: more than %d guests altogether", table->name, TRACE_SET_MAX);
    uint64_t usual_ns = usual_distance_ns(table);
    if (table->rows[table->count - 1].at_ns - table->rows[0].at_ns < TRACE_LENGTH_MIN_NS)
        return err_input(err, "%s: a trace is shorter than a millisecond", table->name);
    if (!set->gap)
        set->gap = find_gap(table, usual_ns);
    for (size_t i = 0; i < table->columns; i++) {
        struct trace trace = column_of(table, i, usual_ns);
        trace_set_take(set, &trace);
    }
    return 0;
}

static size_t cells_of(const struct trace_set *set)
{
    size_t cells = 0;
    for (size_t i = 0; i < set->count; i++)
        cells += set->traces[i].count;
    return cells;
}

int trace_file_read_bytes(const char *name, const char *bytes, size_t length, struct trace_set *set,
                          struct err *err)
{
    struct table table = {.name = name, .cells_left = TRACE_CELLS_MAX - cells_of(set)};
    int r = csv_read(name, bytes, length, on_row, &table, err);
    if (r == 0)
        r = add_columns(&table, set, err);
    table_done(&table);
    return r;
}

// --- files --------------------------------------------------------------------------------------

static int read_file(const char *path, struct trace_set *set, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length;
    int result = path_read_named(path, FILE_MAX_BYTES, &bytes, &length, err);
    return result < 0 ? result : trace_file_read_bytes(path, bytes, length, set, err);
}

// Every character of a folder's name for itself.
static char *pattern_of_folder(const char *folder)
{
    char *pattern = alloc_zeroed(2 * strlen(folder) + sizeof "/*.csv", 1), *to = pattern;
    for (const char *at = folder; *at; at++) {
        if (strchr("*?[\\", *at))
            *to++ = '\\';
        *to++ = *at;
    }
    strcpy(to, "/*.csv");
    return pattern;
}

static int read_matches(const char *pattern, const char *where, struct trace_set *set,
                        struct err *err)
{
    glob_t matches = {0};
    int r = 0;
    if (glob(pattern, 0, NULL, &matches) != 0)
        r = err_input(err, "%s: there is no file%s", where,
                      pattern == where ? " like that" : " *.csv in it");
    for (size_t i = 0; r == 0 && i < matches.gl_pathc; i++)
        r = read_file(matches.gl_pathv[i], set, err);
    globfree(&matches);
    return r;
}

static int read_where(const char *where, struct trace_set *set, struct err *err)
{
    struct stat status;
    bool exists = stat(where, &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        scope_free char *pattern = pattern_of_folder(where);
        return read_matches(pattern, where, set, err);
    }
    if (!exists && strpbrk(where, "*?["))
        return read_matches(where, where, set, err);
    return read_file(where, set, err);
}

int trace_file_read(const char *where, struct trace_set *ret_set, struct err *err)
{
    struct trace_set set = {0};
    int r = read_where(where, &set, err);
    if (r < 0)
        trace_set_done(&set);
    else
        *ret_set = set;
    return r;
}
