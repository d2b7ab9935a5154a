// SPDX-License-Identifier: GPL-3.0-or-later
// What the bare guest says, read by the host's codec: equal, from empty to the fullest.
#include "workloads/bare/report.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/stats/histogram_codec.h"
#include "workloads/bare/json_write.h"
#include "workloads/core/workload.h"

static char line[REPORT_LINE_MAX];

static struct wire_message heard(size_t length)
{
    struct wire_message message;
    struct err err = {0};

    cr_assert_gt(length, 0);
    cr_assert_eq(line[length - 1], '\n');
    cr_assert_eq(memchr(line, '\n', length), line + length - 1);
    cr_assert_eq(strncmp(line, "{\"type\":", 8), 0);
    cr_assert_eq(wire_decode(line, length, &message, &err), 0, "%s", err_text(&err));
    return message;
}

// The names of the table, one after the other.
static bool table_says(const struct wire_hello *hello)
{
    size_t next = 0;

    for (size_t i = 0; i < workload_count; i++) {
        const struct workload *workload = workload_table[i];

        if (next == hello->workload_count || strcmp(hello->workloads[next++], workload->name) != 0)
            return false;
        for (size_t j = 0; j < workload->variant_count; j++) {
            scope_free char *name =
                alloc_printf("%s:%s", workload->name, workload->variants[j].name);

            if (next == hello->workload_count || strcmp(hello->workloads[next++], name) != 0)
                return false;
        }
    }
    return next == hello->workload_count;
}

Test(bare_report, hello_says_the_table)
{
    struct report_hello hello = {.version = WIRE_VERSION,
                                 .kernel = "bare \"0.1\" ü\n",
                                 .cpus = 2,
                                 .memory_bytes = UINT64_C(1) << 40};
    struct wire_message message = heard(report_hello(line, sizeof line, &hello));

    cr_assert_eq(message.type, WIRE_HELLO);
    cr_assert_eq(message.hello.version, WIRE_VERSION);
    cr_assert_str_eq(message.hello.kernel, "bare \"0.1\" ü ");
    cr_assert_eq(message.hello.cpus, 2);
    cr_assert_eq(message.hello.memory_bytes, UINT64_C(1) << 40);
    cr_assert(table_says(&message.hello));
    wire_message_done(&message);
}

Test(bare_report, a_hello_of_another_version_is_heard)
{
    struct report_hello hello = {
        .version = UINT32_MAX, .kernel = "bare", .cpus = 1, .memory_bytes = 1};
    struct wire_message message = heard(report_hello(line, sizeof line, &hello));

    cr_assert_eq(message.hello.version, UINT32_MAX);
    wire_message_done(&message);
}

Test(bare_report, says_types_alone)
{
    cr_assert_eq(heard(report_type(line, sizeof line, WIRE_READY)).type, WIRE_READY);
    cr_assert_eq(heard(report_type(line, sizeof line, WIRE_DONE)).type, WIRE_DONE);
}

Test(bare_report, says_clocks)
{
    struct wire_pong pong = {.id = UINT64_C(0xfedcba9876543210), .clock_ns = INT64_MAX};
    struct wire_started started = {.clock_ns = UINT64_MAX};
    struct wire_message message = heard(report_pong(line, sizeof line, &pong));

    cr_assert_eq(message.type, WIRE_PONG);
    cr_assert_eq(message.pong.id, pong.id);
    cr_assert_eq(message.pong.clock_ns, INT64_MAX);
    message = heard(report_started(line, sizeof line, &started));
    cr_assert_eq(message.type, WIRE_STARTED);
    cr_assert_eq(message.started.clock_ns, INT64_MAX, "more than the wire carries");
}

static void window_is_heard(struct histogram *histogram)
{
    struct wire_window window = {.index = UINT32_MAX,
                                 .duration_ns = INT64_MAX,
                                 .operations = histogram->total,
                                 .due = INT64_MAX,
                                 .steal_ns = INT64_MAX,
                                 .histogram = histogram};
    struct wire_message message = heard(report_window(line, sizeof line, &window));

    cr_assert_eq(message.type, WIRE_WINDOW);
    cr_assert_eq(message.window.index, window.index);
    cr_assert_eq(message.window.duration_ns, window.duration_ns);
    cr_assert_eq(message.window.operations, window.operations);
    cr_assert_eq(message.window.due, window.due);
    cr_assert_eq(message.window.steal_ns, window.steal_ns);
    cr_assert_eq(memcmp(message.window.histogram, histogram, sizeof *histogram), 0);
    wire_message_done(&message);
}

