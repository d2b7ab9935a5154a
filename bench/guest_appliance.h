// SPDX-License-Identifier: GPL-3.0-or-later
// The appliance among what guests boot from: kernel and initramfs, or a bootable image of them.
#ifndef FULLHOUSE_BENCH_GUEST_APPLIANCE_H
#define FULLHOUSE_BENCH_GUEST_APPLIANCE_H

#include <stdint.h>

#include "common/model/boot_way.h"

struct domain_kind;
struct err;
struct guest_images;
struct platform_options;

// Fills *images, whose dir and way are set, as guest_images_open does.
int guest_appliance_open(const struct platform_options *options, const struct domain_kind *kind,
                         struct guest_images *images, struct err *err);

// What a guest needs to come up by that firmware, whatever its kernel wants; 0: nothing more.
uint64_t guest_appliance_firmware_bytes(enum boot_firmware firmware);

#endif
