// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/consolidation_json*.c and _csv.c: parts of the document, each a member of the
// open object, and how amounts are called and written for machines.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_JSON_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_JSON_H

#include <stdint.h>

#include "planner/amount/amounts.h"

struct consolidation;
struct consolidation_fill;
struct json_writer;

// "cpu_cores", "cpu_vcpus" or "cpu_host_ratio" by the policy; "memory_bytes". Not new.
const char *consolidation_amount_key(const struct consolidation *consolidation,
                                     enum amount_resource resource);
// In the unit of that key; NAN: no limit.
double consolidation_amount_number(enum amount_resource resource, int64_t amount);

// "hosts": each with room, and what is taken of it before and after; "guests": where each is.
void consolidation_json_hosts(struct json_writer *writer, const struct consolidation *consolidation,
                              const struct consolidation_fill *fill);
void consolidation_json_guests(struct json_writer *writer,
                               const struct consolidation *consolidation);
// "moves": what they come to, and each of them.
void consolidation_json_moves(struct json_writer *writer,
                              const struct consolidation *consolidation);
// "risk": as it is and with the plan, on what was planned on and on the rest.
void consolidation_json_risk(struct json_writer *writer, const struct consolidation *consolidation);
// "saving": a year.
void consolidation_json_saving(struct json_writer *writer,
                               const struct consolidation *consolidation);
// "rules", "assumptions".
void consolidation_json_rules(struct json_writer *writer,
                              const struct consolidation *consolidation);
void consolidation_json_assumptions(struct json_writer *writer,
                                    const struct consolidation *consolidation);

#endif
