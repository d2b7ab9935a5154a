// SPDX-License-Identifier: GPL-3.0-or-later
// The words of ways to boot.
#include "common/model/boot_way.h"

#include <string.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

#define X(name, word) word,
static const char *const from_names[] = {BOOT_FROMS(X)};
static const char *const firmware_names[] = {BOOT_FIRMWARES(X)};
#undef X

const char *boot_way_from_name(enum boot_from from)
{
    return from_names[from];
}

const char *boot_way_firmware_name(enum boot_firmware firmware)
{
    return firmware_names[firmware];
}

// The place of a word among names, or -EINVAL.
static int find(const char *text, const char *const *names, size_t count, const char *what,
                struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], text) == 0)
            return (int)i;
    scope_free char *hint = nearest_hint(text, names, count);
    return err_input(err, "no %s '%s'%s", what, text, hint);
}

int boot_way_parse_from(const char *text, enum boot_from *ret_from, struct err *err)
{
    int found = find(text, from_names, BOOT_FROM_COUNT, "way to boot", err);
    if (found < 0)
        return found;
    *ret_from = (enum boot_from)found;
    return 0;
}

int boot_way_parse_firmware(const char *text, enum boot_firmware *ret_firmware, struct err *err)
{
    int found = find(text, firmware_names, BOOT_FIRMWARE_COUNT, "firmware", err);
    if (found < 0)
        return found;
    *ret_firmware = (enum boot_firmware)found;
    return 0;
}
