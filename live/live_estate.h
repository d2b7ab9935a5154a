// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts and guests as they are now, asked of libvirt.
#ifndef FULLHOUSE_LIVE_LIVE_ESTATE_H
#define FULLHOUSE_LIVE_LIVE_ESTATE_H

#include <stddef.h>

struct err;
struct estate;

// Adds the host of each URI and the domains on it; asked twice, seconds apart, for rates of CPU,
// disk and network. ERR_HOST for one that does not answer.
int live_estate_read(const char *const *uris, size_t count, double seconds, struct estate *estate,
                     struct err *err);

#endif
