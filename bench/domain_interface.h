// SPDX-License-Identifier: GPL-3.0-or-later
// One guest's network interface as its domain describes it.
#ifndef FULLHOUSE_BENCH_DOMAIN_INTERFACE_H
#define FULLHOUSE_BENCH_DOMAIN_INTERFACE_H

#include <stdbool.h>

enum domain_interface_kind {
    DOMAIN_INTERFACE_NONE,
    DOMAIN_INTERFACE_BRIDGE,  // a tap on the bridge `source`
    DOMAIN_INTERFACE_USER,    // inside QEMU
    DOMAIN_INTERFACE_HOSTDEV, // the PCI function `source`
};

struct domain_interface {
    enum domain_interface_kind kind;
    char *source; // a bridge's name, or a PCI address "0000:03:10.1"; else ""
    char *target; // the tap's name, "" for the hypervisor's own choice
    bool vhost;   // packets are moved by the kernel, not by QEMU
};

#endif
