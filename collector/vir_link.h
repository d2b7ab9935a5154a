// SPDX-License-Identifier: GPL-3.0-or-later
// A libvirt that may be there or not, come and go: which of its domains run, looked up on a thread
// of its own, so that a daemon that hangs holds up nobody. It is only read from.
// Door: libvirt (see collector/vir.h); callers hold its domains as void pointers.
#ifndef FULLHOUSE_COLLECTOR_VIR_LINK_H
#define FULLHOUSE_COLLECTOR_VIR_LINK_H

#include <stdbool.h>
#include <stddef.h>

struct vir_link;

// uri is any libvirt URI. Connects to nothing yet, and never starts a daemon.
struct vir_link *vir_link_new(const char *uri);
// Accepts NULL. Domains that it gave are gone.
void vir_link_free(struct vir_link *link);

// Starts to connect, where that is needed, and to look; does nothing while a look is under way.
void vir_link_look(struct vir_link *link);

// Whether a look has ended since. Domains that were given before the last one are gone then: ask
// anew for each.
bool vir_link_has_looked(struct vir_link *link);

// Of the last look: the running domain (a virDomainPtr, the link's) of that UUID or, where uuid is
// "", of that name; NULL for none.
void *vir_link_domain(const struct vir_link *link, const char *uuid, const char *name);

// Why the last look found no libvirt; NULL when it did, or there was none yet.
const char *vir_link_why(const struct vir_link *link);

#endif
