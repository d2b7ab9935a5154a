// SPDX-License-Identifier: GPL-3.0-or-later
// Guests of libvirt that may not use all of their vCPUs. libvirt does it where it has control
// groups; where it has none (it wants more of them set up than a bare machine has) and the guests'
// processes are on this host, they get groups of ours, in which all of QEMU counts. Private to
// platform_libvirt*.c.
#ifndef FULLHOUSE_BENCH_PLATFORM_LIBVIRT_QUOTA_H
#define FULLHOUSE_BENCH_PLATFORM_LIBVIRT_QUOTA_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "bench/control_group.h"
#include "bench/control_place.h"

struct err;
struct guest_spec;
struct platform_options;

// Zero-initialise; release with libvirt_quota_done.
struct libvirt_quota {
    double ratio;        // of each vCPU, 0: nothing is limited
    atomic_bool is_ours; // libvirt has said that it cannot
    bool may_be_ours;
    char *prefix; // of our groups' names
    struct control_place place;
};

// name: the platform's. 0; -ENOTSUP for an ordinary user's own guests, which libvirt limits never.
int libvirt_quota_open(struct libvirt_quota *quota, const char *name,
                       const struct platform_options *options, struct err *err);
void libvirt_quota_done(struct libvirt_quota *quota);

// What libvirt is to be asked for.
double libvirt_quota_wanted(const struct libvirt_quota *quota);

// Whether a domain that could not be started for that reason is to be tried again without.
bool libvirt_quota_retries(struct libvirt_quota *quota, const struct err *why);

// Puts a guest's process into its group where groups are ours; makes the group unless it is there.
// 0 or negative errno.
int libvirt_quota_join(const struct libvirt_quota *quota, uint32_t index, uint32_t vcpus, pid_t pid,
                       struct control_group *group, struct err *err);

#endif
