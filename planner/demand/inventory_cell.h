// SPDX-License-Identifier: GPL-3.0-or-later
// One cell of an inventory: numbers with and without units, states, yes and no. Private to the
// planner. All give 0, or -EINVAL with "'text': what is wrong"; the value is untouched then.
#ifndef FULLHOUSE_PLANNER_DEMAND_INVENTORY_CELL_H
#define FULLHOUSE_PLANNER_DEMAND_INVENTORY_CELL_H

#include <stdbool.h>

#include "planner/demand/inventory_guest.h"

struct err;

// "12", "0.35": not negative, at most `most`; no exponent, no comma.
int inventory_cell_number(const char *text, double most, double *ret_value, struct err *err);
// A size, "4 GiB"; a bare number counts `bare_bytes` each, and is refused where that is 0.
int inventory_cell_bytes(const char *text, double bare_bytes, double most, double *ret_bytes,
                         struct err *err);
// "120/s", "120".
int inventory_cell_rate(const char *text, double *ret_hz, struct err *err);
// "20 Mbit/s", "1 Gbit/s" (units_parse_bit_rate), or "0".
int inventory_cell_bits(const char *text, double *ret_bits_hz, struct err *err);
// "poweredOn", "running", "off", ...; "" is on.
int inventory_cell_state(const char *text, enum inventory_state *ret_state, struct err *err);
// "True", "no", ...; "" is no.
int inventory_cell_yes(const char *text, bool *ret_yes, struct err *err);

#endif
