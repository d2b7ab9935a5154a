// SPDX-License-Identifier: GPL-3.0-or-later
// Finds options and cuts their values up, as QEMU's own parser does.
#include "collector/vm_option.h"

#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// The argument behind this one, NULL behind the last.
static const char *next_argument(const struct vm_option_list *list, const char *argument)
{
    argument += strlen(argument) + 1;
    return argument < list->bytes + list->length ? argument : NULL;
}

const char *vm_option_program(const struct vm_option_list *list)
{
    const char *slash = strrchr(list->bytes, '/');
    return slash ? slash + 1 : list->bytes;
}

// What stands behind "-option" or "--option" in this argument: "" or "=value"; NULL for another.
static const char *match(const char *argument, const char *option)
{
    size_t length = strlen(option);
    if (*argument != '-')
        return NULL;
    argument += argument[1] == '-' ? 2 : 1;
    if (strncmp(argument, option, length) != 0)
        return NULL;
    argument += length;
    return *argument == '\0' || *argument == '=' ? argument : NULL;
}

bool vm_option_is_given(const struct vm_option_list *list, const char *option)
{
    for (const char *at = list->bytes; (at = next_argument(list, at));)
        if (match(at, option))
            return true;
    return false;
}

bool vm_option_has_word(const struct vm_option_list *list, const char *word)
{
    for (const char *at = list->bytes; (at = next_argument(list, at));)
        if (strcmp(at, word) == 0)
            return true;
    return false;
}

// The value of the last such option; NULL for none.
static const char *find_value(const struct vm_option_list *list, const char *option)
{
    const char *value = NULL;
    for (const char *at = list->bytes; (at = next_argument(list, at));) {
        const char *rest = match(at, option);
        const char *behind = rest && !*rest ? next_argument(list, at) : NULL;
        if (rest && *rest == '=')
            value = rest + 1;
        else if (behind)
            value = behind;
    }
    return value;
}

char *vm_option_text(const struct vm_option_list *list, const char *option)
{
    return alloc_copy(find_value(list, option));
}

// One part of a list, up to its comma; two commas are one that belongs to the part. *at is moved
// behind it, to NULL at the end.
static char *take_part(const char **at)
{
    struct strbuf part = {0};
    const char *from = *at;
    for (;;) {
        size_t length = strcspn(from, ",");
        strbuf_add_bytes(&part, from, length);
        from += length;
        if (from[0] != ',' || from[1] != ',')
            break;
        strbuf_add_bytes(&part, ",", 1);
        from += 2;
    }
    *at = *from ? from + 1 : NULL;
    return strbuf_take(&part);
}

char *vm_option_field(const struct vm_option_list *list, const char *option, const char *key,
                      bool is_implied)
{
    const char *at = find_value(list, option);
    size_t length = strlen(key);
    for (bool is_first = true; at; is_first = false) {
        scope_free char *part = take_part(&at);
        if (is_first && is_implied && !strchr(part, '='))
            return scope_take(part);
        if (strncmp(part, key, length) == 0 && part[length] == '=')
            return alloc_copy(part + length + 1);
    }
    return NULL;
}
