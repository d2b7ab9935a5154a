// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/: the raw records of a run as JSON members.
#ifndef FULLHOUSE_REPORTS_JSON_RECORDS_H
#define FULLHOUSE_REPORTS_JSON_RECORDS_H

#include "common/model/record.h"

struct json_writer;
struct telemetry;

// A member "host" of the open object.
void json_host(struct json_writer *writer, const struct host_record *host);

// A member "life" of the open object: verbs with their percentiles, and those that are absent.
struct life;
void json_life(struct json_writer *writer, const struct life *life);

// An object in the open array, with guests, windows and figures.
// telemetry may be NULL: nothing was kept of it.
void json_step(struct json_writer *writer, const struct step_record *step,
               const struct telemetry *telemetry);

#endif
