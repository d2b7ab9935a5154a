// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers with their units and bounds, on top of what reads an inventory's cells.
#include "planner/estate/estate_cell.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/demand/inventory_cell.h"

enum { SHOWN_MOST = 40, TEXT_MOST = 200, PORTS_MOST = 64 };

static int refuse_sign(const char *text, const struct estate_range *range, struct err *err)
{
    if (*text != '-')
        return 0;
    return err_input(err, "'%.*s' is negative; a right one is '%s'", SHOWN_MOST, text,
                     range->example);
}

static int check_range(const char *text, const struct estate_range *range, double value,
                       struct err *err)
{
    if (value >= range->least && value <= range->most)
        return 0;
    return err_input(err, "'%.*s' is too %s to be true; a right one is '%s'", SHOWN_MOST, text,
                     value > range->most ? "large" : "small", range->example);
}

int estate_cell_number(const char *text, const struct estate_range *range, double *ret_value,
                       struct err *err)
{
    double value = 0;
    int r = refuse_sign(text, range, err);
    if (r == 0)
        r = units_parse_number(text, &value, err);
    if (r == 0)
        r = check_range(text, range, value, err);
    if (r == 0)
        *ret_value = value;
    return r;
}

int estate_cell_count(const char *text, const struct estate_range *range, double *ret_value,
                      struct err *err)
{
    double value = 0;
    int r = estate_cell_number(text, range, &value, err);
    if (r == 0 && value != floor(value))
        return err_input(err, "'%.*s': a whole number is wanted", SHOWN_MOST, text);
    if (r == 0)
        *ret_value = value;
    return r;
}

int estate_cell_bytes(const char *text, double bare, const struct estate_range *range,
                      double *ret_bytes, struct err *err)
{
    double bytes = 0;
    int r = refuse_sign(text, range, err);
    if (r == 0)
        r = inventory_cell_bytes(text, bare, INFINITY, &bytes, err);
    if (r == 0)
        r = check_range(text, range, bytes, err);
    if (r == 0)
        *ret_bytes = bytes;
    return r;
}

int estate_cell_rate(const char *text, const struct estate_range *range, double *ret_hz,
                     struct err *err)
{
    double hz = 0;
    int r = refuse_sign(text, range, err);
    if (r == 0)
        r = inventory_cell_rate(text, &hz, err);
    if (r == 0)
        r = check_range(text, range, hz, err);
    if (r == 0)
        *ret_hz = hz;
    return r;
}

// "2x25 Gbit/s": so many ports of that.
static const char *take_ports(const char *text, double *ret_ports)
{
    char *end;
    unsigned long ports = isdigit((unsigned char)*text) ? strtoul(text, &end, 10) : 0;
    bool is_product = ports >= 1 && ports <= PORTS_MOST && (*end == 'x' || *end == 'X');
    *ret_ports = is_product ? (double)ports : 1;
    return is_product ? end + 1 + strspn(end + 1, " ") : text;
}

int estate_cell_bits(const char *text, const struct estate_range *range, double *ret_bits_hz,
                     struct err *err)
{
    double ports = 1, bits_hz = 0;
    int r = refuse_sign(text, range, err);
    if (r == 0)
        r = inventory_cell_bits(take_ports(text, &ports), &bits_hz, err);
    if (r == 0)
        r = check_range(text, range, ports * bits_hz, err);
    if (r == 0)
        *ret_bits_hz = ports * bits_hz;
    return r;
}

static bool is_bits(const char *text)
{
    return strcasestr(text, "bit") || strcasestr(text, "bps");
}

int estate_cell_bytes_rate(const char *text, const struct estate_range *range, double *ret_bytes_hz,
                           struct err *err)
{
    size_t length = strlen(text);
    bool has_second = length > 2 && strcasecmp(text + length - 2, "/s") == 0;
    double value = 0;
    if (is_bits(text)) {
        int r = estate_cell_bits(text, range, &value, err);
        if (r == 0)
            *ret_bytes_hz = value / 8;
        return r;
    }
    if (!has_second && strcmp(text, "0") != 0)
        return err_input(err, "'%.*s': bytes a second are wanted, as '%s'", SHOWN_MOST, text,
                         range->example);
    scope_free char *size = alloc_printf("%.*s", (int)(length - (has_second ? 2 : 0)), text);
    return estate_cell_bytes(size, 0, range, ret_bytes_hz, err);
}

