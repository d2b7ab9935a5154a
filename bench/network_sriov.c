// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the links that the kernel keeps in /sys between a card and its virtual functions.
#include "bench/network_sriov.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

// The folder of the device behind a name, as a new string, or NULL.
static char *find_device(const char *root, const char *name)
{
    scope_free char *by_interface = alloc_printf("%s/sys/class/net/%s/device", root, name);
    scope_free char *by_address = alloc_printf("%s/sys/bus/pci/devices/%s", root, name);
    if (strchr(name, '/'))
        return NULL;
    if (path_exists(by_interface))
        return scope_take(by_interface);
    return path_exists(by_address) ? scope_take(by_address) : NULL;
}

// The last part of where a link or a folder really is: a PCI address.
static char *address_of(const char *path)
{
    scope_free char *real = realpath(path, NULL);
    const char *slash = real ? strrchr(real, '/') : NULL;
    return slash ? alloc_copy(slash + 1) : NULL;
}

static int no_function(const char *name, uint32_t index, struct err *err)
{
    scope_free char *mend =
        alloc_printf("echo %u > /sys/class/net/%s/device/sriov_numvfs", index + 1, name);
    return err_host(err, mend, "%s has no virtual function for guest %u", name, index);
}

int network_sriov_function(const char *root, const char *name, uint32_t index, char **ret_address,
                           struct err *err)
{
    scope_free char *device = find_device(root, name);
    if (!device)
        return err_host(err, NULL, "no network card '%s' with virtual functions (SR-IOV)", name);
    scope_free char *card = path_join(device, "physfn");
    scope_free char *link = alloc_printf("%s/virtfn%u", device, index);
    bool is_function = path_exists(card);
    char *address = is_function && index == 0 ? address_of(device)
                    : path_exists(link)       ? address_of(link)
                                              : NULL;
    if (!address && is_function)
        return err_host(err, NULL, "%s is one virtual function: it can serve one guest, not %u",
                        name, index + 1);
    if (!address)
        return no_function(name, index, err);
    *ret_address = address;
    return 0;
}

int network_sriov_card(const char *root, const char *name, char **ret_interface, struct err *err)
{
    scope_free char *device = find_device(root, name);
    scope_free char *card = device ? path_join(device, "physfn") : NULL;
    scope_free char *folder =
        device ? alloc_printf("%s/net", path_exists(card) ? card : device) : NULL;
    scope_closedir DIR *dir = folder ? opendir(folder) : NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        *ret_interface = alloc_copy(entry->d_name);
        return 0;
    }
    return err_host(err, NULL, "no interface of this host for the card of '%s'", name);
}
