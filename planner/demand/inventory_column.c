// SPDX-License-Identifier: GPL-3.0-or-later
// Two tables, and the first row held against one of them. RVTools called its MiB "MB" up to
// version 4.0; both are binary.
#include "planner/demand/inventory_column.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/model/csv_header.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MIB             1048576.0
#define GIB             1073741824.0

static const struct inventory_column own_columns[] = {
    {"name", INVENTORY_NAME, 0},
    {"class", INVENTORY_CLASS, 0},
    {"count", INVENTORY_COUNT, 0},
    {"state", INVENTORY_STATE, 0},
    {"vcpus", INVENTORY_VCPUS, 0},
    {"memory", INVENTORY_MEMORY, 0},
    {"memory mib", INVENTORY_MEMORY, MIB},
    {"memory gib", INVENTORY_MEMORY, GIB},
    {"disk", INVENTORY_DISK, 0},
    {"disk gib", INVENTORY_DISK, GIB},
    {"cpu", INVENTORY_CPU, 0},
    {"cpu sd", INVENTORY_CPU_SD, 0},
    {"cpu p95", INVENTORY_CPU_P95, 0},
    {"disk rate", INVENTORY_DISK_RATE, 0},
    {"network", INVENTORY_NETWORK, 0},
};

static const struct inventory_column export_columns[] = {
    {"vm", INVENTORY_NAME, 0},
    {"powerstate", INVENTORY_STATE, 0},
    {"template", INVENTORY_IS_TEMPLATE, 0},
    {"cpus", INVENTORY_VCPUS, 0},
    {"memory", INVENTORY_MEMORY, MIB},
    {"memory mib", INVENTORY_MEMORY, MIB},
    {"memory mb", INVENTORY_MEMORY, MIB},
    {"size mib", INVENTORY_MEMORY, MIB}, // vMemory
    {"size mb", INVENTORY_MEMORY, MIB},
    {"provisioned mib", INVENTORY_DISK, MIB},
    {"provisioned mb", INVENTORY_DISK, MIB},
    {"total disk capacity mib", INVENTORY_DISK, MIB},
    {"capacity mib", INVENTORY_ONE_DISK, MIB}, // vDisk, vPartition
    {"capacity mb", INVENTORY_ONE_DISK, MIB},
    {"in use mib", INVENTORY_USED, MIB},
    {"in use mb", INVENTORY_USED, MIB},
    {"in use", INVENTORY_USED, MIB},
    {"overall cpu consumption mhz", INVENTORY_CPU_MHZ, 0},
    {"overall cpu consumption", INVENTORY_CPU_MHZ, 0},
    {"overall", INVENTORY_CPU_MHZ, 0}, // vCPU
    {"max", INVENTORY_CPU_MOST_MHZ, 0},
};

static const struct inventory_column *find(const struct inventory_column *columns, size_t count,
                                           const char *text)
{
    scope_free char *name = csv_header_name(text);
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i].name, name) == 0)
            return &columns[i];
    return NULL;
}

static int refuse_unknown(const char *text, struct err *err)
{
    const char *names[COUNT_OF(own_columns)];
    for (size_t i = 0; i < COUNT_OF(own_columns); i++)
        names[i] = own_columns[i].name;
    scope_free char *hint = nearest_hint(text, names, COUNT_OF(own_columns));
    return err_input(err, "unknown column '%.40s'%s", text, hint);
}

static bool has_field(const struct inventory_header *header, enum inventory_field field)
{
    for (size_t i = 0; i < header->count; i++)
        if (header->columns[i].field == field)
            return true;
    return false;
}

static int add_column(struct inventory_header *header, const char *text, struct err *err)
{
    const struct inventory_column *found =
        header->is_export ? find(export_columns, COUNT_OF(export_columns), text)
                          : find(own_columns, COUNT_OF(own_columns), text);
    struct inventory_column column =
        found ? *found : (struct inventory_column){NULL, INVENTORY_IGNORED, 0};
    if (!found && !header->is_export)
        return refuse_unknown(text, err);
    bool may_repeat =
        column.field == INVENTORY_IGNORED || (column.field == INVENTORY_DISK && header->is_export);
    if (!may_repeat && has_field(header, column.field))
        return err_input(err, "column '%.40s' tells what another one tells already", text);
    header->columns[header->count++] = column;
    return 0;
}

// A "Max" beside no "Overall" is one of memory.
static void drop_lonely_most(struct inventory_header *header)
{
    if (has_field(header, INVENTORY_CPU_MHZ))
        return;
    for (size_t i = 0; i < header->count; i++)
        if (header->columns[i].field == INVENTORY_CPU_MOST_MHZ)
            header->columns[i] = (struct inventory_column){NULL, INVENTORY_IGNORED, 0};
}

static int read_columns(char *const *fields, size_t count, struct inventory_header *header,
                        struct err *err)
{
    int r = csv_header_check(fields, count, err);
    for (size_t i = 0; r == 0 && i < count; i++) {
        scope_free char *name = csv_header_name(fields[i]);
        header->is_export |= strcmp(name, "vm") == 0;
    }
    for (size_t i = 0; r == 0 && i < count; i++)
        r = add_column(header, fields[i], err);
    if (r == 0 && !has_field(header, INVENTORY_NAME))
        r = err_input(err, "no column 'name' (or 'VM', as RVTools has it)");
    return r;
}

int inventory_header_read(char *const *fields, size_t count, struct inventory_header *ret_header,
                          struct err *err)
{
    struct inventory_header header = {.columns = alloc_zeroed(count, sizeof *header.columns)};
    int r = read_columns(fields, count, &header, err);
    if (r < 0) {
        inventory_header_done(&header);
        return r;
    }
    drop_lonely_most(&header);
    *ret_header = header;
    return 0;
}

void inventory_header_done(struct inventory_header *header)
{
    free(header->columns);
    *header = (struct inventory_header){0};
}
