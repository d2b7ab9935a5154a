// SPDX-License-Identifier: GPL-3.0-or-later
// The table of a catalogue's columns, and finding one in it.
#include "planner/market/catalogue_column.h"

#include <ctype.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/market/host_model.h"

#define AT(member) offsetof(struct host_model, member)
#define REQUIRED   .is_required = true

// Power at a tenth of load, as SPECpower's results have it.
#define WATTS(name_, alias_, i, example_, help_)                                                   \
    {                                                                                              \
        .name = name_, .alias = alias_, .kind = CATALOGUE_NUMBER, REQUIRED,                        \
        .offset = AT(watts[i]), .least = 1, .most = 1e5, .unit = "W", .example = example_,         \
        .help = help_                                                                              \
    }

const struct catalogue_column catalogue_columns[CATALOGUE_COLUMNS] = {
    {"model", NULL, CATALOGUE_TEXT, true, AT(name), .example = "R2-64",
     .help = "its name, which no other has"},
    {"sockets", NULL, CATALOGUE_COUNT, true, AT(sockets), 1, 64, .example = "2",
     .help = "processors: licences are counted by them"},
    {"cores", NULL, CATALOGUE_COUNT, true, AT(cores), 1, 100000, .example = "64",
     .help = "of the whole host"},
    {"threads", NULL, CATALOGUE_COUNT, false, AT(threads), 1, 1000000, .example = "128",
     .help = "of the whole host; as many as cores where nothing stands here"},
    {"base-ghz", NULL, CATALOGUE_CLOCK, false, AT(base_hz), 1e8, 2e10, "GHz", "2.4",
     "clock; carries curves to this host where no score is known"},
    {"turbo-ghz", NULL, CATALOGUE_CLOCK, false, AT(turbo_hz), 1e8, 2e10, "GHz", "3.6",
     "highest clock"},
    {"memory", NULL, CATALOGUE_BYTES, true, AT(memory_bytes), 268435456.0, 1e18,
     .example = "512GiB", .help = "installed"},
    {"disk", NULL, CATALOGUE_BYTES, false, AT(disk_bytes), 1e6, 1e18, .example = "7.68TB",
     .help = "usable space for guests; not a limit where nothing stands here"},
    {"disk-rate", NULL, CATALOGUE_RATE, false, AT(disk_hz), 1, 1e12, .example = "400k/s",
     .help = "I/O operations a second; not a limit where nothing stands here"},
    {"nic", NULL, CATALOGUE_BITS, false, AT(nic_bits_hz), 1e6, 1e15, .example = "2x25Gbit/s",
     .help = "of all network ports together; not a limit where nothing stands here"},
    {"price", NULL, CATALOGUE_PRICE, true, AT(price), 0, 1e12, .example = "18000",
     .help = "of one host; may have an interval: 18000 [16500, 19500]"},
    {"currency", NULL, CATALOGUE_CURRENCY, .example = "EUR",
     .help = "of all amounts; the plan's where nothing stands here"},
    {"support", NULL, CATALOGUE_MONEY, false, AT(support_year), 0, 1e12, .example = "900",
     .help = "a year; none where nothing stands here"},
    {"rack-units", NULL, CATALOGUE_NUMBER, true, AT(rack_units), 0.1, 100, "U", "2",
     "height; a part where several share a chassis: 0.5"},
    WATTS("watts-idle", "idle-w", 0, "120", "at the wall, switched on without load"),
    WATTS("watts-10", "p10-w", 1, "165", "at 10 % of the greatest throughput"),
    WATTS("watts-20", "p20-w", 2, "195", "at 20 %"),
    WATTS("watts-30", "p30-w", 3, "220", "at 30 %"),
    WATTS("watts-40", "p40-w", 4, "245", "at 40 %"),
    WATTS("watts-50", "p50-w", 5, "275", "at 50 %"),
    WATTS("watts-60", "p60-w", 6, "310", "at 60 %"),
    WATTS("watts-70", "p70-w", 7, "350", "at 70 %"),
    WATTS("watts-80", "p80-w", 8, "395", "at 80 %"),
    WATTS("watts-90", "p90-w", 9, "440", "at 90 %"),
    WATTS("watts-100", "p100-w", 10, "490", "at full load"),
    {"score", NULL, CATALOGUE_NUMBER, false, AT(score), 1e-9, 1e12, NULL, "820",
     "published performance of the whole host, of one and the same benchmark in all rows"},
    {"runs", NULL, CATALOGUE_TEXT, false, AT(runs), .example = "web",
     .help = "label or number of runs of the store that were made on such a host"},
};

static bool is_gap(char letter)
{
    return letter == '-' || letter == '_' || letter == ' ';
}

static bool names_match(const char *left, const char *right)
{
    for (; *left && *right; left++, right++)
        if (tolower((unsigned char)*left) != tolower((unsigned char)*right) &&
            !(is_gap(*left) && is_gap(*right)))
            return false;
    return *left == *right;
}

size_t catalogue_column_find(const char *name)
{
    for (size_t i = 0; i < CATALOGUE_COLUMNS; i++) {
        const struct catalogue_column *column = &catalogue_columns[i];
        if (names_match(name, column->name) || (column->alias && names_match(name, column->alias)))
            return i;
    }
    return CATALOGUE_NO_COLUMN;
}

char *catalogue_column_hint(const char *name)
{
    const char *names[CATALOGUE_COLUMNS];
    for (size_t i = 0; i < CATALOGUE_COLUMNS; i++)
        names[i] = catalogue_columns[i].name;
    return nearest_hint(name, names, CATALOGUE_COLUMNS);
}

bool catalogue_column_is_watts(size_t column)
{
    size_t offset = catalogue_columns[column].offset;
    return offset >= AT(watts) && offset < AT(watts) + sizeof(((struct host_model *)0)->watts);
}

static char *names_of_missing(const bool is_there[CATALOGUE_COLUMNS], bool watts, size_t *ret_count)
{
    scope_strbuf struct strbuf names = {0};
    *ret_count = 0;
    for (size_t i = 0; i < CATALOGUE_COLUMNS; i++)
        if (catalogue_columns[i].is_required && !is_there[i] &&
            catalogue_column_is_watts(i) == watts)
            strbuf_printf(&names, "%s%s", (*ret_count)++ ? ", " : "", catalogue_columns[i].name);
    return strbuf_take(&names);
}

static const char *verb(size_t count, const char *one, const char *several)
{
    return count == 1 ? one : several;
}

int catalogue_column_check(const bool is_there[CATALOGUE_COLUMNS], const char *state,
                           struct err *err)
{
    size_t count;
    scope_free char *plain = names_of_missing(is_there, false, &count);
    if (count > 0)
        return err_input(err, "%s %s: %s", verb(count, "a column is", "columns are"), state, plain);
    scope_free char *watts = names_of_missing(is_there, true, &count);
    if (count > 0)
        return err_input(err,
                         "%s %s: %s; energy is told from the power at idle and at each tenth "
                         "of load, watts-idle, watts-10 ... watts-100, all eleven",
                         verb(count, "a column is", "columns are"), state, watts);
    return 0;
}
