// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan names and others read: its catalogue and the inventory of its
// guests.
#include "planner/plan/plan_files.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/market/catalogue.h"
#include "planner/demand/inventory.h"
#include "planner/plan/plan.h"

// Several files with commas between: the sheets of one export.
static int add_files(struct inventory *inventory, const char *files, struct err *err)
{
    scope_free char *list = alloc_copy(files);
    char *rest = list;
    for (char *file; (file = strsep(&rest, ","));) {
        int r = inventory_add_file(inventory, file, err);
        if (r < 0)
            return r;
    }
    return 0;
}

static int read_inventory(struct plan *plan, struct err *err)
{
    struct inventory *inventory = inventory_new();
    int r = add_files(inventory, plan->inventory_file, err);
    if (r == 0)
        r = inventory_demand(inventory, &plan->inventory_growth, &plan->demand, err);
    inventory_free(inventory);
    return r;
}

// Copies are kept where there is a home for them.
static char *cache_folder(void)
{
    scope_free char *cache = path_cache_dir(NULL);
    return cache ? path_join(cache, "catalogues") : NULL;
}

static int read_catalogue(struct plan *plan, struct err *err)
{
    scope_free char *cache = cache_folder();
    const struct catalogue_source source = {
        .where = plan->catalogue_url,
        .sha256 = plan->catalogue_sha256,
        .cache = cache,
        .currency = plan->currency,
    };
    return catalogue_read(&source, &plan->catalogue, &plan->catalogue_note, err);
}

int plan_files_read(struct plan *plan, struct err *err)
{
    int r = plan->catalogue_url ? read_catalogue(plan, err) : 0;
    return r < 0 || !plan->inventory_file ? r : read_inventory(plan, err);
}
