// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what can be said of a host.
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/demand/inventory_cell.h"
#include "planner/estate/estate.h"
#include "planner/estate/estate_field.h"
#include "planner/market/catalogue_money.h"

#define AT(member) offsetof(struct estate_host, member)
#define PIB        1125899906842624.0
#define MIB        1048576.0

static int keep_currency(struct estate *estate, const char *code, struct err *err)
{
    if (estate->currency && strcmp(estate->currency, code) != 0)
        return err_input(err, "an amount in %s, but others are in %s; nothing is converted", code,
                         estate->currency);
    if (!estate->currency)
        estate->currency = alloc_copy(code);
    return 0;
}

static int set_cost(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    scope_free char *amount = NULL;
    scope_free char *code = NULL;
    double money;
    int r = catalogue_money_split(value->text, &amount, &code, err);
    if (r == 0)
        r = estate_cell_number(amount, &value->field->range, &money, err);
    if (r == 0 && code)
        r = keep_currency(row->estate, code, err);
    if (r == 0)
        row->host->cost_year = money;
    return r;
}

static int set_watts(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    bool is_line = false;
    int r = estate_cell_watts(value->text, row->host->watts, &is_line, err);
    row->tally->lines_of_watts += r == 0 && is_line;
    return r;
}

static int set_nodes(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    struct estate_host *host = row->host;
    struct estate_node *nodes;
    size_t count;
    int r = estate_cell_nodes(value->text, host->cores, host->memory_bytes, &nodes, &count, err);
    if (r < 0)
        return r;
    free(host->nodes);
    host->nodes = nodes;
    host->node_count = count;
    return 0;
}

static int set_labels(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    return estate_labels_parse(&row->host->labels, value->text, err);
}

static int set_label(struct estate_row *row, const struct estate_value *value, struct err *err)
{
    return estate_labels_add(&row->host->labels, value->column, value->text, err);
}

// vHost: two threads a core, where they are switched on.
static int set_hyperthreads(struct estate_row *row, const struct estate_value *value,
                            struct err *err)
{
    bool is_on;
    int r = inventory_cell_yes(value->text, &is_on, err);
    if (r == 0)
        row->host->threads = row->host->cores * (is_on ? 2 : 1);
    return r;
}

const struct estate_field estate_host_fields[] = {
    {"name", ESTATE_SPECIAL, .range.example = "h1", .help = "which no other host has"},
    {"cores", ESTATE_NUMBER, AT(cores), {0.01, 1e5, "16"}, "physical cores of the whole host"},
    {"threads", ESTATE_COUNT, AT(threads), {1, 1e6, "32"}, "hardware threads"},
    {"memory", ESTATE_BYTES, AT(memory_bytes), {MIB, PIB, "256 GiB"}, "installed"},
    {"disk",
     ESTATE_BYTES,
     AT(disk_bytes),
     {0, 1024 * PIB, "8 TB"},
     "space for guests; no limit where nothing stands here, as with shared storage"},
    {"disk-rate",
     ESTATE_RATE,
     AT(disk_hz),
     {0, 1e12, "200k/s"},
     "I/O operations a second; no limit where nothing stands here"},
    {"network",
     ESTATE_BITS,
     AT(network_bits_hz),
     {0, 1e15, "2x25 Gbit/s"},
     "of all ports together; no limit where nothing stands here"},
    {"nodes", ESTATE_SPECIAL, .range.example = "16 cores 128 GiB; 16 cores 128 GiB",
     .help = "NUMA nodes: how many equal ones, or each for itself", .set = set_nodes},
    {"cost-year", ESTATE_SPECIAL, .range = {0, 1e12, "2400 EUR"},
     .help = "money a year that is saved where the host goes", .set = set_cost},
    {"watts", ESTATE_SPECIAL, .range.example = "90/310",
     .help = "at the wall: idle and at full load, or eleven numbers from idle to full load",
     .set = set_watts},
    {"guests-most", ESTATE_COUNT, AT(guests_most), {1, 1e6, "40"}, "guests on it at most"},
    {"score",
     ESTATE_NUMBER,
     AT(score),
     {1e-9, 1e12, "820"},
     "published performance of the whole host, of one benchmark for all hosts"},
    {"platform",
     ESTATE_TEXT,
     AT(platform),
     {.example = "kvm"},
     "hypervisor, as runs of the store name it"},
    {"uri",
     ESTATE_TEXT,
     AT(uri),
     {.example = "qemu+ssh://h1/system"},
     "libvirt's, for the script of moves"},
    {"drained",
     ESTATE_YES,
     AT(is_drained),
     {.example = "yes"},
     "in maintenance: no guest may stay or come"},
    {"off", ESTATE_YES, AT(is_off), {.example = "no"}, "switched off now"},
    {"labels", ESTATE_SPECIAL, .range.example = "rack=r1 site=north",
     .help = "words that rules speak of; a column 'label:rack' is one of them", .set = set_labels},
    {"#label", ESTATE_SPECIAL, .set = set_label},
    {"#hyperthreads", ESTATE_SPECIAL, .set = set_hyperthreads},
    {0},
};
