// SPDX-License-Identifier: GPL-3.0-or-later
// A run's memory curves as a member of its JSON.
#ifndef FULLHOUSE_REPORTS_JSON_MEMORY_CURVE_H
#define FULLHOUSE_REPORTS_JSON_MEMORY_CURVE_H

struct json_writer;
struct memory_curves;

// "memory_curves" and "caches"; both arrays, empty where there is nothing.
void json_memory_curves(struct json_writer *writer, const struct memory_curves *curves);

#endif
