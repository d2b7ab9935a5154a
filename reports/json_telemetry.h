// SPDX-License-Identifier: GPL-3.0-or-later
// What the host's sources said during a step, in JSON.
#ifndef FULLHOUSE_REPORTS_JSON_TELEMETRY_H
#define FULLHOUSE_REPORTS_JSON_TELEMETRY_H

struct json_writer;
struct telemetry;

// Two members: "telemetry", an array of series (source, object, metric, unit, at_ns and values of
// the same length), and "absent", an array of (source, object, why).
void json_telemetry(struct json_writer *writer, const struct telemetry *telemetry);

#endif