int estate_cell_use(const char *text, double vcpus, double *ret_cores, struct err *err)
{
    static const struct estate_range cores_range = {0, 1024, "0.7"};
    double share = 0;
    size_t length = strlen(text);
    if (length == 0 || text[length - 1] != '%')
        return estate_cell_number(text, &cores_range, ret_cores, err);
    if (isnan(vcpus))
        return err_input(err, "'%.*s' of how many vCPUs? Nothing tells them", SHOWN_MOST, text);
    int r = units_parse_share(text, &share, err);
    if (r == 0)
        *ret_cores = share * vcpus;
    return r;
}

// --- power --------------------------------------------------------------------------------------

static int parse_watts(const char *text, double *ret_watts, struct err *err)
{
    static const struct estate_range range = {0, 1e5, "250"};
    size_t length = strlen(text);
    if (length > 1 && (text[length - 1] == 'W' || text[length - 1] == 'w'))
        length--;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    scope_free char *number = alloc_printf("%.*s", (int)length, text);
    return estate_cell_number(number, &range, ret_watts, err);
}

static int watts_of_line(const char *idle, const char *full, double watts[POWER_POINTS],
                         struct err *err)
{
    double low = 0, high = 0;
    int r = parse_watts(idle, &low, err);
    if (r == 0)
        r = parse_watts(full, &high, err);
    for (size_t i = 0; i < POWER_POINTS; i++)
        watts[i] = low + (high - low) * (double)i / (POWER_POINTS - 1);
    return r;
}

static int watts_of_list(const char *text, double watts[POWER_POINTS], struct err *err)
{
    scope_free char *copy = alloc_copy(text);
    char *rest = copy;
    size_t count = 0;
    for (char *word; (word = strsep(&rest, " ,;\t"));) {
        if (!*word || strcasecmp(word, "W") == 0)
            continue;
        double value;
        int r = parse_watts(word, &value, err);
        if (r < 0)
            return r;
        if (count < POWER_POINTS)
            watts[count] = value;
        count++;
    }
    if (count != POWER_POINTS)
        return err_input(err,
                         "%zu numbers; eleven are wanted (idle, 10%% ... 100%% of load), or two as "
                         "'90/250' (idle, and full load)",
                         count);
    return 0;
}

int estate_cell_watts(const char *text, double ret_watts[POWER_POINTS], bool *ret_is_line,
                      struct err *err)
{
    double watts[POWER_POINTS];
    const char *slash = strchr(text, '/');
    int r;
    if (slash) {
        scope_free char *idle = alloc_printf("%.*s", (int)(slash - text), text);
        r = watts_of_line(idle, slash + 1 + strspn(slash + 1, " "), watts, err);
    } else {
        r = watts_of_list(text, watts, err);
    }
    for (size_t i = 1; r == 0 && i < POWER_POINTS; i++)
        if (watts[i] < watts[i - 1])
            r = err_input(err, "%g W after %g W; power does not fall with load", watts[i],
                          watts[i - 1]);
    if (r < 0)
        return r;
    memcpy(ret_watts, watts, sizeof watts);
    *ret_is_line = slash != NULL;
    return 0;
}

// --- texts --------------------------------------------------------------------------------------

int estate_cell_text(const char *text, char **ret_text, struct err *err)
{
    if (strlen(text) > TEXT_MOST)
        return err_input(err, "'%.*s...' is longer than %d bytes", SHOWN_MOST, text, TEXT_MOST);
    for (const char *at = text; *at; at++)
        if (iscntrl((unsigned char)*at))
            return err_input(err, "a control character or a line break is in this text");
    *ret_text = alloc_copy(text);
    return 0;
}
