// SPDX-License-Identifier: GPL-3.0-or-later
// One cell of an estate, beyond what those of an inventory can be. Private to the planner. All give
// 0, or -EINVAL with "'text': what is wrong, what would be right"; the value is untouched then.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_CELL_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/market/host_model.h"

struct err;
struct estate_node;

struct estate_range {
    double least, most;
    const char *example; // of a right one
};

int estate_cell_number(const char *text, const struct estate_range *range, double *ret_value,
                       struct err *err);
int estate_cell_count(const char *text, const struct estate_range *range, double *ret_value,
                      struct err *err);
// bare: bytes that a number without a unit counts; 0: a unit is wanted.
int estate_cell_bytes(const char *text, double bare, const struct estate_range *range,
                      double *ret_bytes, struct err *err);
// Operations a second.
int estate_cell_rate(const char *text, const struct estate_range *range, double *ret_hz,
                     struct err *err);
// "25 Gbit/s", "2x10 Gbit/s": bits a second.
int estate_cell_bits(const char *text, const struct estate_range *range, double *ret_bits_hz,
                     struct err *err);
// "50 MiB/s", "400 Mbit/s": bytes a second.
int estate_cell_bytes_rate(const char *text, const struct estate_range *range, double *ret_bytes_hz,
                           struct err *err);
// "0.7" in cores, "35%" of the vCPUs (NAN: not known).
int estate_cell_use(const char *text, double vcpus, double *ret_cores, struct err *err);
// "90/250" (idle, and full load; a line between: *ret_is_line), or eleven, with blanks or commas.
int estate_cell_watts(const char *text, double ret_watts[POWER_POINTS], bool *ret_is_line,
                      struct err *err);
// "2" equal parts of those cores and bytes, or each for itself, "16 cores 128 GiB; 16 cores
// 64 GiB". *ret_nodes is new.
int estate_cell_nodes(const char *text, double cores, double memory_bytes,
                      struct estate_node **ret_nodes, size_t *ret_count, struct err *err);
// A single line of at most 200 bytes. New string.
int estate_cell_text(const char *text, char **ret_text, struct err *err);

#endif
