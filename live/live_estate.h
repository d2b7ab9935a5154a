// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts and guests as they are now, asked of libvirt.
#ifndef FULLHOUSE_LIVE_LIVE_ESTATE_H
#define FULLHOUSE_LIVE_LIVE_ESTATE_H

#include <stddef.h>

struct err;
struct estate;

// Adds the host of each URI and the domains on it; asked twice, seconds apart (at least 1), for
// rates of CPU, disk, network and written memory. A host or guest that the estate has already by
// its name keeps what was said of it: only what nobody said is filled in, and where the guest runs,
// which libvirt knows better (noted). ERR_HOST for a host that does not answer; ERR_INPUT for one
// that two URIs name, or a guest that runs on two; -EINTR.
int live_estate_read(const char *const *uris, size_t count, double seconds, struct estate *estate,
                     struct err *err);

#endif
