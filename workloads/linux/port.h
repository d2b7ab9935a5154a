// SPDX-License-Identifier: GPL-3.0-or-later
// Finding the character device that leads to the host.
#ifndef FULLHOUSE_WORKLOADS_LINUX_PORT_H
#define FULLHOUSE_WORKLOADS_LINUX_PORT_H

#include <stdint.h>

struct err;

// Opens the virtio-serial port of this name, waiting for it until deadline_ns: its device appears
// and is named some time after its driver was loaded. The descriptor, or -ENOENT when there was
// none in time, or another negative errno.
int port_open_virtio(const char *name, uint64_t deadline_ns, struct err *err);

// Opens a serial line in raw mode. The descriptor or negative errno.
int port_open_serial(const char *path, struct err *err);

#endif
