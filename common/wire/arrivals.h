// SPDX-License-Identifier: GPL-3.0-or-later
// How operations arrive, as members of a prepare: private to the message codec.
#ifndef FULLHOUSE_COMMON_WIRE_ARRIVALS_H
#define FULLHOUSE_COMMON_WIRE_ARRIVALS_H

#include <jansson.h>

struct err;
struct load;

// arrivals, rate_hz and what goes with those arrivals. Reading: 0 or -EBADMSG.
void arrivals_write(json_t *object, const struct load *load);
int arrivals_read(const json_t *object, struct load *load, struct err *err);

#endif
