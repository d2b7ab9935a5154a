// SPDX-License-Identifier: GPL-3.0-or-later
// The rules, each with its thresholds: far enough from idle that noise does not meet them, near
// enough that guests feel them when they are met. They are stated for people in docs/saturation.md.
#include "common/inference/saturation.h"

// A tenth of the time something waited: guests feel that.
#define WAITS 0.1
// All but used up: what is left is what bursts and sampling blur.
#define FULL 0.9

#define PRESSURE(name_, bound_, words_)                                                            \
    {                                                                                              \
        .sign = SATURATION_WAITING, .source = "pressure", .object = "host", .metric = name_,       \
        .bound = bound_, .words = words_, .is_ratio = true                                         \
    }
#define MEMORY_WAITS                                                                               \
    PRESSURE("memory_pressure_ratio", 0.05, "tasks waited for memory %s of the time")
#define DISK_WAITS PRESSURE("io_pressure_ratio", WAITS, "tasks waited for disks %s of the time")

// Used over its limit, of a disk whose limit our control group sets.
#define DISK_LIMIT(used_, limit_, what_)                                                           \
    {                                                                                              \
        .resource = "disk limit", .object = "disk *", .conditions = {                              \
            {.sign = SATURATION_UTILISATION,                                                       \
             .source = "disk",                                                                     \
             .metric = used_,                                                                      \
             .over_source = "cgroup",                                                              \
             .over = limit_,                                                                       \
             .bound = FULL,                                                                        \
             .words = "%s of the control group's limit of " what_ " was used",                     \
             .is_ratio = true},                                                                    \
            DISK_WAITS,                                                                            \
        }                                                                                          \
    }

#define LINK(used_, words_)                                                                        \
    {                                                                                              \
        .resource = "network", .object = "nic *", .conditions = {                                  \
            {.sign = SATURATION_UTILISATION,                                                       \
             .source = "network",                                                                  \
             .metric = used_,                                                                      \
             .over_source = "network",                                                             \
             .over = "link_bits_hz",                                                               \
             .factor = 8,                                                                          \
             .bound = FULL,                                                                        \
             .words = words_,                                                                      \
             .is_ratio = true},                                                                    \
        }                                                                                          \
    }

const struct saturation_rule saturation_rules[] = {
    {.resource = "processes",
     .object = "group",
     .conditions = {{.sign = SATURATION_UTILISATION,
                     .source = "cgroup",
                     .metric = "pids_used_count",
                     .over_source = "cgroup",
                     .over = "pids_limit_count",
                     .bound = 0.95,
                     .words = "%s of the processes that are allowed were there",
                     .is_ratio = true}}},
    {.resource = "memory limit",
     .object = "group",
     .conditions = {{.sign = SATURATION_ERRORS,
                     .source = "cgroup",
                     .metric = "memory_limit_hits_hz",
                     .bound = 1,
                     .words = "the control group's memory limit was run into %s times a second"},
                    MEMORY_WAITS}},
    {.resource = "memory",
     .object = "host",
     .conditions = {{.sign = SATURATION_UTILISATION,
                     .source = "memory",
                     .metric = "memory_available_bytes",
                     .over_source = "memory",
                     .over = "memory_total_bytes",
                     .bound = 0.1,
                     .is_most = true,
                     .words = "%s of the memory was left",
                     .is_ratio = true},
                    MEMORY_WAITS}},
    {.resource = "memory",
     .object = "host",
     .conditions = {{.sign = SATURATION_WAITING,
                     .source = "memory",
                     .metric = "swap_in_bytes_hz",
                     .bound = 1 << 20,
                     .words = "%s bytes a second were read back from swap"},
                    MEMORY_WAITS}},
    {.resource = "CPU quota",
     .object = "group",
     .conditions = {{.sign = SATURATION_WAITING,
                     .source = "cgroup",
                     .metric = "cpu_throttled_ratio",
                     .bound = WAITS,
                     .words = "the control group was held back in %s of its periods",
                     .is_ratio = true}}},
    DISK_LIMIT("read_bytes_hz", "limit_read_bytes_hz", "bytes read"),
    DISK_LIMIT("write_bytes_hz", "limit_write_bytes_hz", "bytes written"),
    DISK_LIMIT("read_hz", "limit_read_hz", "reads"),
    DISK_LIMIT("write_hz", "limit_write_hz", "writes"),
    {.resource = "disk",
     .object = "disk *",
     .conditions = {{.sign = SATURATION_UTILISATION,
                     .source = "disk",
                     .metric = "busy_ratio",
                     .bound = FULL,
                     .words = "it was busy %s of the time",
                     .is_ratio = true},
                    DISK_WAITS}},
    {.resource = "network",
     .object = "nic *",
     .conditions = {{.sign = SATURATION_ERRORS,
                     .source = "network",
                     .metric = "queue_drops_hz",
                     .bound = 1,
                     .words = "its queue dropped %s packets a second"},
                    {.sign = SATURATION_WAITING,
                     .source = "network",
                     .metric = "queue_overlimits_hz",
                     .bound = 1,
                     .words = "it was over its rate %s times a second"}}},
    // A sender that gives way loses no packet: they wait.
    {.resource = "network",
     .object = "nic *",
     .conditions = {{.sign = SATURATION_WAITING,
                     .source = "network",
                     .metric = "queue_backlog_bytes",
                     .bound = 1500,
                     .words = "%s bytes waited in its queue"},
                    {.sign = SATURATION_WAITING,
                     .source = "network",
                     .metric = "queue_overlimits_hz",
                     .bound = 1,
                     .words = "it was over its rate %s times a second"}}},
    {.resource = "network",
     .object = "nic *",
     .conditions = {{.sign = SATURATION_ERRORS,
                     .source = "network",
                     .metric = "drops_hz",
                     .over_source = "network",
                     .over = "receive_packets_hz",
                     .bound = 0.001,
                     .words = "it dropped packets, %s of those it received",
                     .is_ratio = true}}},
    LINK("receive_bytes_hz", "%s of the link was used to receive"),
    LINK("transmit_bytes_hz", "%s of the link was used to send"),
    {.resource = "CPU time below",
     .object = "host",
     .conditions = {{.sign = SATURATION_WAITING,
                     .source = "cpu",
                     .metric = "cpu_steal_ratio",
                     .bound = WAITS,
                     .words = "the hypervisor under this host took %s of the CPUs' time",
                     .is_ratio = true}}},
    {.resource = "CPU",
     .object = "host",
     .conditions = {{.sign = SATURATION_UTILISATION,
                     .source = "cpu",
                     .metric = "cpu_busy_ratio",
                     .bound = FULL,
                     .words = "%s of the CPUs' time was used",
                     .is_ratio = true},
                    PRESSURE("cpu_pressure_ratio", 0.2,
                             "some task waited for a CPU %s of the time")}},
    {.resource = "CPU",
     .object = "host",
     .conditions = {{.sign = SATURATION_UTILISATION,
                     .source = "cpu",
                     .metric = "cpu_busy_ratio",
                     .bound = FULL,
                     .words = "%s of the CPUs' time was used",
                     .is_ratio = true},
                    {.sign = SATURATION_WAITING,
                     .source = "cpu",
                     .metric = "cpu_wait_cores",
                     .bound = 0.5,
                     .words = "%s tasks waited for a CPU at any moment"}}},
};

const size_t saturation_rule_count = sizeof saturation_rules / sizeof *saturation_rules;
