// SPDX-License-Identifier: GPL-3.0-or-later
// Densities from a text and back.
#include "common/model/density_list.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"

static int add(struct density_list *list, const char *text, uint32_t most, struct err *err)
{
    uint64_t density;
    int r = units_parse_count(text, 1, most, &density, err);
    if (r < 0)
        return r;
    if (list->count == DENSITY_LIST_MAX)
        return err_input(err, "more than %d densities", DENSITY_LIST_MAX);
    if (list->count && density <= list->list[list->count - 1])
        return err_input(err, "%" PRIu64 " after %" PRIu32 "; densities must rise, as 1,4,8",
                         density, list->list[list->count - 1]);
    list->list[list->count++] = (uint32_t)density;
    return 0;
}

int density_list_parse(const char *text, uint32_t most, struct density_list *ret_list,
                       struct err *err)
{
    struct density_list list = {0};
    for (const char *at = text; *text;) {
        size_t length = strcspn(at, ",");
        scope_free char *item = alloc_printf("%.*s", (int)length, at);
        int r = add(&list, item, most, err);
        if (r < 0)
            return r;
        if (!at[length])
            break;
        at += length + 1;
    }
    *ret_list = list;
    return 0;
}

char *density_list_format(const struct density_list *list)
{
    struct strbuf text = {0};
    for (size_t i = 0; i < list->count; i++)
        strbuf_printf(&text, "%s%" PRIu32, i ? "," : "", list->list[i]);
    return text.length ? strbuf_take(&text) : alloc_copy("");
}
