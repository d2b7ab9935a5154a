// SPDX-License-Identifier: GPL-3.0-or-later
// The text of `virsh domstats` (libvirt, virConnectGetAllDomainStats: names of the fields, and that
// they count since the guest was started). It tells no time, so a line before each sample does.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/trace_text.h"
#include "planner/inventory_form.h"
#include "planner/inventory_rate.h"

#define KIB 1024.0
enum { SAMPLES_MOST = 100000, CELLS_MOST = 1 << 25 };            // cells: samples times guests
enum { STATE_RUNNING = 1, STATE_BLOCKED = 2, STATE_PAUSED = 3 }; // virDomainState

// A domain while its lines are read.
struct domain {
    char *name; // NULL: none yet
    size_t line;
    uint64_t state, vcpus, memory_kib;
    double disk_bytes;
    struct inventory_counters counters;
    char *disk;      // name of the disk last seen
    bool is_backing; // what follows is of that disk again
};

struct stats {
    const char *name;
    size_t file, line;
    bool had_domain;
    struct inventory_guests *guests;
    struct inventory_rates rates;
    struct domain domain;
};

static void drop_domain(struct domain *domain)
{
    free(domain->name);
    free(domain->disk);
    *domain = (struct domain){.counters = {NAN, NAN, NAN}};
}

// --- lines --------------------------------------------------------------------------------------

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
static void set_disk_name(struct domain *domain, const char *name)
{
    domain->is_backing = domain->disk && strcmp(domain->disk, name) == 0;
    free(domain->disk);
    domain->disk = alloc_copy(name);
}

static void set_block(struct domain *domain, const char *key, uint64_t value)
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

static void set_number(struct domain *domain, const char *key, uint64_t value)
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

static int set_pair(struct stats *stats, char *key, struct err *err)
{
    char *end, *value = strchr(key, '=');
    size_t index;
    *value++ = '\0';
    if (is_indexed(key, "block.", ".name", &index))
        set_disk_name(&stats->domain, value);
    if (!is_wanted(key))
        return 0;
    errno = 0;
    uint64_t number = strtoull(value, &end, 10);
    if (*value == '-')
        return err_input(err, "%s: '%.40s' is negative", key, value);
    if (errno || end == value || *end)
        return err_input(err, "%s: '%.40s' is not a whole number", key, value);
    set_number(&stats->domain, key, number);
    return 0;
}

// --- domains ------------------------------------------------------------------------------------

static int check_domain(const struct domain *domain, struct err *err)
{
    if (domain->vcpus > 1024)
        return err_input(err, "'%.80s': vcpu.current: more than 1024", domain->name);
    if (domain->memory_kib > 0 && domain->memory_kib < 1024)
        return err_input(err, "'%.80s': balloon.maximum: less than 1 MiB", domain->name);
    if (domain->memory_kib > UINT64_C(1) << 40)
        return err_input(err, "'%.80s': balloon.maximum: more than 1 PiB", domain->name);
    return 0;
}

static struct inventory_guest *guest_of(struct stats *stats, const struct domain *domain)
{
    struct inventory_guest *guest = inventory_guests_find(stats->guests, domain->name);
    if (guest)
        return guest;
    guest = inventory_guests_add(stats->guests, domain->name);
    guest->file = stats->file;
    guest->line = domain->line;
    return guest;
}

static void set_guest(struct inventory_guest *guest, const struct domain *domain)
{
    bool is_on = domain->state == 0 || domain->state == STATE_RUNNING ||
                 domain->state == STATE_BLOCKED || domain->state == STATE_PAUSED;
    guest->state = is_on ? INVENTORY_ON : INVENTORY_OFF;
    guest->vcpus = domain->vcpus ? (double)domain->vcpus : guest->vcpus;
    guest->memory_bytes =
        domain->memory_kib ? (double)domain->memory_kib * KIB : guest->memory_bytes;
    guest->disk_bytes = domain->disk_bytes;
}

static int end_domain(struct stats *stats, struct err *err)
{
    struct domain *domain = &stats->domain;
    int r = 0;
    if (!domain->name)
        return 0;
    r = check_domain(domain, err);
    if (r == 0) {
        struct inventory_guest *guest = guest_of(stats, domain);
        bool is_again =
            guest->seen_in == stats->file + 1 && guest->seen_sample == stats->rates.sample_count;
        if (is_again)
            r = err_input(err,
                          "'%.80s' a second time in one sample (line %zu); a line of the time, as "
                          "of `date +%%s`, is wanted before each sample",
                          domain->name, guest->seen_line);
        guest->seen_in = stats->file + 1;
        guest->seen_line = domain->line;
        guest->seen_sample = stats->rates.sample_count;
        set_guest(guest, domain);
        inventory_rates_add(&stats->rates, (size_t)(guest - stats->guests->list),
                            &domain->counters);
    }
    if (r < 0)
        err_prefix(err, "%s:%zu", stats->name, domain->line);
    drop_domain(domain);
    return r;
}

