// SPDX-License-Identifier: GPL-3.0-or-later
// The virtual machines of a host under a watch, as they come and go, and libvirt's word on them
// where there is a libvirt.
#ifndef FULLHOUSE_COLLECTOR_VM_FLEET_H
#define FULLHOUSE_COLLECTOR_VM_FLEET_H

#include <stddef.h>

struct err;
struct procfs;
struct vm_fleet;
struct watch;

// Told of every machine that comes or goes, in one sentence.
typedef void (*vm_fleet_tell)(void *context, const char *text);

// watch and procfs outlive it. connect is a libvirt URI, "" for none.
struct vm_fleet *vm_fleet_new(struct watch *watch, const struct procfs *procfs, const char *connect,
                              vm_fleet_tell tell, void *context);
// Accepts NULL. Their guests are taken out of the watch.
void vm_fleet_free(struct vm_fleet *fleet);

// Looks who is there. 0 or negative errno (no /proc).
int vm_fleet_scan(struct vm_fleet *fleet, struct err *err);

// To be called before each sample: what libvirt said since. Cheap.
void vm_fleet_gather(struct vm_fleet *fleet);

// How many there are now.
size_t vm_fleet_count(const struct vm_fleet *fleet);

#endif
