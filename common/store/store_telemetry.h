// SPDX-License-Identifier: GPL-3.0-or-later
// Telemetry of a step, inside the transaction of its caller. Private to the store.
#ifndef FULLHOUSE_COMMON_STORE_STORE_TELEMETRY_H
#define FULLHOUSE_COMMON_STORE_STORE_TELEMETRY_H

#include <stdint.h>

struct err;
struct store;
struct sql;
struct telemetry;

// Adds all points and absences. 0 or negative errno.
int store_insert_telemetry(struct store *store, int64_t step_id, const struct telemetry *telemetry,
                           struct err *err);

// Adds the points of a row: source, object, metric, first_at_ns, count, data. 0 or -EINVAL.
int store_read_telemetry_block(struct sql *sql, struct telemetry *telemetry, struct err *err);

#endif
