// SPDX-License-Identifier: GPL-3.0-or-later
// An opened libvirt platform, as platform_libvirt.c, which opens it, and platform_libvirt_domain.c,
// which starts guests on it, share it. Private to them.
#ifndef FULLHOUSE_BENCH_PLATFORM_LIBVIRT_STATE_H
#define FULLHOUSE_BENCH_PLATFORM_LIBVIRT_STATE_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

#include "bench/data_disk.h"
#include "bench/domain_kind.h"
#include "bench/guest_images.h"
#include "bench/platform.h"
#include "bench/platform_libvirt_quota.h"
#include "common/model/emulator.h"

struct libvirt_platform {
    struct platform base;
    const struct domain_kind *kind;
    const char *cpu;                 // domain_plan's
    const struct emulator *emulator; // platform_options'
    char *program_version;           // "QEMU 7.2.22 (/opt/qemu/bin/...)", NULL for the usual one
    virConnectPtr connection;
    char *uri;  // "" embedded
    char *root; // the embedded driver's
    char *mark;
    char *agent_test; // agent_fault_of
    struct guest_images images;
    struct data_disks disks;
    bool has_life;               // platform_options'
    enum memory_backing backing; // likewise
    struct libvirt_quota quota;
};

// A started guest's handle.
struct libvirt_domain {
    virDomainPtr domain;
    struct pump *pump;          // where the socket is a daemon's, NULL else
    char *socket;               // where it is ours, NULL else
    char *data;                 // its data disk, NULL without one
    char *layer;                // over the disk, NULL without one
    char *states;               // qcow2 for snapshots of guests without a disk, NULL for none
    char *saved;                // where its saved state goes, NULL for none
    struct control_group group; // of ours, where libvirt has none
    uint32_t index;
    struct shape shape;
};

static inline bool libvirt_is_embedded(const struct libvirt_platform *platform)
{
    return !*platform->uri;
}

extern const struct platform_verbs libvirt_verbs;

// platform_ops' open, for domains of the kind that ops->name is in domain_kind_table.
int libvirt_open(const struct platform_ops *ops, const struct platform_options *options,
                 struct platform **ret_platform, struct err *err);
// And the rest of what is alike for all of them.
void libvirt_hurry(struct platform *base);
void libvirt_close(struct platform *base);
char *libvirt_hypervisor(struct platform *base);

// Opens the channel anew and looks up the process, after the hypervisor has made another of them. 0
// or negative errno.
int libvirt_reconnect(struct libvirt_platform *platform, struct platform_guest *guest,
                      struct err *err);
// Closes it: the hypervisor's process is gone.
void libvirt_disconnect(struct platform_guest *guest);

// platform_ops' start and stop.
int libvirt_start(struct platform *base, const struct guest_spec *spec,
                  struct platform_guest *ret_guest, struct err *err);
void libvirt_stop(struct platform *base, struct platform_guest *guest);

#endif
