// SPDX-License-Identifier: GPL-3.0-or-later
// New hosts and guests, those that are there already, and what cannot be within one row.
#include "planner/estate/estate_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/estate/estate.h"

enum { HOSTS_MOST = 1 << 20, GUESTS_MOST = 1 << 22, NAME_SHOWN_MOST = 80 };

void estate_rows_init(struct estate_rows *rows, struct estate *estate, const char *file,
                      bool is_of_hosts)
{
    *rows = (struct estate_rows){
        .estate = estate,
        .name = estate_file(estate, file),
        .folder = path_folder(file),
        .is_of_hosts = is_of_hosts,
    };
}

void estate_rows_done(struct estate_rows *rows)
{
    free(rows->folder);
    free(rows->lines);
}

static int blame(const struct estate_rows *rows, size_t line, struct err *err)
{
    return err_prefix(err, "%s:%zu", rows->name, line);
}

static int refuse_doubled(const char *name, const char *file, size_t line, struct err *err)
{
    if (!*file)
        return err_input(err, "'%.*s' is there already; names must differ", NAME_SHOWN_MOST, name);
    return err_input(err, "'%.*s' is there already, from %s:%zu; names must differ",
                     NAME_SHOWN_MOST, name, file, line);
}

static int check_name(const char *name, struct err *err)
{
    scope_free char *copy = NULL;
    if (!*name)
        return err_input(err, "nothing is said; each has a name that no other has");
    return estate_cell_text(name, &copy, err);
}

static int set_values(struct estate_rows *rows, struct estate_row *row,
                      const struct estate_value *values, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!*values[i].text || strcmp(values[i].field->name, "name") == 0)
            continue;
        if (estate_field_set(row, &values[i], err) < 0) {
            err_prefix(err, "%s", values[i].column);
            return blame(rows, values[i].line, err);
        }
    }
    return 0;
}

// --- hosts --------------------------------------------------------------------------------------

// What was seen, and not read from a text: a text may say more of it, once.
static bool is_seen(size_t line)
{
    return line == 0;
}

// The host that a row is of.
static int find_host(struct estate_rows *rows, size_t line, const char *name,
                     struct estate_host **ret_host, struct err *err)
{
    struct estate *estate = rows->estate;
    int32_t known = estate_find_host(estate, name);
    struct estate_host *host = known == ESTATE_NOWHERE ? NULL : &estate->hosts[known];
    if (host && !is_seen(host->line))
        return refuse_doubled(name, host->file, host->line, err);
    if (!host && estate->host_count == HOSTS_MOST)
        return err_input(err, "more than %d hosts", HOSTS_MOST);
    if (!host)
        host = estate_add_host(estate, name);
    host->file = rows->name;
    host->line = line;
    *ret_host = host;
    return 0;
}

static int take_host(struct estate_rows *rows, size_t line, const char *name,
                     const struct estate_value *values, size_t count, struct err *err)
{
    struct estate_host *host = NULL;
    if (find_host(rows, line, name, &host, err) < 0)
        return blame(rows, line, err);
    struct estate_row row = {
        .estate = rows->estate,
        .host = host,
        .folder = rows->folder,
        .tally = &rows->tally,
    };
    return set_values(rows, &row, values, count, err);
}

// --- guests -------------------------------------------------------------------------------------

static bool is_template(struct estate_rows *rows, const struct estate_value *values, size_t count)
{
    struct estate_row row = {.tally = &rows->tally};
    for (size_t i = 0; i < count; i++)
        if (strcmp(values[i].field->name, "#template") == 0)
            estate_field_set(&row, &values[i], NULL);
    return row.is_template;
}

static size_t *line_of(struct estate_rows *rows, size_t guest)
{
    if (guest >= rows->line_count) {
        size_t count = 2 * (guest + 1);
        rows->lines = alloc_resized(rows->lines, count, sizeof *rows->lines);
        memset(rows->lines + rows->line_count, 0, (count - rows->line_count) * sizeof *rows->lines);
        rows->line_count = count;
    }
    return &rows->lines[guest];
}

static int new_guest(struct estate_rows *rows, size_t line, const char *name, struct err *err)
{
    struct estate *estate = rows->estate;
    if (estate->guest_count == GUESTS_MOST)
        return err_input(err, "more than %d guests", GUESTS_MOST);
    struct estate_guest *guest = estate_add_guest(estate, name);
    guest->file = rows->name;
    guest->line = line;
    return 0;
}

