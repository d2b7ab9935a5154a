// SPDX-License-Identifier: GPL-3.0-or-later
// The appliance among what guests boot from: kernel and initramfs, or a bootable image of them.
// Private to guest_images.c.
#ifndef FULLHOUSE_BENCH_GUEST_APPLIANCE_H
#define FULLHOUSE_BENCH_GUEST_APPLIANCE_H

struct domain_kind;
struct err;
struct guest_images;
struct platform_options;

// Fills *images, whose dir and way are set, as guest_images_open does.
int guest_appliance_open(const struct platform_options *options, const struct domain_kind *kind,
                         struct guest_images *images, struct err *err);

#endif
