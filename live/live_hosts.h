// SPDX-License-Identifier: GPL-3.0-or-later
// The connections to an estate's hosts: opened when first asked for, and anew once one is dead.
#ifndef FULLHOUSE_LIVE_LIVE_HOSTS_H
#define FULLHOUSE_LIVE_LIVE_HOSTS_H

#include <stddef.h>
#include <stdint.h>

#include "collector/vir.h"

struct err;
struct estate;

struct live_hosts {
    const struct estate *estate; // not owned
    virConnectPtr *connections;  // [host], NULL where none is open
};

void live_hosts_init(struct live_hosts *hosts, const struct estate *estate);
void live_hosts_done(struct live_hosts *hosts);

// The host's connection, which stays ours. ERR_HOST where it does not answer, ERR_INPUT where
// nobody said how to reach it.
int live_hosts_reach(struct live_hosts *hosts, int32_t host, virConnectPtr *ret_connection,
                     struct err *err);

#endif