// Whether a row may say more of a guest that is known: it was seen, or another sheet or row of an
// export told of it.
static int check_known(const struct estate_rows *rows, const struct estate_guest *guest,
                       size_t here, struct err *err)
{
    if (is_seen(guest->line) || (rows->is_export && (!here || rows->is_of_disks)))
        return 0;
    return refuse_doubled(guest->name, here ? rows->name : guest->file, here ? here : guest->line,
                          err);
}

// The guest that a row is of.
static int find_guest(struct estate_rows *rows, size_t line, const char *name, size_t *ret_guest,
                      struct err *err)
{
    struct estate *estate = rows->estate;
    int32_t known = estate_find_guest(estate, name);
    size_t guest = known == ESTATE_NOWHERE ? estate->guest_count : (size_t)known;
    size_t *here = line_of(rows, guest);
    int r = known == ESTATE_NOWHERE ? new_guest(rows, line, name, err)
                                    : check_known(rows, &estate->guests[guest], *here, err);
    if (r < 0)
        return r;
    if (is_seen(estate->guests[guest].line)) {
        estate->guests[guest].file = rows->name;
        estate->guests[guest].line = line;
    }
    if (!*here && rows->is_of_disks)
        estate->guests[guest].disk_bytes = NAN;
    *here = line;
    *ret_guest = guest;
    return 0;
}

static int check_guest(const struct estate_guest *guest, struct err *err)
{
    double peak = guest->cpu_peak_cores;
    char used[UNITS_TEXT_SIZE], all[UNITS_TEXT_SIZE];
    if (peak < guest->cpu_p95_cores || peak < guest->cpu_cores)
        return err_input(err, "cpu-peak: %g cores, but cpu%s is %g", peak,
                         peak < guest->cpu_cores ? "" : "-p95",
                         peak < guest->cpu_cores ? guest->cpu_cores : guest->cpu_p95_cores);
    if (guest->cpu_cores > guest->vcpus)
        return err_input(err, "cpu: %g cores on average, and %g vCPUs", guest->cpu_cores,
                         guest->vcpus);
    if (guest->memory_used_bytes > guest->memory_bytes)
        return err_input(err, "memory-used: %s, and it may have %s",
                         units_format_bytes(used, (uint64_t)guest->memory_used_bytes),
                         units_format_bytes(all, (uint64_t)guest->memory_bytes));
    return 0;
}

static int take_guest(struct estate_rows *rows, size_t line, const char *name,
                      const struct estate_value *values, size_t count, struct err *err)
{
    size_t guest = 0;
    if (is_template(rows, values, count)) {
        rows->tally.templates++;
        return 0;
    }
    if (find_guest(rows, line, name, &guest, err) < 0)
        return blame(rows, line, err);
    struct estate_row row = {
        .estate = rows->estate,
        .guest = &rows->estate->guests[guest],
        .folder = rows->folder,
        .vcpus_hz = NAN,
        .tally = &rows->tally,
    };
    int r = set_values(rows, &row, values, count, err);
    if (r == 0 && !rows->is_export && check_guest(row.guest, err) < 0)
        return blame(rows, line, err);
    return r;
}

// --- both ---------------------------------------------------------------------------------------

int estate_rows_take(struct estate_rows *rows, size_t line, const char *name,
                     const struct estate_value *values, size_t count, struct err *err)
{
    if (check_name(name, err) < 0) {
        err_prefix(err, "name");
        return blame(rows, line, err);
    }
    return rows->is_of_hosts ? take_host(rows, line, name, values, count, err)
                             : take_guest(rows, line, name, values, count, err);
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

// Sheets of one export say the same of the same guests: the same sentence stays one.
static void note_guests(struct estate_rows *rows)
{
    struct estate *estate = rows->estate;
    if (rows->tally.templates > 0 && !rows->is_of_disks)
        estate_note(estate, "%zu template%s: left out, as they are never started.",
                    rows->tally.templates, plural(rows->tally.templates));
    if (rows->tally.momentary > 0)
        estate_note(estate,
                    "%s: the CPU use of %zu guest%s is that of one moment, when the export was "
                    "made; traces over time tell more.",
                    rows->name, rows->tally.momentary, plural(rows->tally.momentary));
}

void estate_rows_end(struct estate_rows *rows)
{
    size_t lines = rows->tally.lines_of_watts;
    if (lines > 0)
        estate_note(rows->estate,
                    "%s: the power of %zu host%s is told when idle and at full load; a straight "
                    "line between is guessed.",
                    rows->name, lines, plural(lines));
    if (!rows->is_of_hosts)
        note_guests(rows);
}
