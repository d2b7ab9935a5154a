// SPDX-License-Identifier: GPL-3.0-or-later
// Each mark by what it is due for.
#include "planner/purchase/purchase_marks.h"

#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/purchase/purchase_class.h"

static void add(struct strbuf *marks, const char *mark)
{
    strbuf_printf(marks, "%s%s", marks->length ? "; " : "", mark);
}

static void add_classes(struct strbuf *marks, const struct purchase *purchase,
                        purchase_class_test *test, const char *mark)
{
    scope_free char *names = purchase_class_list(purchase, test);
    if (!*names)
        return;
    add(marks, mark);
    strbuf_printf(marks, " (%s)", names);
}

char *purchase_marks(const struct purchase *purchase)
{
    const struct capacity_basis *basis = purchase->options.list[purchase->choices[0].option].basis;
    struct strbuf marks = {0};
    if (basis->emulated)
        add(&marks, "Measured under emulation (TCG), not hardware virtualization");
    else if (!*basis->platform)
        add(&marks, "Nothing was measured");
    add_classes(&marks, purchase, purchase_class_is_untold,
                "Every vCPU counted as busy, since nothing tells of their CPU time");
    add_classes(&marks, purchase, purchase_class_is_extrapolated,
                "More guests a host than were measured");
    if (marks.length)
        strbuf_add(&marks, ": ");
    return strbuf_take(&marks);
}
