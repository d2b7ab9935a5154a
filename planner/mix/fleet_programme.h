// SPDX-License-Identifier: GPL-3.0-or-later
// A mixed integer programme as plain data: least cost of columns within bounds, under rows. Knows
// neither fleets nor the solver.
#ifndef FULLHOUSE_PLANNER_MIX_FLEET_PROGRAMME_H
#define FULLHOUSE_PLANNER_MIX_FLEET_PROGRAMME_H

#include <stdbool.h>
#include <stddef.h>

struct programme_column {
    bool is_whole;
    double most; // from 0 to this one; INFINITY: no bound
    double cost;
};

// low <= sum of value x column <= high; -INFINITY, INFINITY: no bound.
struct programme_row {
    double low, high;
};

struct programme_entry {
    size_t row, column;
    double value;
};

// Zero-initialise; release with fleet_programme_done.
struct fleet_programme {
    struct programme_column *columns;
    size_t column_count;
    struct programme_row *rows;
    size_t row_count;
    struct programme_entry *entries;
    size_t entry_count, entry_room;
};

// So many columns at 0: fixed, and without cost.
void fleet_programme_init(struct fleet_programme *programme, size_t columns);
void fleet_programme_done(struct fleet_programme *programme);

// Its index; entries are added to the row that was added last, each column at most once. A value of
// 0 adds none.
size_t fleet_programme_row(struct fleet_programme *programme, double low, double high);
void fleet_programme_entry(struct fleet_programme *programme, size_t column, double value);

// Whether every cost and entry is a number.
bool fleet_programme_is_finite(const struct fleet_programme *programme);

#endif
