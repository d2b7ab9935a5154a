// SPDX-License-Identifier: GPL-3.0-or-later
// Words to numbers and back, by whole numbers where a double would round.
#include "common/model/trace_text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/exact.h"

static const char inline_word[] = "inline";
static const char digits[] = "0123456789";
static const char space[] = " \t\r\n";

// --- values -------------------------------------------------------------------------------------

// "12", "12.5", ".5" in units of 10^-places; more places are cut off. False for anything else.
static bool decimal(const char *text, size_t length, unsigned places, uint64_t *ret_number)
{
    uint64_t number = 0;
    unsigned seen = 0;
    bool in_fraction = false;
    bool any = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' && !in_fraction) {
            in_fraction = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9')
            return false;
        any = true;
        if (in_fraction && seen == places)
            continue;
        seen += in_fraction;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(text[i] - '0'), &number))
            return false;
    }
    for (; seen < places; seen++)
        if (__builtin_mul_overflow(number, 10, &number))
            return false;
    *ret_number = number;
    return any;
}

static size_t trimmed(const char *text, size_t length)
{
    while (length > 0 && strchr(space, text[length - 1]))
        length--;
    return length;
}

int trace_text_share(const char *text, uint32_t *ret_share_ppm, struct err *err)
{
    size_t length = trimmed(text, strlen(text));
    bool is_percent = length > 0 && text[length - 1] == '%';
    uint64_t tenths_of_ppm;
    if (*text == '-')
        return err_input(err, "share %.40s is below 0", text);
    if (is_percent)
        length = trimmed(text, length - 1);
    if (!decimal(text, length, is_percent ? 5 : 7, &tenths_of_ppm))
        return err_input(err, "'%.40s' is no share, as 0.35 or 35%%", text);
    if (tenths_of_ppm > 10 * (uint64_t)TRACE_FULL_PPM)
        return err_input(err, "share %.40s is above %s", text,
                         is_percent ? "100%" : "1; percents are written 35%");
    *ret_share_ppm = (uint32_t)((tenths_of_ppm + 5) / 10);
    return 0;
}

// "14:30", "14:30:05".
static bool clock_time(const char *text, uint64_t *ret_ns)
{
    uint64_t parts[3] = {0};
    size_t count = 0;
    for (const char *at = text; count < 3; at++) {
        size_t length = strcspn(at, ":");
        if (!decimal(at, length, count == 2 ? 9 : 0, &parts[count]) ||
            (count < 2 && strspn(at, digits) != length))
            return false;
        at += length;
        count++;
        if (!*at)
            break;
        if (count == 3)
            return false;
    }
    if (count < 2 || parts[0] > 1000000 || parts[1] > 59 || parts[2] >= 60 * CLOCK_NS_PER_SECOND)
        return false;
    *ret_ns = (parts[0] * 3600 + parts[1] * 60) * CLOCK_NS_PER_SECOND + parts[2];
    return true;
}

static bool calendar_time(const char *text, uint64_t *ret_ns)
{
    static const char *const formats[] = {
        "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%SZ", "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%MZ",    "%Y-%m-%dT%H:%M",    "%Y-%m-%d %H:%M"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct tm date = {0};
        const char *end = strptime(text, formats[i], &date);
        time_t seconds = end && !*end ? timegm(&date) : -1;
        if (seconds >= 0 && seconds < INT64_MAX / (int64_t)CLOCK_NS_PER_SECOND) {
            *ret_ns = (uint64_t)seconds * CLOCK_NS_PER_SECOND;
            return true;
        }
    }
    return false;
}

int trace_text_time(const char *text, uint64_t *ret_ns, struct err *err)
{
    uint64_t ns;
    bool is_right = decimal(text, strlen(text), 9, &ns) || clock_time(text, &ns) ||
                    calendar_time(text, &ns) || units_parse_duration_ns(text, &ns, NULL) == 0;
    if (!is_right)
        return err_input(err,
                         "'%.40s' is no time, as 90 (seconds), 90s, 1.5h, 14:30 or "
                         "2026-11-25T14:30:00",
                         text);
    *ret_ns = ns;
    return 0;
}

// --- lines --------------------------------------------------------------------------------------

bool trace_text_is_inline(const char *text)
{
    size_t length = strlen(inline_word);
    text += strspn(text, space);
    return strncmp(text, inline_word, length) == 0 &&
           (!text[length] || strchr(space, text[length]));
}

