// SPDX-License-Identifier: GPL-3.0-or-later
// Columns of shares as the CPU of guests that another file has named.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/model/csv.h"
#include "common/model/trace.h"
#include "common/model/trace_file.h"
#include "planner/demand/inventory_form.h"
#include "planner/demand/usage.h"

enum { CELLS_MOST = 1 << 25, END_OF_HEADER = 1 };

struct header {
    const char *name;
    size_t *guests; // by column behind the time
    size_t count;
    const struct inventory_guests *known;
};

static int add_column(struct header *header, const char *name, struct err *err)
{
    const struct inventory_guest *guest = inventory_guests_find(header->known, name);
    if (!guest || isnan(guest->vcpus))
        return err_input(err, "'%.80s': no file before this one tells its vCPUs", name);
    size_t index = (size_t)(guest - header->known->list);
    for (size_t i = 0; i < header->count; i++)
        if (header->guests[i] == index)
            return err_input(err, "'%.80s' has two columns", name);
    header->guests[header->count++] = index;
    return 0;
}

static int on_row(void *context, size_t line, char *const *fields, size_t count, struct err *err)
{
    struct header *header = context;
    int r = 0;
    header->guests = alloc_zeroed(count, sizeof *header->guests);
    for (size_t i = 1; r == 0 && i < count; i++)
        r = add_column(header, fields[i], err);
    return r < 0 ? err_prefix(err, "%s:%zu", header->name, line) : END_OF_HEADER;
}

static void give(struct inventory_guest *guest, const struct trace *trace, uint64_t window_ns,
                 size_t windows)
{
    free(guest->cores);
    guest->cores = alloc_zeroed(windows, sizeof *guest->cores);
    guest->windows = windows;
    usage_trace_fill(trace, guest->vcpus, window_ns, guest->cores, windows);
}

static int give_all(struct inventory_guests *guests, const struct header *header,
                    const struct trace_set *traces, struct err *err)
{
    uint64_t window_ns = usage_trace_window_ns(traces);
    size_t windows = (size_t)((trace_set_length_ns(traces) + window_ns - 1) / window_ns);
    if (windows > CELLS_MOST / traces->count)
        return err_input(err, "%s: its steps are too short for so long a time", header->name);
    for (size_t i = 0; i < header->count; i++)
        give(&guests->list[header->guests[i]], &traces->traces[i], window_ns, windows);
    return 0;
}

int inventory_traces_read(struct inventory_guests *guests, const char *name, const char *bytes,
                          size_t length, struct err *err)
{
    struct header header = {.name = name, .known = guests};
    struct trace_set traces = {0};
    int r = csv_read(name, bytes, length, on_row, &header, err);
    if (r == END_OF_HEADER)
        r = trace_file_read_bytes(name, bytes, length, &traces, err);
    if (r == 0)
        r = give_all(guests, &header, &traces, err);
    trace_set_done(&traces);
    free(header.guests);
    return r;
}

bool inventory_is_traces(const char *bytes, size_t length)
{
    static const char word[] = "time,";
    return length >= sizeof word - 1 && strncasecmp(bytes, word, sizeof word - 1) == 0;
}
