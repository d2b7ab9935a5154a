// SPDX-License-Identifier: GPL-3.0-or-later
// Platforms between commas, and a guest behind a platform's first slash.
#include "common/model/platform_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

static const char blanks[] = " \t";

void platform_list_done(struct platform_list *list)
{
    if (!list)
        return;
    for (size_t i = 0; i < list->count; i++) {
        free(list->entries[i].name);
        free(list->entries[i].guest);
    }
    *list = (struct platform_list){0};
}

bool platform_list_runs_processes(const char *name)
{
    return strcmp(name, "native") == 0 || strcmp(name, "container") == 0;
}

// The text between two commas without the blanks around it. New string.
static char *trimmed(const char *text, size_t length)
{
    size_t skip = strspn(text, blanks);
    if (skip > length)
        skip = length;
    while (length > skip && strchr(blanks, text[length - 1]))
        length--;
    return alloc_printf("%.*s", (int)(length - skip), text + skip);
}

static int check_entry(const struct platform_list *list, const char *name, const char *guest,
                       struct err *err)
{
    if (!*name)
        return err_input(err, "a platform is wanted, as auto, or several as native,kvm,tcg");
    if (list->count == PLATFORM_LIST_MAX)
        return err_input(err, "more than %d platforms", PLATFORM_LIST_MAX);
    if (guest && !*guest)
        return err_input(err, "'%s/': a guest is wanted behind the slash, as %s/bare", name, name);
    if (guest && platform_list_runs_processes(name))
        return err_input(err, "'%s/%s': %s runs processes of this host, no guest", name, guest,
                         name);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->entries[i].name, name) == 0 &&
            strcmp(list->entries[i].guest, guest ? guest : "") == 0)
            return err_input(err, "'%s%s%s' is named twice", name, guest ? "/" : "",
                             guest ? guest : "");
    return 0;
}

static int add(struct platform_list *list, const char *text, size_t length, struct err *err)
{
    scope_free char *name = trimmed(text, length);
    char *slash = strchr(name, '/');
    const char *guest = slash ? slash + 1 : NULL;
    if (slash)
        *slash = '\0';
    int result = check_entry(list, name, guest, err);
    if (result < 0)
        return result;
    list->entries[list->count++] =
        (struct platform_entry){alloc_copy(name), alloc_copy(guest ? guest : "")};
    return 0;
}

static int check_auto(const struct platform_list *list, struct err *err)
{
    for (size_t i = 0; list->count > 1 && i < list->count; i++)
        if (strcmp(list->entries[i].name, "auto") == 0)
            return err_input(err, "auto stands alone: it means the best platform there is");
    return 0;
}

int platform_list_parse(const char *text, struct platform_list *ret_list, struct err *err)
{
    scope_platform_list struct platform_list list = {0};
    for (const char *at = text;;) {
        size_t length = strcspn(at, ",");
        int result = add(&list, at, length, err);
        if (result < 0)
            return result;
        if (!at[length])
            break;
        at += length + 1;
    }
    int result = check_auto(&list, err);
    if (result < 0)
        return result;
    *ret_list = list;
    list = (struct platform_list){0};
    return 0;
}

char *platform_list_format(const struct platform_list *list)
{
    struct strbuf text = {0};
    for (size_t i = 0; i < list->count; i++) {
        const struct platform_entry *entry = &list->entries[i];
        strbuf_printf(&text, "%s%s%s%s", i ? "," : "", entry->name, *entry->guest ? "/" : "",
                      entry->guest);
    }
    return strbuf_take(&text);
}
