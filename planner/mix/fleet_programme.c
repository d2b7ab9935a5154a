// SPDX-License-Identifier: GPL-3.0-or-later
// Arrays that grow.
#include "planner/mix/fleet_programme.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"

void fleet_programme_init(struct fleet_programme *programme, size_t columns)
{
    *programme = (struct fleet_programme){
        .columns = alloc_zeroed(columns, sizeof *programme->columns),
        .column_count = columns,
    };
}

void fleet_programme_done(struct fleet_programme *programme)
{
    if (!programme)
        return;
    free(programme->columns);
    free(programme->rows);
    free(programme->entries);
    *programme = (struct fleet_programme){0};
}

size_t fleet_programme_row(struct fleet_programme *programme, double low, double high)
{
    programme->rows =
        alloc_resized(programme->rows, programme->row_count + 1, sizeof *programme->rows);
    programme->rows[programme->row_count] = (struct programme_row){low, high};
    return programme->row_count++;
}

void fleet_programme_entry(struct fleet_programme *programme, size_t column, double value)
{
    if (value == 0)
        return;
    if (programme->entry_count == programme->entry_room) {
        programme->entry_room = 2 * programme->entry_room + 64;
        programme->entries =
            alloc_resized(programme->entries, programme->entry_room, sizeof *programme->entries);
    }
    programme->entries[programme->entry_count++] =
        (struct programme_entry){programme->row_count - 1, column, value};
}

bool fleet_programme_is_finite(const struct fleet_programme *programme)
{
    for (size_t i = 0; i < programme->column_count; i++)
        if (!isfinite(programme->columns[i].cost))
            return false;
    for (size_t i = 0; i < programme->entry_count; i++)
        if (!isfinite(programme->entries[i].value))
            return false;
    return true;
}
