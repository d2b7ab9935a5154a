// SPDX-License-Identifier: GPL-3.0-or-later
// Which items would have to leave a bin so that another fits, at the least price.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_EJECT_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_EJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing_pool.h"

enum { PACKING_EJECT_MOST = 3 };

struct packing_eject {
    size_t bin;
    uint32_t items[PACKING_EJECT_MOST];
    unsigned count; // 0: none was found
    double price;   // what is dearer is not looked at
};

// Lowers *best to the cheapest one, two or three items of the bin whose leaving makes room for the
// item and, where there is a judge, makes it allowed. Three only where asked for and no fewer do in
// this bin.
void packing_eject_find(const struct packing_pool *pool, uint32_t item, size_t bin, bool three,
                        struct packing_eject *best);

#endif