Test(bare_report, says_windows_from_empty_on)
{
    static struct histogram histogram;
    struct rng rng;

    rng_init(&rng, 5);
    histogram_reset(&histogram);
    for (int i = 0; i < 500; i++) {
        window_is_heard(&histogram);
        histogram_record(&histogram, rng_next(&rng) >> rng_below(&rng, 64));
    }
}

// Every bin in use, with the counts that take the most bytes while their total can be told.
Test(bare_report, says_the_fullest_window)
{
    static struct histogram histogram;
    static struct histogram one;
    uint64_t count = INT64_MAX / HISTOGRAM_BINS;

    histogram_reset(&histogram);
    histogram_reset(&one);
    for (size_t bin = 0; bin < HISTOGRAM_BINS; bin++)
        histogram_record(&histogram, histogram_bin_low_ns(bin));
    histogram_record(&histogram, UINT64_MAX);
    for (size_t bin = 0; bin < HISTOGRAM_BINS; bin++) {
        histogram.counts[bin] += count - 2;
        histogram.total += count - 2;
    }
    histogram.sum_ns = UINT64_MAX;
    cr_assert_leq(histogram_encoded_size(&histogram), REPORT_HISTOGRAM_MAX);
    cr_assert_gt(histogram_encoded_size(&histogram), HISTOGRAM_BINS * 8);
    window_is_heard(&histogram);
}

// What no recording makes, but a count in each bin could hold: the bound of the header is one.
Test(bare_report, any_histogram_fits_a_line)
{
    static struct histogram histogram;
    struct wire_window window = {.index = UINT32_MAX,
                                 .duration_ns = UINT64_MAX,
                                 .operations = UINT64_MAX,
                                 .due = UINT64_MAX,
                                 .steal_ns = UINT64_MAX,
                                 .histogram = &histogram};

    memset(&histogram, 0xff, sizeof histogram);
    histogram.min_ns =
        0; // one byte where the bound allows ten: only bins from here on are looked at
    cr_assert_eq(histogram_encoded_size(&histogram), REPORT_HISTOGRAM_MAX - 9);
    cr_assert_gt(report_window(line, sizeof line, &window), REPORT_HISTOGRAM_MAX);
}

Test(bare_report, says_errors)
{
    struct report_error error = {.workload = "memory", .what = "vector 14 at \"0x7\"\n", .code = 5};
    struct wire_message message = heard(report_error(line, sizeof line, &error));

    cr_assert_eq(message.type, WIRE_ERROR);
    cr_assert_str_eq(message.error.workload, "memory");
    cr_assert_str_eq(message.error.what, "vector 14 at \"0x7\" ");
    cr_assert_eq(message.error.code, 5);
    wire_message_done(&message);
    error = (struct report_error){.what = "", .code = -5};
    message = heard(report_error(line, sizeof line, &error));
    cr_assert_str_eq(message.error.workload, "");
    cr_assert_eq(message.error.code, 0);
    wire_message_done(&message);
}

Test(bare_report, the_longest_error_fits_a_line)
{
    scope_free char *text = alloc_zeroed(JSON_TEXT_MAX * 2, 1);
    struct report_error error = {.workload = text, .what = text, .code = INT32_MAX};
    struct wire_message message;

    memset(text, '\x01', JSON_TEXT_MAX * 2 - 1);
    message = heard(report_error(line, sizeof line, &error));
    cr_assert_eq(strlen(message.error.what), JSON_TEXT_MAX);
    wire_message_done(&message);
}

Test(bare_report, says_nothing_that_does_not_fit)
{
    static struct histogram histogram;
    struct wire_window window = {.duration_ns = 1, .histogram = &histogram};
    size_t needed = report_window(line, sizeof line, &window);

    histogram_reset(&histogram);
    cr_assert_gt(needed, 0);
    cr_assert_eq(report_window(line, needed, &window), needed);
    for (size_t capacity = 0; capacity < needed; capacity++)
        cr_assert_eq(report_window(line, capacity, &window), 0);
}
