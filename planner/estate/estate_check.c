// SPDX-License-Identifier: GPL-3.0-or-later
// What cannot be of an estate as a whole, each with where it was read.
#include <errno.h>
#include <math.h>

#include "common/base/err.h"
#include "common/base/units.h"
#include "planner/estate/estate.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define NODES_SLACK     1.001 // rounded sizes
enum { NAME_SHOWN_MOST = 80 };

struct place {
    const char *file;
    size_t line;
    const char *kind, *name;
};

// "hosts.csv:7: host 'h3'" before what is wrong.
static int blame(const struct place *place, struct err *err)
{
    if (!*place->file)
        return err_prefix(err, "%s '%.*s'", place->kind, NAME_SHOWN_MOST, place->name);
    if (place->line == 0)
        return err_prefix(err, "%s: %s '%.*s'", place->file, place->kind, NAME_SHOWN_MOST,
                          place->name);
    return err_prefix(err, "%s:%zu: %s '%.*s'", place->file, place->line, place->kind,
                      NAME_SHOWN_MOST, place->name);
}

static struct place place_of_host(const struct estate_host *host)
{
    return (struct place){host->file, host->line, "host", host->name};
}

static struct place place_of_guest(const struct estate_guest *guest)
{
    return (struct place){guest->file, guest->line, "guest", guest->name};
}

static int refuse_doubled(const struct place *second, const struct place *first, struct err *err)
{
    if (!*first->file)
        err_input(err, "is there twice; names must differ");
    else
        err_input(err, "is there already, from %s:%zu; names must differ", first->file,
                  first->line);
    return blame(second, err);
}

static int check_wanted(const char *what, double value, const char *example, struct err *err)
{
    if (isnan(value))
        return err_input(err, "%s: nothing is said, as %s is wanted", what, example);
    if (value <= 0 || isinf(value))
        return err_input(err, "%s: %g cannot be, more than 0 is wanted", what, value);
    return 0;
}

struct figure {
    const char *what;
    double value;
};

static int check_figures(const struct figure *figures, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (figures[i].value < 0 || isinf(figures[i].value))
            return err_input(err, "%s: %g cannot be, 0 or more is wanted", figures[i].what,
                             figures[i].value);
    return 0;
}

static int check_nodes(const struct estate_host *host, struct err *err)
{
    double cores = 0, memory_bytes = 0;
    for (size_t i = 0; i < host->node_count; i++) {
        cores += host->nodes[i].cores;
        memory_bytes += host->nodes[i].memory_bytes;
    }
    if (cores > host->cores * NODES_SLACK)
        return err_input(err, "nodes: %g cores together, and the host has %g", cores, host->cores);
    if (memory_bytes > host->memory_bytes * NODES_SLACK) {
        char both[UNITS_TEXT_SIZE], all[UNITS_TEXT_SIZE];
        return err_input(err, "nodes: %s together, and the host has %s",
                         units_format_bytes(both, (uint64_t)memory_bytes),
                         units_format_bytes(all, (uint64_t)host->memory_bytes));
    }
    return 0;
}

static int check_host(const struct estate_host *host, struct err *err)
{
    const struct figure figures[] = {
        {"threads", host->threads},         {"disk", host->disk_bytes},
        {"disk-rate", host->disk_hz},       {"network", host->network_bits_hz},
        {"cost-year", host->cost_year},     {"watts", host->watts[0]},
        {"guests-most", host->guests_most}, {"score", host->score},
    };
    int r = check_wanted("cores", host->cores, "16", err);
    if (r == 0)
        r = check_wanted("memory", host->memory_bytes, "256 GiB", err);
    if (r == 0)
        r = check_figures(figures, COUNT_OF(figures), err);
    if (r == 0 && host->threads < host->cores)
        r = err_input(err, "threads: %g, and it has %g cores", host->threads, host->cores);
    return r < 0 ? r : check_nodes(host, err);
}

static int check_guest(const struct estate *estate, const struct estate_guest *guest,
                       struct err *err)
{
    const struct figure figures[] = {
        {"memory-used", guest->memory_used_bytes},
        {"disk", guest->disk_bytes},
        {"disk-rate", guest->disk_hz},
        {"network", guest->network_bits_hz},
        {"cpu", guest->cpu_cores},
        {"cpu-p95", guest->cpu_p95_cores},
        {"cpu-peak", guest->cpu_peak_cores},
        {"dirty-rate", guest->dirty_bytes_hz},
    };
    int r = check_wanted("vcpus", guest->vcpus, "2", err);
    if (r == 0)
        r = check_wanted("memory", guest->memory_bytes, "4 GiB", err);
    if (r == 0)
        r = check_figures(figures, COUNT_OF(figures), err);
    if (r == 0 && guest->host != ESTATE_NOWHERE &&
        (guest->host < 0 || (size_t)guest->host >= estate->host_count))
        r = err_input(err, "is on host number %d of %zu", guest->host, estate->host_count);
    return r;
}

static int check_hosts(const struct estate *estate, struct err *err)
{
    for (size_t i = 0; i < estate->host_count; i++) {
        const struct estate_host *host = &estate->hosts[i];
        const struct place place = place_of_host(host);
        size_t first = (size_t)estate_find_host(estate, host->name);
        if (first != i) {
            const struct place other = place_of_host(&estate->hosts[first]);
            return refuse_doubled(&place, &other, err);
        }
        if (check_host(host, err) < 0)
            return blame(&place, err);
    }
    return 0;
}

static int check_guests(const struct estate *estate, struct err *err)
{
    for (size_t i = 0; i < estate->guest_count; i++) {
        const struct estate_guest *guest = &estate->guests[i];
        const struct place place = place_of_guest(guest);
        size_t first = (size_t)estate_find_guest(estate, guest->name);
        if (first != i) {
            const struct place other = place_of_guest(&estate->guests[first]);
            return refuse_doubled(&place, &other, err);
        }
        if (check_guest(estate, guest, err) < 0)
            return blame(&place, err);
    }
    return 0;
}

int estate_check(const struct estate *estate, struct err *err)
{
    if (estate->host_count == 0)
        return err_input(err, "no hosts: a file of hosts (--hosts), a document or a connection "
                              "(--connect) is wanted");
    if (estate->guest_count == 0)
        return err_input(err, "no guests: a file of guests (--guests), a document or a connection "
                              "(--connect) is wanted");
    int r = check_hosts(estate, err);
    return r < 0 ? r : check_guests(estate, err);
}
