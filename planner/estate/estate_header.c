// SPDX-License-Identifier: GPL-3.0-or-later
// Names of columns against tables. RVTools called its MiB "MB" up to version 4.0; both are binary.
#include "planner/estate/estate_header.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/csv_header.h"
#include "planner/estate/estate_field.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MIB             1048576.0
#define GIB             1073741824.0
enum { SHOWN_MOST = 40 };

struct alias {
    const char *name; // lower case, single blanks for - _ ( ) and blanks
    const char *field;
    double bare;
    const char *label; // of a field "#label"
};

// Of our own form, beside the fields' names.
static const struct alias own_aliases[] = {
    {"memory mib", "memory", MIB, NULL},
    {"memory gib", "memory", GIB, NULL},
    {"disk gib", "disk", GIB, NULL},
};

// vHost.
static const struct alias host_aliases[] = {
    {"host", "name", 0, NULL},
    {"# cores", "cores", 0, NULL},
    {"# memory", "memory", MIB, NULL},
    {"ht active", "#hyperthreads", 0, NULL},
    {"in maintenance mode", "drained", 0, NULL},
    {"datacenter", "#label", 0, "datacenter"},
    {"cluster", "#label", 0, "cluster"},
    // What RVTools does not know, added by hand.
    {"cost year", "cost-year", 0, NULL},
    {"watts", "watts", 0, NULL},
    {"guests most", "guests-most", 0, NULL},
    {"score", "score", 0, NULL},
    {"platform", "platform", 0, NULL},
    {"uri", "uri", 0, NULL},
};

// vInfo, vCPU, vMemory, vDisk.
static const struct alias guest_aliases[] = {
    {"vm", "name", 0, NULL},
    {"host", "host", 0, NULL},
    {"powerstate", "state", 0, NULL},
    {"template", "#template", 0, NULL},
    {"cpus", "vcpus", 0, NULL},
    {"memory", "memory", MIB, NULL},
    {"memory mib", "memory", MIB, NULL},
    {"memory mb", "memory", MIB, NULL},
    {"size mib", "memory", MIB, NULL},
    {"size mb", "memory", MIB, NULL},
    {"consumed", "memory-used", MIB, NULL},
    {"consumed mib", "memory-used", MIB, NULL},
    {"provisioned mib", "#disk-largest", MIB, NULL},
    {"provisioned mb", "#disk-largest", MIB, NULL},
    {"total disk capacity mib", "#disk-largest", MIB, NULL},
    {"capacity mib", "#disk-one", MIB, NULL},
    {"capacity mb", "#disk-one", MIB, NULL},
    {"max", "#most-mhz", 0, NULL},
    {"overall", "#mhz", 0, NULL},
    {"datacenter", "#label", 0, "datacenter"},
    {"cluster", "#label", 0, "cluster"},
    {"folder", "#label", 0, "folder"},
    {"cpu p95", "cpu-p95", 0, NULL},
    {"cpu peak", "cpu-peak", 0, NULL},
    {"dirty rate", "dirty-rate", 0, NULL},
    {"pinned", "pinned", 0, NULL},
};

struct reading {
    struct estate_header header;
    const struct estate_field *fields;
    bool is_of_hosts;
};

static const struct alias *find_alias(const struct alias *aliases, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(aliases[i].name, name) == 0)
            return &aliases[i];
    return NULL;
}

static void add(struct reading *reading, const char *field, size_t position, const char *name,
                double bare)
{
    struct estate_header *header = &reading->header;
    const struct estate_field *found = estate_field_find(reading->fields, field);
    if (strcmp(field, "name") == 0)
        header->name_position = position;
    header->is_of_disks |= strcmp(field, "#disk-one") == 0;
    header->columns[header->count++] =
        (struct estate_column){found, position, alloc_copy(name), bare};
}

static bool is_label(const char *plain)
{
    static const char label[] = "label:";
    return strncmp(plain, label, sizeof label - 1) == 0 && plain[sizeof label - 1];
}

static void add_exported(struct reading *reading, size_t position, const char *text,
                         const char *plain)
{
    const struct alias *alias = reading->is_of_hosts
                                    ? find_alias(host_aliases, COUNT_OF(host_aliases), plain)
                                    : find_alias(guest_aliases, COUNT_OF(guest_aliases), plain);
    if (alias)
        add(reading, alias->field, position, alias->label ? alias->label : text, alias->bare);
    else if (is_label(plain))
        add(reading, "#label", position, strchr(text, ':') + 1, 0);
}