static int begin_domain(struct stats *stats, const char *text, struct err *err)
{
    const char *first = strchr(text, '\''), *last = strrchr(text, '\'');
    int r = end_domain(stats, err);
    if (r < 0)
        return r;
    if (!first || last <= first + 1)
        return err_input(err, "%s:%zu: a name in quotation marks is wanted: Domain: 'web1'",
                         stats->name, stats->line);
    stats->domain.name = alloc_printf("%.*s", (int)(last - first - 1), first + 1);
    stats->domain.line = stats->line;
    stats->had_domain = true;
    return 0;
}

static int begin_sample(struct stats *stats, const char *text, struct err *err)
{
    uint64_t at_ns;
    int r = end_domain(stats, err);
    if (r == 0 && trace_text_time(text, &at_ns, NULL) < 0)
        r = err_input(err,
                      "%s:%zu: '%.40s' is neither a line of `virsh domstats` nor a time, as of "
                      "`date +%%s`",
                      stats->name, stats->line, text);
    if (r == 0 && stats->rates.sample_count == 0 && stats->had_domain)
        r = err_input(err, "%s:%zu: a time, and none before the first sample", stats->name,
                      stats->line);
    if (r == 0 && stats->rates.sample_count == SAMPLES_MOST)
        r = err_input(err, "%s:%zu: more than %d samples", stats->name, stats->line, SAMPLES_MOST);
    if (r == 0 && inventory_rates_begin(&stats->rates, at_ns) < 0)
        r = err_input(
            err, "%s:%zu: the time %.40s does not come a second or more after the sample before",
            stats->name, stats->line, text);
    return r;
}

static int read_line(struct stats *stats, char *line, struct err *err)
{
    line += strspn(line, " \t");
    line[strcspn(line, "\r\n")] = '\0';
    if (!*line || *line == '#')
        return 0;
    if (strncmp(line, "Domain:", 7) == 0)
        return begin_domain(stats, line + 7, err);
    if (!strchr(line, '='))
        return begin_sample(stats, line, err);
    if (!stats->domain.name)
        return err_input(err, "%s:%zu: no line \"Domain: 'name'\" stands before it", stats->name,
                         stats->line);
    int r = set_pair(stats, line, err);
    return r < 0 ? err_prefix(err, "%s:%zu", stats->name, stats->line) : 0;
}

// --- files --------------------------------------------------------------------------------------

static int read_lines(struct stats *stats, const char *bytes, size_t length, struct err *err)
{
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        size_t part = end ? (size_t)(end - bytes) + 1 : length;
        stats->line++;
        if (memchr(bytes, '\0', part))
            return err_input(err, "%s:%zu: a NUL byte; text is wanted", stats->name, stats->line);
        scope_free char *line = alloc_printf("%.*s", (int)part, bytes);
        int r = read_line(stats, line, err);
        if (r < 0)
            return r;
        bytes += part;
        length -= part;
    }
    return end_domain(stats, err);
}

// Who is not in the last sample has gone.
static void mark_gone(struct stats *stats)
{
    for (size_t i = 0; i < stats->guests->count; i++) {
        struct inventory_guest *guest = &stats->guests->list[i];
        if (guest->seen_in == stats->file + 1 && guest->seen_sample != stats->rates.sample_count)
            guest->state = INVENTORY_GONE;
    }
}

int inventory_domstats_read(struct inventory_guests *guests, size_t file, const char *name,
                            const char *bytes, size_t length, struct err *err)
{
    struct stats stats = {.name = name, .file = file, .guests = guests};
    drop_domain(&stats.domain);
    int r = read_lines(&stats, bytes, length, err);
    if (r == 0 && stats.rates.sample_count > CELLS_MOST / (guests->count + 1))
        r = err_input(err, "%s: %zu samples of %zu guests are too many; take them further apart",
                      name, stats.rates.sample_count, guests->count);
    if (r == 0) {
        mark_gone(&stats);
        inventory_rates_end(&stats.rates, guests);
    }
    drop_domain(&stats.domain);
    inventory_rates_done(&stats.rates);
    return r;
}

bool inventory_is_domstats(const char *bytes, size_t length)
{
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        size_t part = end ? (size_t)(end - bytes) + 1 : length;
        scope_free char *line = alloc_printf("%.*s", part < 80 ? (int)part : 80, bytes);
        char *text = line + strspn(line, " \t");
        uint64_t at_ns;
        text[strcspn(text, "\r\n")] = '\0';
        if (strncmp(text, "Domain:", 7) == 0)
            return true;
        if (*text && *text != '#' && trace_text_time(text, &at_ns, NULL) < 0)
            return false;
        bytes += part;
        length -= part;
    }
    return false;
}
