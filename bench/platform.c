// SPDX-License-Identifier: GPL-3.0-or-later
// The table of platforms.
#include "bench/platform.h"

#include <string.h>

const struct platform_ops *const platform_table[] = {
    &platform_native, &platform_container, &platform_kvm,     &platform_tcg,
    &platform_hvf,    &platform_xen,       &platform_xen_pvh, &platform_xen_pv,
    &platform_bhyve,  &platform_vbox,      &platform_vmware,  NULL,
};

const struct platform_ops *platform_find(const char *name)
{
    for (const struct platform_ops *const *entry = platform_table; *entry; entry++)
        if (strcmp((*entry)->name, name) == 0)
            return *entry;
    return NULL;
}
