// SPDX-License-Identifier: GPL-3.0-or-later
// A host as its libvirt knows it: what it is made of, and the memory it has left right now.
#ifndef FULLHOUSE_COLLECTOR_VIR_HOST_H
#define FULLHOUSE_COLLECTOR_VIR_HOST_H

#include <stddef.h>

#include "collector/vir.h"

struct err;

struct vir_host_node { // NUMA
    double cores;      // physical, NAN where its nodes differ or that is not known
    double memory_bytes;
};

struct vir_host {
    char *name;     // what it calls itself: that is how a migration finds it
    char *platform; // "kvm", "tcg", "xen", ...
    double cores;   // physical
    double threads;
    double memory_bytes;
    struct vir_host_node *nodes;
    size_t node_count; // 0: one
};

// Opens a connection that may change things, and notices within half a minute when nobody answers
// any more. As vir_open otherwise.
int vir_host_open(const char *uri, virConnectPtr *ret_connection, struct err *err);

// 0, or negative errno when the host does not answer. Release with vir_host_done.
int vir_host_read(virConnectPtr connection, struct vir_host *ret_host, struct err *err);
void vir_host_done(struct vir_host *host);

// Memory that nobody needs: free, and the pages of files that the kernel would give back (free +
// buffers + cached, as libvirt counts them). NAN where its libvirt cannot tell.
int vir_host_available(virConnectPtr connection, double *ret_bytes, struct err *err);

#endif
