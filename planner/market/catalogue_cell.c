// SPDX-License-Identifier: GPL-3.0-or-later
// One reader for each kind of cell. Units are those of the toolkit, and where a column has one in
// its name ("base-ghz") a bare number is of it.
#include "planner/market/catalogue_cell.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/market/catalogue_column.h"
#include "planner/market/catalogue_money.h"

enum { TEXT_MAX = 200, SHOWN_MAX = 40 };

struct suffix {
    const char *text;
    double factor;
};

static const struct suffix clock_suffixes[] = {{"GHz", 1e9}, {"MHz", 1e6}, {NULL, 0}};
static const struct suffix bit_suffixes[] = {
    {"Gbit/s", 1e9}, {"Mbit/s", 1e6}, {"Tbit/s", 1e12}, {"Gb/s", 1e9}, {"Mb/s", 1e6},
    {"Gbps", 1e9},   {"Mbps", 1e6},   {"GbE", 1e9},     {NULL, 0},
};

static bool ends_with(const char *text, const char *suffix)
{
    size_t length = strlen(text);
    size_t tail = strlen(suffix);
    return length > tail && strcasecmp(text + length - tail, suffix) == 0;
}

static const struct suffix *suffix_of(const char *text, const struct suffix *suffixes)
{
    for (; suffixes->text; suffixes++)
        if (ends_with(text, suffixes->text))
            return suffixes;
    return NULL;
}

// The text without its last count bytes and the blanks before them.
static char *without_tail(const char *text, size_t count)
{
    size_t length = strlen(text) - count;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return alloc_printf("%.*s", (int)length, text);
}

static int read_suffixed(const char *text, const struct suffix *suffix, double *ret_value,
                         struct err *err)
{
    scope_free char *number = without_tail(text, strlen(suffix->text));
    double value;
    int r = units_parse_number(number, &value, err);
    if (r == 0)
        *ret_value = value * suffix->factor;
    return r;
}

static int read_clock(const char *text, double *ret_hz, struct err *err)
{
    static const struct suffix bare = {"", 1e9};
    const struct suffix *suffix = suffix_of(text, clock_suffixes);
    return read_suffixed(text, suffix ? suffix : &bare, ret_hz, err);
}

static int read_number(const char *text, const char *unit, double *ret_value, struct err *err)
{
    const struct suffix suffix = {unit && ends_with(text, unit) ? unit : "", 1};
    return read_suffixed(text, &suffix, ret_value, err);
}

static int read_bytes(const char *text, double *ret_bytes, struct err *err)
{
    uint64_t bytes;
    int r = units_check_size(text, err);
    if (r == 0)
        r = units_parse_bytes(text, &bytes, err);
    if (r == 0)
        *ret_bytes = (double)bytes;
    return r;
}

static int read_rate(const char *text, double *ret_hz, struct err *err)
{
    struct rate rate;
    int r = units_parse_rate(text, &rate, err);
    if (r < 0)
        return r;
    if (rate.is_share)
        return err_input(err, "'%s': a share of what? Operations a second are wanted, as in 400k/s",
                         text);
    *ret_hz = rate.value;
    return 0;
}

// "2x25Gbit/s": so many ports of that.
static const char *take_ports(const char *text, double *ret_ports)
{
    char *end;
    unsigned long ports = strtoul(text, &end, 10);
    bool is_product = end != text && end - text <= 3 && (*end == 'x' || *end == 'X');
    *ret_ports = is_product ? (double)ports : 1;
    return is_product ? end + 1 + strspn(end + 1, " ") : text;
}

static int read_bits(const char *text, double *ret_hz, struct err *err)
{
    double ports, bits_hz;
    const char *rest = take_ports(text, &ports);
    const struct suffix *suffix = suffix_of(rest, bit_suffixes);
    if (!suffix)
        return err_input(err, "'%.*s': a rate such as 25Gbit/s or 2x10Gbit/s is wanted", SHOWN_MAX,
                         text);
    int r = read_suffixed(rest, suffix, &bits_hz, err);
    if (r == 0)
        *ret_hz = ports * bits_hz;
    return r;
}

