// SPDX-License-Identifier: GPL-3.0-or-later
// Forms of CSV that tell of an estate, from memory or from a file. Private to the planner.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_CSV_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "common/model/csv.h"

struct err;
struct estate;

#define ESTATE_FILE_MOST_BYTES (UINT64_C(1) << 30)

struct estate_input {
    const char *name;
    const char *bytes; // NULL: the file of that name
    size_t length;
};

int estate_input_read(const struct estate_input *input, csv_row_fn *row, void *context,
                      struct err *err);

int estate_csv_read(struct estate *estate, bool is_of_hosts, const struct estate_input *input,
                    struct err *err);

#endif
