// SPDX-License-Identifier: GPL-3.0-or-later
// Two forms of one window. The JSON is written by hand: names and operations of the table are plain
// ASCII without anything to escape, which a test holds them to.
#include "workloads/linux/measure_report.h"

#include <inttypes.h>

#include "common/base/clock.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/wire/message.h"
#include "workloads/core/workload.h"

static const struct {
    const char *name;
    double quantile;
} quantiles[] = {
    {"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p999", 0.999}, {"max", 1},
};
enum { QUANTILES = sizeof quantiles / sizeof quantiles[0] };

static double seconds(const struct measure_report *report)
{
    return (double)report->window->duration_ns / (double)CLOCK_NS_PER_SECOND;
}

static double operations_hz(const struct measure_report *report)
{
    return (double)report->window->operations / seconds(report);
}

static void add_quantiles_text(const struct histogram *histogram, struct strbuf *out)
{
    char text[UNITS_TEXT_SIZE];

    for (size_t i = 0; i < QUANTILES; i++) {
        double ns = (double)histogram_quantile_ns(histogram, quantiles[i].quantile);

        strbuf_printf(out, "p%-5g %s\n", quantiles[i].quantile * 100,
                      units_format_duration_ns(text, ns));
    }
}

void measure_report_text(const struct measure_report *report, struct strbuf *out)
{
    const struct wire_window *window = report->window;
    char text[UNITS_TEXT_SIZE];

    strbuf_printf(out, "one operation: %s\n", report->variant->operation);
    strbuf_printf(out, "operations %" PRIu64 " in %g s, %" PRIu64 " due, %" PRIu32 " threads\n",
                  window->operations, seconds(report), window->due, report->threads);
    if (window->operations)
        strbuf_printf(out, "%.1f ns of a thread for each operation\n",
                      (double)window->duration_ns * report->threads / (double)window->operations);
    if (report->bytes)
        strbuf_printf(
            out, "%s a second\n",
            units_format_bytes(text, (uint64_t)(operations_hz(report) * (double)report->bytes)));
    if (window->operations)
        add_quantiles_text(window->histogram, out);
}

static void add_latency_json(const struct wire_window *window, struct strbuf *out)
{
    if (!window->operations) {
        strbuf_add(out, "null");
        return;
    }
    strbuf_printf(out, "{\"mean\": %.17g", histogram_mean_ns(window->histogram));
    for (size_t i = 0; i < QUANTILES; i++)
        strbuf_printf(out, ", \"%s\": %" PRIu64, quantiles[i].name,
                      histogram_quantile_ns(window->histogram, quantiles[i].quantile));
    strbuf_add(out, "}");
}

void measure_report_json(const struct measure_report *report, struct strbuf *out)
{
    const struct wire_window *window = report->window;

    strbuf_printf(out, "{\"workload\": \"%s\", \"variant\": \"%s\", \"operation\": \"%s\", ",
                  report->workload->name, report->variant->name, report->variant->operation);
    strbuf_printf(out, "\"threads\": %" PRIu32 ", \"duration_ns\": %" PRIu64 ", ", report->threads,
                  window->duration_ns);
    strbuf_printf(out, "\"operations\": %" PRIu64 ", \"due\": %" PRIu64 ", ", window->operations,
                  window->due);
    strbuf_printf(out, "\"operations_hz\": %.17g, \"bytes_hz\": ", operations_hz(report));
    if (report->bytes)
        strbuf_printf(out, "%.17g", operations_hz(report) * (double)report->bytes);
    else
        strbuf_add(out, "null");
    strbuf_add(out, ", \"latency_ns\": ");
    add_latency_json(window, out);
    strbuf_add(out, "}\n");
}
