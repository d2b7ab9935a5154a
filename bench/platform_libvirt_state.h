// SPDX-License-Identifier: GPL-3.0-or-later
// An opened libvirt platform, as platform_libvirt.c, which opens it, and platform_libvirt_domain.c,
// which starts guests on it, share it. Private to them.
#ifndef FULLHOUSE_BENCH_PLATFORM_LIBVIRT_STATE_H
#define FULLHOUSE_BENCH_PLATFORM_LIBVIRT_STATE_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

#include "bench/guest_images.h"
#include "bench/platform.h"

struct libvirt_platform {
    struct platform base;
    const char *domain_type;
    const char *cpu; // domain_plan's
    virConnectPtr connection;
    char *uri;  // "" embedded
    char *root; // the embedded driver's
    char *mark;
    char *agent_test; // agent_fault_of
    struct guest_images images;
};

static inline bool libvirt_is_embedded(const struct libvirt_platform *platform)
{
    return !*platform->uri;
}

// platform_ops' start and stop.
int libvirt_start(struct platform *base, const struct guest_spec *spec,
                  struct platform_guest *ret_guest, struct err *err);
void libvirt_stop(struct platform *base, struct platform_guest *guest);

#endif
