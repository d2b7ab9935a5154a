// SPDX-License-Identifier: GPL-3.0-or-later
// Names of sides, both ways.
#include "common/model/arm_side.h"

#include <string.h>

#include "common/base/alloc.h"

static const char reference_word[] = " reference";
static const char between[] = ": ";

char *arm_side_format(struct arm_side side, const char *settings)
{
    return alloc_printf("%c%s%s%s", "AB"[side.side], side.is_reference ? reference_word : "",
                        *settings ? between : "", settings);
}

// What stands behind the letter, NULL where there is none.
static const char *behind_letter(const char *arm)
{
    if (!arm || (*arm != 'A' && *arm != 'B'))
        return NULL;
    const char *rest = arm + 1;
    return *rest == '\0' || strncmp(rest, between, strlen(between)) == 0 ||
                   strcmp(rest, reference_word) == 0
               ? rest
               : NULL;
}

bool arm_side_parse(const char *arm, struct arm_side *ret_side)
{
    const char *rest = behind_letter(arm);
    if (!rest)
        return false;
    *ret_side = (struct arm_side){
        .side = *arm == 'B',
        .is_reference = strcmp(rest, reference_word) == 0,
    };
    return true;
}

const char *arm_settings(const char *arm)
{
    const char *rest = behind_letter(arm);
    if (!rest)
        return arm ? arm : "";
    return strncmp(rest, between, strlen(between)) == 0 ? rest + strlen(between) : "";
}
