// SPDX-License-Identifier: GPL-3.0-or-later
// A domain's channel or serial line as a descriptor, where its socket is out of our reach (a
// daemon's, or on another host): two threads copy between a libvirt stream and a socket pair.
#ifndef FULLHOUSE_BENCH_PLATFORM_LIBVIRT_PUMP_H
#define FULLHOUSE_BENCH_PLATFORM_LIBVIRT_PUMP_H

#include <libvirt/libvirt.h>

struct err;
struct pump;

// Opens the domain's channel of that target name, or with NULL its serial line. 0, *ret_pump and
// *ret_fd, which is the caller's; or negative errno.
int pump_open(virDomainPtr domain, const char *channel, struct pump **ret_pump, int *ret_fd,
              struct err *err);
// Ends both threads; accepts NULL.
void pump_close(struct pump *pump);

#endif
