// SPDX-License-Identifier: GPL-3.0-or-later
// The platforms that a libvirt elsewhere, or another hypervisor's driver, has to offer. What each
// needs stands in domain_kind.c; nothing here is special to one.
#include "bench/platform_libvirt_state.h"

#define FOREIGN_PLATFORM(symbol, word, text)                                                       \
    static int symbol##_open(const struct platform_options *options,                               \
                             struct platform **ret_platform, struct err *err)                      \
    {                                                                                              \
        return libvirt_open(&platform_##symbol, options, ret_platform, err);                       \
    }                                                                                              \
    const struct platform_ops platform_##symbol = {                                                \
        .name = word,                                                                              \
        .help = text,                                                                              \
        .open = symbol##_open,                                                                     \
        .start = libvirt_start,                                                                    \
        .stop = libvirt_stop,                                                                      \
        .hurry = libvirt_hurry,                                                                    \
        .close = libvirt_close,                                                                    \
        .hypervisor = libvirt_hypervisor,                                                          \
    };

FOREIGN_PLATFORM(hvf, "hvf", "guests under macOS's Hypervisor framework, by --connect")
FOREIGN_PLATFORM(xen, "xen", "Xen's hardware-assisted guests (HVM), by --connect xen:///system")
FOREIGN_PLATFORM(xen_pvh, "xen-pvh", "the same without firmware and emulated devices (PVH)")
FOREIGN_PLATFORM(xen_pv, "xen-pv", "Xen's paravirtual guests (PV)")
FOREIGN_PLATFORM(bhyve, "bhyve", "FreeBSD's guests, by --connect")
FOREIGN_PLATFORM(vbox, "vbox", "VirtualBox's: a medium and a domain only (fullhouse media)")
FOREIGN_PLATFORM(vmware, "vmware", "VMware's: a medium and a domain only (fullhouse media)")
