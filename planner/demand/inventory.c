// SPDX-License-Identifier: GPL-3.0-or-later
// Files in, classes out, and which form a file has.
#include "planner/demand/inventory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/demand/inventory_class.h"
#include "planner/demand/inventory_demand.h"
#include "planner/demand/inventory_form.h"
#include "planner/demand/inventory_note.h"

enum { FILE_MAX_BYTES = 256 << 20, NAMED_CLASSES_MOST = 200 };

struct inventory {
    struct inventory_guests guests;
    char **files;
    size_t file_count;
};

struct inventory *inventory_new(void)
{
    return alloc_zeroed(1, sizeof(struct inventory));
}

void inventory_free(struct inventory *inventory)
{
    if (!inventory)
        return;
    for (size_t i = 0; i < inventory->file_count; i++)
        free(inventory->files[i]);
    free(inventory->files);
    inventory_guests_done(&inventory->guests);
    free(inventory);
}

int inventory_add(struct inventory *inventory, const char *name, const char *bytes, size_t length,
                  struct err *err)
{
    size_t file = inventory->file_count;
    inventory->files = alloc_resized(inventory->files, file + 1, sizeof *inventory->files);
    inventory->files[inventory->file_count++] = alloc_copy(name);
    if (inventory_is_domstats(bytes, length))
        return inventory_domstats_read(&inventory->guests, file, name, bytes, length, err);
    if (inventory_is_traces(bytes, length))
        return inventory_traces_read(&inventory->guests, name, bytes, length, err);
    return inventory_csv_read(&inventory->guests, file, name, bytes, length, err);
}

int inventory_add_file(struct inventory *inventory, const char *path, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length;
    int result = path_read_named(path, FILE_MAX_BYTES, &bytes, &length, err);
    return result < 0 ? result : inventory_add(inventory, path, bytes, length, err);
}

// --- classes ------------------------------------------------------------------------------------

static int lacks(const struct inventory *inventory, const struct inventory_guest *guest,
                 const char *what, struct err *err)
{
    return err_input(err, "%s:%zu: '%.80s': nothing tells its %s", inventory->files[guest->file],
                     guest->line, guest->name, what);
}

static int check_guests(const struct inventory *inventory, struct err *err)
{
    size_t count = 0;
    for (size_t i = 0; i < inventory->guests.count; i++) {
        const struct inventory_guest *guest = &inventory->guests.list[i];
        if (guest->state != INVENTORY_ON || guest->count == 0)
            continue;
        if (isnan(guest->vcpus))
            return lacks(inventory, guest,
                         "number of vCPUs (column 'vcpus', or 'CPUs' of vInfo or vCPU)", err);
        if (isnan(guest->memory_bytes))
            return lacks(inventory, guest,
                         "memory (column 'memory', 'Memory' of vInfo or 'Size MiB' of vMemory)",
                         err);
        count++;
    }
    if (count > 0)
        return 0;
    return err_input(err, "%s: no guest that runs is in it",
                     inventory->file_count ? inventory->files[0] : "inventory");
}

static int check_classes(const struct inventory *inventory, const struct inventory_classes *classes,
                         struct err *err)
{
    size_t named = 0;
    for (size_t i = 0; i < classes->count; i++)
        named += classes->list[i].name != NULL;
    if (named <= NAMED_CLASSES_MOST)
        return 0;
    return err_input(err,
                     "%s: %zu classes; a plan takes %d at most (without the column 'class' guests "
                     "are drawn together by their shapes)",
                     inventory->files[0], named, NAMED_CLASSES_MOST);
}

static char *source_of(const struct inventory *inventory, const struct inventory_class *class)
{
    const struct inventory_guest *first = &inventory->guests.list[class->guests[0]];
    return alloc_printf("%s:%zu%s", inventory->files[first->file], first->line,
                        class->count > 1 ? " and others" : "");
}

int inventory_demand(const struct inventory *inventory, const struct uncertain *growth,
                     struct demand *demand, struct err *err)
{
    const struct inventory_guests *guests = &inventory->guests;
    int r = check_guests(inventory, err);
    if (r < 0)
        return r;
    struct inventory_classes classes = inventory_classes_of(guests, INVENTORY_CLASSES_MOST);
    double covariance = inventory_covariance(guests);
    r = check_classes(inventory, &classes, err);
    for (size_t i = 0; r == 0 && i < classes.count; i++) {
        struct guest_class class;
        inventory_class_demand(guests, &classes.list[i], covariance, &class);
        class.growth = *growth;
        class.source = source_of(inventory, &classes.list[i]);
        demand_add(demand, &class);
    }
    if (r == 0)
        inventory_note(inventory->files[0], guests, &classes, demand);
    inventory_classes_done(&classes);
    return r;
}

int inventory_parse(const char *name, const char *bytes, size_t length,
                    const struct uncertain *growth, struct demand *demand, struct err *err)
{
    struct inventory *inventory = inventory_new();
    int r = inventory_add(inventory, name, bytes, length, err);
    if (r == 0)
        r = inventory_demand(inventory, growth, demand, err);
    inventory_free(inventory);
    return r;
}
