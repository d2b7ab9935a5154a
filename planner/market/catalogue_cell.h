// SPDX-License-Identifier: GPL-3.0-or-later
// The text of one cell into the member of a server that its column is of.
#ifndef FULLHOUSE_PLANNER_MARKET_CATALOGUE_CELL_H
#define FULLHOUSE_PLANNER_MARKET_CATALOGUE_CELL_H

#include <stddef.h>

#include "planner/market/host_model.h"

struct err;

// text is not empty. Where an amount of money, or the column of currencies, names one, *ret_code is
// its code (new); else NULL. 0 or -EINVAL with what would be right, without file, line and column.
int catalogue_cell_read(size_t column, const char *text, struct host_model *model, char **ret_code,
                        struct err *err);

#endif
