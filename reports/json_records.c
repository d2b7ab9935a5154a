// SPDX-License-Identifier: GPL-3.0-or-later
// Records member by member, named as in the headers with their units.
#include "reports/json_records.h"

#include <math.h>

#include "common/base/scope.h"
#include "common/inference/drift.h"
#include "reports/json_telemetry.h"
#include "reports/json_writer.h"

void json_host(struct json_writer *writer, const struct host_record *host)
{
    json_writer_open_object(writer, "host");
    json_writer_text(writer, "name", host->name);
    json_writer_text(writer, "cpu_model", host->cpu_model);
    json_writer_integer(writer, "cpus", host->cpus);
    json_writer_optional(writer, "cores", host->cores ? (int64_t)host->cores : RECORD_ABSENT);
    json_writer_optional(writer, "sockets", host->sockets ? (int64_t)host->sockets : RECORD_ABSENT);
    json_writer_optional(writer, "numa_nodes",
                         host->numa_nodes ? (int64_t)host->numa_nodes : RECORD_ABSENT);
    json_writer_integer(writer, "memory_bytes", host->memory_bytes);
    json_writer_text(writer, "kernel", host->kernel);
    json_writer_text(writer, "virtualization", host->virtualization);
    json_writer_text(writer, "settings", host->settings);
    json_writer_text(writer, "topology_xml", host->topology_xml);
    json_writer_text(writer, "map", host->map);
    json_writer_close_object(writer);
}

static void json_window(struct json_writer *writer, const struct window_record *window)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "index", window->index);
    json_writer_integer(writer, "stream", window->stream);
    json_writer_bool(writer, "measured", window->measured);
    json_writer_integer(writer, "duration_ns", window->duration_ns);
    json_writer_integer(writer, "operations", window->operations);
    json_writer_integer(writer, "due", window->due);
    json_writer_integer(writer, "steal_ns", window->steal_ns);
    scope_free struct histogram *latency = histogram_unpack(window->histogram);
    bool any = latency->total > 0;
    json_writer_number(writer, "latency_mean_ns", any ? histogram_mean_ns(latency) : NAN);
    json_writer_optional(writer, "latency_p50_ns",
                         any ? (int64_t)histogram_quantile_ns(latency, 0.5) : RECORD_ABSENT);
    json_writer_optional(writer, "latency_p99_ns",
                         any ? (int64_t)histogram_quantile_ns(latency, 0.99) : RECORD_ABSENT);
    json_writer_optional(writer, "latency_max_ns", any ? (int64_t)latency->max_ns : RECORD_ABSENT);
    json_writer_close_object(writer);
}

// Where its vCPUs were seen: null where nobody looked, away also where it has no home.
static void json_drift(struct json_writer *writer, const struct guest_record *guest,
                       const struct telemetry *telemetry)
{
    struct drift drift = {0};
    if (telemetry)
        drift_add_guest(&drift, NULL, guest->home, telemetry, guest->index);
    json_writer_number(writer, "away_from_home_ratio", drift_away_ratio(&drift));
    json_writer_number(writer, "cpu_change_ratio", drift_cpu_change_ratio(&drift));
}

static void json_guest(struct json_writer *writer, const struct guest_record *guest,
                       const struct telemetry *telemetry)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "index", guest->index);
    json_writer_text(writer, "role", guest->role);
    json_writer_text(writer, "load", guest->load);
    json_writer_text(writer, "home", guest->home);
    json_drift(writer, guest, telemetry);
    json_writer_text(writer, "state", record_state_name(guest->state));
    json_writer_text(writer, "reason", guest->reason);
    json_writer_optional(writer, "boot_ns", guest->boot_ns);
    json_writer_optional(writer, "start_offset_ns", guest->start_offset_ns);
    json_writer_optional(writer, "clock_error_ns", guest->clock_error_ns);
    json_writer_number(writer, "clock_rate", guest->clock_rate > 0 ? guest->clock_rate : NAN);
    json_writer_optional(writer, "host_memory_bytes", guest->host_memory_bytes);
    json_writer_optional(writer, "host_cpu_ns", guest->host_cpu_ns);
    json_writer_open_array(writer, "windows");
    for (size_t w = 0; w < guest->window_count; w++)
        json_window(writer, &guest->windows[w]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void json_figure(struct json_writer *writer, const struct figure_record *figure)
{
    json_writer_open_object(writer, NULL);
    json_writer_optional(writer, "guest", figure->guest);
    json_writer_integer(writer, "stream", figure->stream);
    json_writer_text(writer, "name", figure->name);
    json_writer_text(writer, "unit", figure->unit);
    json_writer_bool(writer, "higher_is_better", figure->higher_is_better);
    json_writer_optional(writer, "at_ns", figure->at_ns);
    json_writer_number(writer, "value", figure->value);
    json_writer_close_object(writer);
}

void json_step(struct json_writer *writer, const struct step_record *step,
               const struct telemetry *telemetry)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "id", (uint64_t)step->id);
    json_writer_text(writer, "kind", record_step_kind_name(step->kind));
    json_writer_integer(writer, "guests", step->guests);
    json_writer_optional(writer, "tiles", step->tiles ? (int64_t)step->tiles : RECORD_ABSENT);
    json_writer_integer(writer, "repeat", step->repeat);
    json_writer_text(writer, "state", record_state_name(step->state));
    json_writer_text(writer, "reason", step->reason);
    json_writer_text(writer, "verdict", step->verdict);
    json_writer_optional(writer, "started_at_ns", step->started_at_ns);
    json_writer_number(writer, "rate_hz", step->rate_hz);
    json_writer_integer(writer, "warmup_windows", step->warmup_windows);
    json_writer_bool(writer, "steady", step->steady);
    json_writer_optional(writer, "boot_ns", step->boot_ns);
    json_writer_optional(writer, "barrier_ns", step->barrier_ns);
    json_writer_optional(writer, "memory_bytes", step->memory_bytes);
    json_writer_optional(writer, "tool_cpu_ns", step->tool_cpu_ns);
    json_writer_optional(writer, "measured_ns", step->measured_ns);
    json_writer_open_array(writer, "guest_list");
    for (size_t g = 0; g < step->guest_count; g++)
        json_guest(writer, &step->guest_list[g], telemetry);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "figures");
    for (size_t f = 0; f < step->figure_count; f++)
        json_figure(writer, &step->figures[f]);
    json_writer_close_array(writer);
    if (telemetry)
        json_telemetry(writer, telemetry);
    json_writer_close_object(writer);
}
