// SPDX-License-Identifier: GPL-3.0-or-later
// The names stand in the description of virConnectGetAllDomainStats(3). Memory is in KiB there,
// times in ns.
#include "collector/vir_figure.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define KIB          1024
#define MIB          1048576
#define NS_TO_SECOND 1e-9

const struct vir_figure vir_figures[] = {
    {"balloon", "current", "balloon_bytes", VIR_FIGURE_GAUGE, KIB},
    {"balloon", "maximum", "balloon_maximum_bytes", VIR_FIGURE_GAUGE, KIB},
    {"balloon", "available", "guest_available_bytes", VIR_FIGURE_GAUGE, KIB},
    {"balloon", "usable", "guest_usable_bytes", VIR_FIGURE_GAUGE, KIB},
    {"balloon", "unused", "guest_unused_bytes", VIR_FIGURE_GAUGE, KIB},
    {"balloon", "disk_caches", "guest_cache_bytes", VIR_FIGURE_GAUGE, KIB},
    {"balloon", "major_fault", "guest_major_faults_hz", VIR_FIGURE_RATE, 1},
    {"balloon", "swap_in", "guest_swap_in_bytes_hz", VIR_FIGURE_RATE, KIB},
    {"balloon", "swap_out", "guest_swap_out_bytes_hz", VIR_FIGURE_RATE, KIB},
    {"vcpu", "current", "vcpus_count", VIR_FIGURE_GAUGE, 1},
    {"vcpu", "halted", "halted_ratio", VIR_FIGURE_GAUGE, 1},
    {"vcpu", "delay", "delay_ratio", VIR_FIGURE_RATE, NS_TO_SECOND},
    {"vcpu", "wait", "io_wait_ratio", VIR_FIGURE_RATE, NS_TO_SECOND},
    {"block", "rd.reqs", "read_hz", VIR_FIGURE_RATE, 1},
    {"block", "wr.reqs", "write_hz", VIR_FIGURE_RATE, 1},
    {"block", "fl.reqs", "flush_hz", VIR_FIGURE_RATE, 1},
    {"block", "rd.bytes", "read_bytes_hz", VIR_FIGURE_RATE, 1},
    {"block", "wr.bytes", "write_bytes_hz", VIR_FIGURE_RATE, 1},
    {"block", "rd.times", "read_latency_ns", VIR_FIGURE_MEAN, 1, "rd.reqs"},
    {"block", "wr.times", "write_latency_ns", VIR_FIGURE_MEAN, 1, "wr.reqs"},
    {"block", "fl.times", "flush_latency_ns", VIR_FIGURE_MEAN, 1, "fl.reqs"},
    {"block", "allocation", "allocation_bytes", VIR_FIGURE_GAUGE, 1},
    {"block", "physical", "physical_bytes", VIR_FIGURE_GAUGE, 1},
    {"net", "rx.bytes", "receive_bytes_hz", VIR_FIGURE_RATE, 1},
    {"net", "tx.bytes", "transmit_bytes_hz", VIR_FIGURE_RATE, 1},
    {"net", "rx.pkts", "receive_packets_hz", VIR_FIGURE_RATE, 1},
    {"net", "tx.pkts", "transmit_packets_hz", VIR_FIGURE_RATE, 1},
    {"net", "rx.drop", "drops_hz", VIR_FIGURE_RATE, 1},
    {"net", "tx.drop", "drops_hz", VIR_FIGURE_RATE, 1},
    {"net", "rx.errs", "errors_hz", VIR_FIGURE_RATE, 1},
    {"net", "tx.errs", "errors_hz", VIR_FIGURE_RATE, 1},
    {"dirtyrate", "megabytes_per_second", "dirty_bytes_hz", VIR_FIGURE_GAUGE, MIB},
    {"perf", "cpu_cycles", "cycles_hz", VIR_FIGURE_RATE, 1},
    {"perf", "instructions", "instructions_hz", VIR_FIGURE_RATE, 1},
    {"perf", "cache_misses", "cache_misses_hz", VIR_FIGURE_RATE, 1},
    {"perf", "cmt", "cache_bytes", VIR_FIGURE_GAUGE, 1},
};
const size_t vir_figure_count = sizeof vir_figures / sizeof *vir_figures;

// The number in "block.0.rd.reqs", moving *at behind its dot; -1 where there is none.
static int take_number(const char **at)
{
    char *end;
    if (!isdigit((unsigned char)**at))
        return -1;
    unsigned long number = strtoul(*at, &end, 10);
    if (*end != '.' || number > UINT16_MAX)
        return -1;
    *at = end + 1;
    return (int)number;
}

const struct vir_figure *vir_figure_find(const char *field, int *ret_number)
{
    const char *dot = strchr(field, '.');
    if (!dot)
        return NULL;
    size_t length = (size_t)(dot - field);
    const char *rest = dot + 1;
    int number = take_number(&rest);
    for (size_t i = 0; i < vir_figure_count; i++) {
        const struct vir_figure *figure = &vir_figures[i];
        if (strncmp(figure->group, field, length) != 0 || figure->group[length] != '\0' ||
            strcmp(figure->field, rest) != 0)
            continue;
        *ret_number = number;
        return figure;
    }
    return NULL;
}