static int read_text(const char *text, char **ret_text, struct err *err)
{
    if (strlen(text) > TEXT_MAX)
        return err_input(err, "'%.*s...': longer than %d bytes", SHOWN_MAX, text, TEXT_MAX);
    for (const char *next = text; *next; next++)
        if ((unsigned char)*next < ' ' || *next == 0x7f)
            return err_input(err, "a control character or a line break is in this text");
    *ret_text = alloc_copy(text);
    return 0;
}

static int check_range(const struct catalogue_column *column, const char *text, double value,
                       struct err *err)
{
    if (value < 0)
        return err_input(err, "'%.*s': cannot be negative", SHOWN_MAX, text);
    if (value < column->least || value > column->most)
        return err_input(err, "'%.*s' is too %s to be true; a right one is '%s'", SHOWN_MAX, text,
                         value < column->least ? "small" : "large", column->example);
    return 0;
}

static int read_amount(const struct catalogue_column *column, const char *text,
                       struct uncertain *ret_amount, char **ret_code, struct err *err)
{
    scope_free char *amount = NULL;
    scope_free char *code = NULL;
    struct uncertain money;
    int r = catalogue_money_split(text, &amount, &code, err);
    if (r == 0)
        r = uncertain_parse(amount, units_parse_number, &money, err);
    if (r == 0)
        r = check_range(column, text, money.low, err);
    if (r == 0)
        r = check_range(column, text, money.high, err);
    if (r < 0)
        return r;
    money.origin = ORIGIN_STATED;
    *ret_amount = money;
    *ret_code = scope_take(code);
    return 0;
}

// What a model has one amount of is exact.
static int read_exact_amount(const struct catalogue_column *column, const char *text,
                             double *ret_amount, char **ret_code, struct err *err)
{
    struct uncertain money;
    scope_free char *code = NULL;
    int r = read_amount(column, text, &money, &code, err);
    if (r < 0)
        return r;
    if (!uncertain_is_exact(&money))
        return err_input(err, "'%.*s': a single amount is wanted; only price takes an interval",
                         SHOWN_MAX, text);
    *ret_amount = money.value;
    *ret_code = scope_take(code);
    return 0;
}

static int read_count(const struct catalogue_column *column, const char *text, uint32_t *ret_count,
                      struct err *err)
{
    uint64_t count;
    int r = units_check_point(text, err);
    if (r == 0)
        r = units_parse_count(text, (uint64_t)column->least, (uint64_t)column->most, &count, err);
    if (r == 0)
        *ret_count = (uint32_t)count;
    return r;
}

static int read_double(const struct catalogue_column *column, const char *text, double *ret_value,
                       struct err *err)
{
    double value = 0;
    if (*text == '-')
        return err_input(err, "'%.*s': cannot be negative", SHOWN_MAX, text);
    int r = units_check_point(text, err);
    if (r < 0)
        return r;
    switch (column->kind) {
    case CATALOGUE_CLOCK:
        r = read_clock(text, &value, err);
        break;
    case CATALOGUE_BYTES:
        r = read_bytes(text, &value, err);
        break;
    case CATALOGUE_RATE:
        r = read_rate(text, &value, err);
        break;
    case CATALOGUE_BITS:
        r = read_bits(text, &value, err);
        break;
    default:
        r = read_number(text, column->unit, &value, err);
    }
    if (r == 0)
        r = check_range(column, text, value, err);
    if (r == 0)
        *ret_value = value;
    return r;
}

int catalogue_cell_read(size_t index, const char *text, struct host_model *model, char **ret_code,
                        struct err *err)
{
    const struct catalogue_column *column = &catalogue_columns[index];
    void *member = (char *)model + column->offset;
    *ret_code = NULL;
    switch (column->kind) {
    case CATALOGUE_TEXT:
        return read_text(text, member, err);
    case CATALOGUE_COUNT:
        return read_count(column, text, member, err);
    case CATALOGUE_PRICE:
        return read_amount(column, text, member, ret_code, err);
    case CATALOGUE_MONEY:
        return read_exact_amount(column, text, member, ret_code, err);
    case CATALOGUE_CURRENCY:
        *ret_code = catalogue_money_code(text, err);
        return *ret_code ? 0 : -EINVAL;
    default:
        return read_double(column, text, member, err);
    }
}
