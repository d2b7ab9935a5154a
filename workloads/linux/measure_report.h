// SPDX-License-Identifier: GPL-3.0-or-later
// What --measure found, as text for people and as JSON for programs.
#ifndef FULLHOUSE_WORKLOADS_LINUX_MEASURE_REPORT_H
#define FULLHOUSE_WORKLOADS_LINUX_MEASURE_REPORT_H

#include <stdint.h>

struct strbuf;
struct wire_window;
struct workload;
struct workload_variant;

struct measure_report {
    const struct workload *workload;
    const struct workload_variant *variant;
    uint32_t threads;
    uint64_t bytes; // of one operation; 0: it is not about bytes
    const struct wire_window *window;
};

// Some lines: the operation, the counts, the rate, quantiles of latency.
void measure_report_text(const struct measure_report *report, struct strbuf *out);

// One object on one line: workload, variant, operation, threads, duration_ns, operations, due,
// operations_hz, bytes_hz (null when the operation is not about bytes), latency_ns {mean, p50, p90,
// p99, p999, max} (null without an operation).
void measure_report_json(const struct measure_report *report, struct strbuf *out);

#endif
