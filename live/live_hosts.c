// SPDX-License-Identifier: GPL-3.0-or-later
// Opens and closes them.
#include "live/live_hosts.h"

#include <stdlib.h>

#include "collector/vir_host.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/estate/estate.h"

void live_hosts_init(struct live_hosts *hosts, const struct estate *estate)
{
    *hosts = (struct live_hosts){
        .estate = estate,
        .connections = alloc_zeroed(estate->host_count + 1, sizeof *hosts->connections),
    };
}

void live_hosts_done(struct live_hosts *hosts)
{
    for (size_t i = 0; hosts->connections && i < hosts->estate->host_count; i++)
        vir_close(hosts->connections[i]);
    free(hosts->connections);
    *hosts = (struct live_hosts){0};
}

int live_hosts_reach(struct live_hosts *hosts, int32_t host, virConnectPtr *ret_connection,
                     struct err *err)
{
    const struct estate_host *facts = &hosts->estate->hosts[host];
    virConnectPtr *connection = &hosts->connections[host];
    if (!facts->uri)
        return err_input(err, "%s: no libvirt URI: give it one (column \"uri\"), or --connect",
                         facts->name);
    if (*connection && virConnectIsAlive(*connection) != 1) {
        vir_close(*connection);
        *connection = NULL;
    }
    if (!*connection) {
        int result = vir_host_open(facts->uri, connection, err);
        if (result < 0)
            return err_prefix(err, "%s", facts->name);
    }
    *ret_connection = *connection;
    return 0;
}
