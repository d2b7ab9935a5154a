// SPDX-License-Identifier: GPL-3.0-or-later
// A guest's network interface, brought up by ioctls: process 1 has nobody else to ask.
#ifndef FULLHOUSE_WORKLOADS_LINUX_INTERFACE_H
#define FULLHOUSE_WORKLOADS_LINUX_INTERFACE_H

#include <stdint.h>

struct err;

// Brings up "lo", and the first other interface with the address that text gives it:
// "ADDRESS/PREFIX" or "ADDRESS/PREFIX,GATEWAY". *ret_address is that address. 0, -EINVAL for
// another text, -ENODEV where there is no interface, or another negative errno.
int interface_up(const char *text, uint32_t *ret_address, struct err *err);

#endif