static int add_own(struct reading *reading, size_t position, const char *text, const char *plain,
                   struct err *err)
{
    const struct alias *alias = find_alias(own_aliases, COUNT_OF(own_aliases), plain);
    const struct estate_field *field = estate_field_find(reading->fields, plain);
    if (alias) {
        add(reading, alias->field, position, text, alias->bare);
    } else if (field && *field->name != '#') {
        add(reading, field->name, position, text, 0);
    } else if (is_label(plain)) {
        add(reading, "#label", position, strchr(text, ':') + 1, 0);
    } else if (!*plain) {
        return err_input(err, "column %zu has no name", position + 1);
    } else {
        scope_free char *hint = estate_field_hint(reading->fields, text);
        return err_input(err, "unknown column '%.*s'%s", SHOWN_MOST, text, hint);
    }
    return 0;
}

static bool may_repeat(const struct estate_field *field)
{
    return strcmp(field->name, "#label") == 0 || strcmp(field->name, "#disk-largest") == 0;
}

static int check_doubled(const struct estate_header *header, struct err *err)
{
    for (size_t i = 1; i < header->count; i++)
        if (header->columns[i].field == header->columns[i - 1].field &&
            !may_repeat(header->columns[i].field))
            return err_input(err, "columns '%.*s' and '%.*s' tell the same", SHOWN_MOST,
                             header->columns[i - 1].name, SHOWN_MOST, header->columns[i].name);
    return 0;
}

static int by_field(const void *left_, const void *right_)
{
    const struct estate_column *left = left_, *right = right_;
    if (left->field != right->field)
        return left->field < right->field ? -1 : 1;
    return left->position < right->position ? -1 : 1;
}

static bool has_column(char *const *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        scope_free char *plain = csv_header_name(fields[i]);
        if (strcmp(plain, name) == 0)
            return true;
    }
    return false;
}

// RVTools' vHost has no name, and its sheets of guests have none either.
static int find_form(struct reading *reading, char *const *fields, size_t count, struct err *err)
{
    bool is_vm = has_column(fields, count, "vm");
    if (reading->is_of_hosts && is_vm)
        return err_input(err, "a sheet of guests (it has a column 'VM'), where hosts are wanted");
    if (has_column(fields, count, "name"))
        return 0;
    bool is_host = has_column(fields, count, "host") && has_column(fields, count, "# cores");
    reading->header.is_export = reading->is_of_hosts ? is_host : is_vm;
    if (reading->header.is_export)
        return 0;
    if (is_host)
        return err_input(err, "RVTools' sheet of hosts (vHost), where guests are wanted");
    return err_input(err, "no column 'name' (or '%s', as RVTools has it)",
                     reading->is_of_hosts ? "Host' and '# Cores" : "VM");
}

static int read_columns(struct reading *reading, char *const *fields, size_t count, struct err *err)
{
    int r = csv_header_check(fields, count, err);
    if (r == 0)
        r = find_form(reading, fields, count, err);
    for (size_t i = 0; r == 0 && i < count; i++) {
        scope_free char *plain = csv_header_name(fields[i]);
        if (reading->header.is_export)
            add_exported(reading, i, fields[i], plain);
        else
            r = add_own(reading, i, fields[i], plain, err);
    }
    if (r == 0)
        qsort(reading->header.columns, reading->header.count, sizeof *reading->header.columns,
              by_field);
    return r < 0 ? r : check_doubled(&reading->header, err);
}

int estate_header_read(bool is_of_hosts, char *const *fields, size_t count,
                       struct estate_header *ret_header, struct err *err)
{
    struct reading reading = {
        .header.columns = alloc_zeroed(count, sizeof *reading.header.columns),
        .header.width = count,
        .fields = is_of_hosts ? estate_host_fields : estate_guest_fields,
        .is_of_hosts = is_of_hosts,
    };
    int r = read_columns(&reading, fields, count, err);
    if (r < 0)
        estate_header_done(&reading.header);
    else
        *ret_header = reading.header;
    return r;
}

void estate_header_done(struct estate_header *header)
{
    for (size_t i = 0; i < header->count; i++)
        free(header->columns[i].name);
    free(header->columns);
    *header = (struct estate_header){0};
}
