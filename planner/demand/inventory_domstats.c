// SPDX-License-Identifier: GPL-3.0-or-later
// The text of `virsh domstats`: which line begins a sample or a domain, and who is in which sample.
// It tells no time, so a line before each sample does.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/trace_text.h"
#include "planner/demand/inventory_domain.h"
#include "planner/demand/inventory_form.h"
#include "planner/demand/inventory_rate.h"

enum { SAMPLES_MOST = 100000, CELLS_MOST = 1 << 25 }; // cells: samples times guests

struct stats {
    const char *name;
    size_t file, line;
    bool had_domain;
    struct inventory_guests *guests;
    struct inventory_rates rates;
    struct inventory_domain domain;
};

// --- domains ------------------------------------------------------------------------------------

static struct inventory_guest *guest_of(struct stats *stats, const struct inventory_domain *domain)
{
    struct inventory_guest *guest = inventory_guests_find(stats->guests, domain->name);
    if (guest)
        return guest;
    guest = inventory_guests_add(stats->guests, domain->name);
    guest->file = stats->file;
    guest->line = domain->line;
    return guest;
}

static int end_domain(struct stats *stats, struct err *err)
{
    struct inventory_domain *domain = &stats->domain;
    int r = 0;
    if (!domain->name)
        return 0;
    r = inventory_domain_check(domain, err);
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
        inventory_domain_give(domain, guest);
        inventory_rates_add(&stats->rates, (size_t)(guest - stats->guests->list),
                            &domain->counters);
    }
    if (r < 0)
        err_prefix(err, "%s:%zu", stats->name, domain->line);
    inventory_domain_reset(domain);
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
    int r = inventory_domain_set(&stats->domain, line, err);
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
    inventory_domain_reset(&stats.domain);
    int r = read_lines(&stats, bytes, length, err);
    if (r == 0 && stats.rates.sample_count > CELLS_MOST / (guests->count + 1))
        r = err_input(err, "%s: %zu samples of %zu guests are too many; take them further apart",
                      name, stats.rates.sample_count, guests->count);
    if (r == 0) {
        mark_gone(&stats);
        inventory_rates_end(&stats.rates, guests);
    }
    inventory_domain_reset(&stats.domain);
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