// What is known while words are read one by one.
struct reading {
    struct trace_set *set;
    struct trace trace; // under way
    uint64_t step_ns;   // 0: none said yet
    uint64_t length_ns;
    size_t cells;
};

static int end_trace(struct reading *reading, struct err *err)
{
    if (reading->trace.count == 0)
        return err_input(err, "a step and its share are wanted, as 'inline 1m 0.5'");
    if (reading->length_ns < TRACE_LENGTH_MIN_NS)
        return err_input(err, "a trace is shorter than a millisecond");
    if (reading->set->count == TRACE_SET_MAX)
        return err_input(err, "traces of more than %d guests", TRACE_SET_MAX);
    trace_set_take(reading->set, &reading->trace);
    reading->step_ns = 0;
    reading->length_ns = 0;
    return 0;
}

static int add_share(struct reading *reading, const char *word, struct err *err)
{
    uint32_t share_ppm;
    int r = trace_text_share(word, &share_ppm, err);
    if (r < 0)
        return r;
    reading->length_ns += reading->step_ns;
    if (reading->length_ns > TRACE_LENGTH_MAX_NS)
        return err_input(err, "a trace is longer than ten years");
    if (reading->trace.count == TRACE_STEPS_MAX || ++reading->cells > TRACE_CELLS_MAX)
        return err_input(err, "more steps than %d of one guest or %d of all", TRACE_STEPS_MAX,
                         TRACE_CELLS_MAX);
    trace_add(&reading->trace, reading->step_ns, share_ppm);
    return 0;
}

static int add_word(struct reading *reading, const char *word, struct err *err)
{
    bool has_unit = word[strspn(word, "0123456789.")] && !strchr(word, '%') && *word != '-';
    if (!has_unit && reading->step_ns)
        return add_share(reading, word, err);
    int r = units_parse_duration_ns(word, &reading->step_ns, err);
    if (r == 0 &&
        (reading->step_ns < TRACE_STEP_MIN_NS || reading->step_ns > TRACE_LENGTH_MAX_NS)) {
        reading->step_ns = 0;
        r = err_input(err, "a step of %.40s; 1us to ten years are possible", word);
    }
    return r;
}

static int read_words(struct reading *reading, const char *text, struct err *err)
{
    static const char ends[] = " \t\r\n;";
    int r = 0;
    while (r == 0 && *(text += strspn(text, space))) {
        size_t length = strcspn(text, ends);
        if (*text == ';') {
            r = end_trace(reading, err);
            text++;
            continue;
        }
        scope_free char *word = alloc_printf("%.*s", (int)length, text);
        r = add_word(reading, word, err);
        text += length;
    }
    return r < 0 ? r : end_trace(reading, err);
}

int trace_text_parse(const char *text, struct trace_set *ret_set, struct err *err)
{
    struct trace_set set = {0};
    struct reading reading = {.set = &set};
    if (!trace_text_is_inline(text))
        return err_input(err, "'inline' is wanted, then steps and shares, as 'inline 1m 0.5 0.7'");
    int r = read_words(&reading, text + strspn(text, space) + strlen(inline_word), err);
    trace_done(&reading.trace);
    if (r < 0)
        trace_set_done(&set);
    else
        *ret_set = set;
    return r;
}

static void write_share(struct strbuf *out, uint32_t share_ppm)
{
    char text[16];
    int length = snprintf(text, sizeof text, " %" PRIu32 ".%06" PRIu32, share_ppm / TRACE_FULL_PPM,
                          share_ppm % TRACE_FULL_PPM);
    while (text[length - 1] == '0')
        length--;
    length -= text[length - 1] == '.';
    strbuf_add_bytes(out, text, (size_t)length);
}

char *trace_text_format(const struct trace_set *set)
{
    scope_strbuf struct strbuf out = {0};
    strbuf_add(&out, inline_word);
    for (size_t i = 0; i < set->count; i++) {
        const struct trace *trace = &set->traces[i];
        if (i > 0)
            strbuf_add(&out, ";");
        for (size_t k = 0; k < trace->count; k++) {
            if (k == 0 || trace->steps[k].duration_ns != trace->steps[k - 1].duration_ns) {
                scope_free char *step = exact_duration(trace->steps[k].duration_ns);
                strbuf_printf(&out, " %s", step);
            }
            write_share(&out, trace->steps[k].share_ppm);
        }
    }
    return strbuf_take(&out);
}
