// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the tables about every load of a scenario.
#include "cli/load_needs.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/load_list.h"
#include "common/model/scenario.h"
#include "workloads/core/workload.h"
#include "workloads/linux/settings.h"
#include "workloads/linux/workload_named.h"

static int check_load(const struct load *load, struct err *err)
{
    const struct workload *workload;
    const struct workload_variant *variant;
    int result = workload_named(load->workload, load->variant, &workload, &variant, err);
    struct settings settings = {0};
    if (result == 0)
        result = settings_read(workload, load->options, &settings, err);
    if (result == 0)
        result = settings_check(&settings, variant, err);
    settings_done(&settings);
    return result;
}

static int check_tile(const struct scenario *scenario, struct err *err)
{
    for (size_t r = 0; r < scenario->tile.role_count; r++) {
        const struct role *role = &scenario->tile.roles[r];
        for (size_t k = 0; k < role->load_count; k++)
            if (check_load(&role->loads[k], err) < 0)
                return err_prefix(err, "tile.%s", role->name);
    }
    return 0;
}

// Every workload once; idle is what all of them are held against.
static int check_interference(const struct load_list *loads, struct err *err)
{
    for (size_t i = 0; i < loads->count; i++) {
        scope_free char *name = load_name(&loads->list[i]);
        if (load_is_idle(&loads->list[i]))
            return err_input(err, "interference: every workload is held against an idle neighbour; "
                                  "leave idle out");
        if (check_load(&loads->list[i], err) < 0)
            return err_prefix(err, "interference");
        for (size_t k = 0; k < i; k++) {
            scope_free char *before = load_name(&loads->list[k]);
            if (strcmp(name, before) == 0)
                return err_input(err, "interference: %s is named twice", name);
        }
    }
    return 0;
}

// A load's working set on the guests' disks; one that names its target has it elsewhere.
static int check_disk(const struct load *load, const struct disk *disk, struct err *err)
{
    const struct workload *workload;
    const struct workload_variant *variant;
    struct settings settings = {0};
    char size[UNITS_TEXT_SIZE], have[UNITS_TEXT_SIZE];
    int result = workload_named(load->workload, load->variant, &workload, &variant, err);
    if (result < 0 || !workload->needs_disk || disk->backing != DISK_BACKING_FILE)
        return result;
    result = settings_read(workload, load->options, &settings, err);
    uint64_t bytes = settings_number(&settings, "size");
    if (result == 0 && !*settings_text(&settings, "target") && bytes > disk->bytes)
        result = err_input(err,
                           "load.options: a working set of %s (size) does not fit the guests' disk "
                           "of %s (disk.size)",
                           units_format_bytes(size, bytes), units_format_bytes(have, disk->bytes));
    settings_done(&settings);
    return result;
}

static int check_names(const struct scenario *scenario, const struct load_list *loads,
                       struct err *err)
{
    if (scenario->tile.role_count > 0)
        return check_tile(scenario, err);
    if (*scenario->interference)
        return check_interference(loads, err);
    return check_load(&scenario->load, err);
}

int load_needs_check(const struct scenario *scenario, struct err *err)
{
    scope_load_list struct load_list loads = {0};
    load_list_of(&loads, scenario);
    int result = check_names(scenario, &loads, err);
    for (size_t i = 0; result == 0 && i < loads.count; i++)
        result = check_disk(&loads.list[i], &scenario->disk, err);
    return result;
}

bool load_needs_working_set(const struct load *load)
{
    const struct workload *workload;
    const struct workload_variant *variant;
    return workload_named(load->workload, load->variant, &workload, &variant, NULL) == 0 &&
           variant->working_set_unit > 0;
}

// Whether it is true of the workload of one of the scenario's loads.
static bool any_workload(const struct scenario *scenario,
                         bool (*is_true)(const struct workload *workload))
{
    scope_load_list struct load_list loads = {0};
    load_list_of(&loads, scenario);
    for (size_t i = 0; i < loads.count; i++) {
        const struct load *load = &loads.list[i];
        const struct workload *workload;
        const struct workload_variant *variant;
        if (workload_named(load->workload, load->variant, &workload, &variant, NULL) == 0 &&
            is_true(workload))
            return true;
    }
    return false;
}

static bool needs_network(const struct workload *workload)
{
    return workload->needs_network;
}

bool load_needs_network(const struct scenario *scenario)
{
    return any_workload(scenario, needs_network);
}

static bool needs_disk(const struct workload *workload)
{
    return workload->needs_disk;
}

bool load_needs_disk(const struct scenario *scenario)
{
    return any_workload(scenario, needs_disk) || scenario->fault == ACCIDENT_DISK_HOG;
}

static bool has_mix(const struct tile *tile)
{
    for (size_t i = 0; i < tile->role_count; i++)
        if (tile->roles[i].load_count > 1)
            return true;
    return false;
}

// The bare guest is made of the core's workloads, all of them.
bool load_needs_bare(const struct scenario *scenario)
{
    scope_load_list struct load_list loads = {0};
    size_t known = 0;
    load_list_of(&loads, scenario);
    for (size_t i = 0; i < loads.count; i++) {
        const struct workload *workload;
        const struct workload_variant *variant;
        known +=
            workload_find(loads.list[i].workload, loads.list[i].variant, &workload, &variant) == 0;
    }
    if (has_mix(&scenario->tile))
        return false;
    return *scenario->interference ? known > 0 : known == loads.count;
}
