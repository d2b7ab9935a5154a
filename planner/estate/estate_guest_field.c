// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what can be said of a guest.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/demand/inventory_cell.h"
#include "planner/estate/estate.h"
#include "planner/estate/estate_field.h"
#include "planner/estate/estate_samples.h"

#define AT(member) offsetof(struct estate_guest, member)
#define PIB        1125899906842624.0
#define MIB        1048576.0
enum { NAME_SHOWN_MOST = 80 };

// Sheets of one export agree on it.
static int set_host(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    int32_t host = estate_find_host(row->estate, value->text);
    if (host != ESTATE_NOWHERE) {
        row->guest->host = host;
        return 0;
    }
    if (row->estate->host_count == 0)
        return err_input(err, "'%.*s': no hosts are known yet; they are read before the guests",
                         NAME_SHOWN_MOST, value->text);
    scope_free char *hint = estate_host_hint(row->estate, value->text);
    return err_input(err, "there is no host '%.*s'%s", NAME_SHOWN_MOST, value->text, hint);
}

static int set_state(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    enum inventory_state state;
    int r = inventory_cell_state(value->text, &state, err);
    if (r == 0)
        row->guest->is_off = state != INVENTORY_ON;
    return r;
}

static int set_template(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    return inventory_cell_yes(value->text, &row->is_template, err);
}

static int set_labels(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    return estate_labels_parse(&row->guest->labels, value->text, err);
}

static int set_label(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    return estate_labels_add(&row->guest->labels, value->column, value->text, err);
}

// The largest of what an export says of a guest's disks in several columns and sheets.
static int set_largest_disk(struct estate_row *row, const struct estate_value *value,
                            struct err *err)
{
    double bytes;
    int r = estate_cell_bytes(value->text, value->bare, &value->field->range, &bytes, err);
    if (r == 0 && !(bytes <= row->guest->disk_bytes))
        row->guest->disk_bytes = bytes;
    return r;
}

// A row is a disk; the reader forgot what other sheets said before the guest's first.
static int add_disk(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    double bytes;
    int r = estate_cell_bytes(value->text, value->bare, &value->field->range, &bytes, err);
    if (r == 0)
        row->guest->disk_bytes =
            isnan(row->guest->disk_bytes) ? bytes : row->guest->disk_bytes + bytes;
    return r;
}

static int set_most_hz(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    double mhz;
    int r = estate_cell_number(value->text, &value->field->range, &mhz, err);
    if (r == 0)
        row->vcpus_hz = mhz * 1e6;
    return r;
}

// vCPU: "Overall" of "Max" in MHz, at the moment of the export.
static int set_hz(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    double mhz;
    int r = estate_cell_number(value->text, &value->field->range, &mhz, err);
    if (r < 0 || !(row->vcpus_hz > 0) || isnan(row->guest->vcpus))
        return r;
    double share = fmin(mhz * 1e6 / row->vcpus_hz, 1);
    row->guest->cpu_cores = share * row->guest->vcpus;
    row->tally->momentary++;
    return 0;
}

static int read_trace(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    bool is_below = *value->text != '/' && *row->folder;
    scope_free char *path =
        is_below ? path_join(row->folder, value->text) : alloc_copy(value->text);
    size_t guest = (size_t)(row->guest - row->estate->guests);
    return estate_samples_read_file(row->estate, guest, path, err);
}

const struct estate_field estate_guest_fields[] = {
    {"name", ESTATE_SPECIAL, .range.example = "web-1", .help = "which no other guest has"},
    {"#template", ESTATE_SPECIAL, .set = set_template},
    {"host", ESTATE_SPECIAL, .range.example = "h1",
     .help = "where it is; nowhere yet where nothing stands here", .set = set_host},
    {"state", ESTATE_SPECIAL, .range.example = "running",
     .help = "running or off, as virsh and vSphere write it; running where nothing stands here",
     .set = set_state},
    {"vcpus", ESTATE_COUNT, AT(vcpus), {1, 1024, "4"}, "virtual CPUs"},
    {"memory", ESTATE_BYTES, AT(memory_bytes), {MIB, PIB, "8 GiB"}, "that it may have"},
    {"memory-used", ESTATE_BYTES, AT(memory_used_bytes), {0, PIB, "5 GiB"}, "that it touches"},
    {"disk", ESTATE_BYTES, AT(disk_bytes), {0, 1024 * PIB, "80 GB"}, "space of all its disks"},
    {"disk-rate", ESTATE_RATE, AT(disk_hz), {0, 1e12, "300/s"}, "I/O operations a second"},
    {"network", ESTATE_BITS, AT(network_bits_hz), {0, 1e15, "200 Mbit/s"}, "both directions"},
    {"cpu",
     ESTATE_USE,
     AT(cpu_cores),
     {0, 1024, "0.7"},
     "mean use, in cores, or as a share of its vCPUs: 35%"},
    {"cpu-p95", ESTATE_USE, AT(cpu_p95_cores), {0, 1024, "1.6"}, "its 95th percentile over time"},
    {"cpu-peak", ESTATE_USE, AT(cpu_peak_cores), {0, 1024, "2.4"}, "the most it ever takes"},
    {"dirty-rate",
     ESTATE_BYTES_RATE,
     AT(dirty_bytes_hz),
     {0, 1e13, "30 MiB/s"},
     "memory that is written anew, for migration"},
    {"run",
     ESTATE_TEXT,
     AT(run),
     {.example = "web"},
     "label of the bench runs that such a guest was measured in, for cpu.by curve"},
    {"workload",
     ESTATE_TEXT,
     AT(workload),
     {.example = "cpu:integer"},
     "row of the interference matrix that it is like"},
    {"pinned", ESTATE_YES, AT(is_pinned), {.example = "no"}, "stays where it is"},
    {"labels", ESTATE_SPECIAL, .range.example = "tier=db group=a",
     .help = "words that rules speak of; a column 'label:tier' is one of them", .set = set_labels},
    {"#label", ESTATE_SPECIAL, .set = set_label},
    {"#disk-largest", ESTATE_SPECIAL, .range = {0, 1024 * PIB, "80000"}, .set = set_largest_disk},
    {"#disk-one", ESTATE_SPECIAL, .range = {0, 1024 * PIB, "80000"}, .set = add_disk},
    {"#most-mhz", ESTATE_SPECIAL, .range = {0, 1e9, "9600"}, .set = set_most_hz},
    {"#mhz", ESTATE_SPECIAL, .range = {0, 1e9, "1200"}, .set = set_hz},
    {"trace", ESTATE_SPECIAL, .range.example = "traces/web-1.csv",
     .help = "file with its CPU use over time, one sample a line", .set = read_trace},
    {0},
};
