// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a step, written and read with it. Private to store_step*.c.
#ifndef FULLHOUSE_COMMON_STORE_STORE_FIGURE_H
#define FULLHOUSE_COMMON_STORE_STORE_FIGURE_H

#include <stdint.h>

struct err;
struct sql;
struct step_record;
struct store;

// Within the step's transaction. 0 or negative errno.
int store_insert_figures(struct store *store, int64_t step_id, const struct step_record *step,
                         struct err *err);

// The statement that finds them, for as many steps as there are; release with sql_close.
int store_open_figures(struct sql *ret_sql, struct store *store, struct err *err);
// Adds those of the step with step->id. 0 or negative errno.
int store_read_figures(struct sql *sql, struct step_record *step, struct err *err);

#endif
