// SPDX-License-Identifier: GPL-3.0-or-later
// Names of the fields, and that they count since the guest was started: libvirt,
// virConnectGetAllDomainStats.
#include "planner/demand/inventory_domain.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"

#define KIB 1024.0
enum { STATE_RUNNING = 1, STATE_BLOCKED = 2, STATE_PAUSED = 3 }; // virDomainState

void inventory_domain_reset(struct inventory_domain *domain)
{
    free(domain->name);
    free(domain->disk);
    *domain = (struct inventory_domain){.counters = {NAN, NAN, NAN}};
}

// "net.0.rx.bytes": the number behind prefix, and whether suffix follows it.
static bool is_indexed(const char *key, const char *prefix, const char *suffix, size_t *ret_index)
{
    char *end;
    size_t length = strlen(prefix);
    if (strncmp(key, prefix, length) != 0 || key[length] < '0' || key[length] > '9')
        return false;
    *ret_index = strtoull(key + length, &end, 10);
    return strcmp(end, suffix) == 0;
}

static void add_to(double *sum, uint64_t value)
{
    *sum = (isnan(*sum) ? 0 : *sum) + (double)value;
}

// With --backing the layers of a disk follow it under the same name; only the first is the guest's.
static void set_disk_name(struct inventory_domain *domain, const char *name)
{
    domain->is_backing = domain->disk && strcmp(domain->disk, name) == 0;
    free(domain->disk);
    domain->disk = alloc_copy(name);
}

static void set_block(struct inventory_domain *domain, const char *key, uint64_t value)
{
    size_t index;
    if (domain->is_backing)
        return;
    if (is_indexed(key, "block.", ".rd.reqs", &index) ||
        is_indexed(key, "block.", ".wr.reqs", &index))
        add_to(&domain->counters.disk_requests, value);
    if (is_indexed(key, "block.", ".capacity", &index))
        domain->disk_bytes += (double)value;
}

static void set_number(struct inventory_domain *domain, const char *key, uint64_t value)
{
    size_t index;
    if (strcmp(key, "state.state") == 0)
        domain->state = value;
    else if (strcmp(key, "vcpu.current") == 0)
        domain->vcpus = value;
    else if (strcmp(key, "balloon.maximum") == 0)
        domain->memory_kib = value;
    else if (strcmp(key, "cpu.time") == 0)
        domain->counters.cpu_ns = (double)value;
    else if (is_indexed(key, "net.", ".rx.bytes", &index) ||
             is_indexed(key, "net.", ".tx.bytes", &index))
        add_to(&domain->counters.network_bytes, value);
    else
        set_block(domain, key, value);
}

// Whether a plan needs what stands there; then it has to be a number.
static bool is_wanted(const char *key)
{
    static const char *const wanted[] = {"state.state", "vcpu.current", "balloon.maximum",
                                         "cpu.time"};
    static const char *const of_net[] = {".rx.bytes", ".tx.bytes"};
    static const char *const of_block[] = {".rd.reqs", ".wr.reqs", ".capacity"};
    size_t index;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (strcmp(key, wanted[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof of_net / sizeof *of_net; i++)
        if (is_indexed(key, "net.", of_net[i], &index))
            return true;
    for (size_t i = 0; i < sizeof of_block / sizeof *of_block; i++)
        if (is_indexed(key, "block.", of_block[i], &index))
            return true;
    return false;
}

int inventory_domain_set(struct inventory_domain *domain, char *line, struct err *err)
{
    char *key = line, *end, *value = strchr(line, '=');
    size_t index;
    *value++ = '\0';
    if (is_indexed(key, "block.", ".name", &index))
        set_disk_name(domain, value);
    if (!is_wanted(key))
        return 0;
    errno = 0;
    uint64_t number = strtoull(value, &end, 10);
    if (*value == '-')
        return err_input(err, "%s: '%.40s' is negative", key, value);
    if (errno || end == value || *end)
        return err_input(err, "%s: '%.40s' is not a whole number", key, value);
    set_number(domain, key, number);
    return 0;
}

int inventory_domain_check(const struct inventory_domain *domain, struct err *err)
{
    if (domain->vcpus > 1024)
        return err_input(err, "'%.80s': vcpu.current: more than 1024", domain->name);
    if (domain->memory_kib > 0 && domain->memory_kib < 1024)
        return err_input(err, "'%.80s': balloon.maximum: less than 1 MiB", domain->name);
    if (domain->memory_kib > UINT64_C(1) << 40)
        return err_input(err, "'%.80s': balloon.maximum: more than 1 PiB", domain->name);
    return 0;
}

void inventory_domain_give(const struct inventory_domain *domain, struct inventory_guest *guest)
{
    bool is_on = domain->state == 0 || domain->state == STATE_RUNNING ||
                 domain->state == STATE_BLOCKED || domain->state == STATE_PAUSED;
    guest->state = is_on ? INVENTORY_ON : INVENTORY_OFF;
    guest->vcpus = domain->vcpus ? (double)domain->vcpus : guest->vcpus;
    guest->memory_bytes =
        domain->memory_kib ? (double)domain->memory_kib * KIB : guest->memory_bytes;
    guest->disk_bytes = domain->disk_bytes;
}
