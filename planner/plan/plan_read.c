// SPDX-License-Identifier: GPL-3.0-or-later
// A plan in the order that lets what-ifs win: its file, what-ifs on the plan itself, the files it
// names, and then what-ifs on classes, which an inventory may have brought.
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "planner/plan/plan.h"
#include "planner/plan/plan_files.h"
#include "planner/plan/plan_set.h"
#include "planner/plan/plan_yaml.h"

static const char option[] = "--what-if";

// A wrong word must not add guests that nobody has.
static int check_class(const struct plan *plan, const char *name, struct err *err)
{
    if (!plan->name || plan_find_class(plan, name))
        return 0;
    size_t count = plan->demand.count;
    scope_free const char **names = alloc_zeroed(count + 1, sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = plan->demand.list[i].name;
    scope_free char *hint = nearest_hint(name, names, count);
    return err_input(err, "%s: no guests '%s'%s", plan->name, name, hint);
}

static int check_licence(const struct plan *plan, const char *name, struct err *err)
{
    if (!plan->name || plan_find_licence(plan, name))
        return 0;
    scope_free const char **names = alloc_zeroed(plan->licence_count + 1, sizeof(*names));
    for (size_t i = 0; i < plan->licence_count; i++)
        names[i] = plan->licences[i].name;
    scope_free char *hint = nearest_hint(name, names, plan->licence_count);
    return err_input(err, "%s: no licence '%s'%s", plan->name, name, hint);
}

static int check_name(const struct plan *plan, const char *key, struct err *err)
{
    scope_free char *name = NULL;
    scope_free char *word = NULL;
    if (plan_split_key(key, "guests", &name, &word))
        return check_class(plan, name, err);
    if (plan_split_key(key, "licences", &name, &word))
        return check_licence(plan, name, err);
    return 0;
}

// "energy.price=0.45"
static int take_what_if(struct plan *plan, const char *what_if, struct err *err)
{
    const char *sign = strchr(what_if, '=');
    if (!sign || sign == what_if)
        return err_input(err, "%s %s: KEY=VALUE is wanted, as energy.price=0.45", option, what_if);
    scope_free char *key = alloc_printf("%.*s", (int)(sign - what_if), what_if);
    int r = check_name(plan, key, err);
    if (r == 0)
        r = plan_set(plan, key, sign + 1, err);
    return r < 0 ? err_prefix(err, "%s", option) : 0;
}

static bool is_of_guests(const char *what_if)
{
    return strncmp(what_if, "guests.", strlen("guests.")) == 0;
}

// The checksum of the file's catalogue is none of another one.
static void forget_checksum(struct plan *plan, const char *const *what_ifs, size_t count)
{
    static const char catalogue[] = "catalogue=";
    for (size_t i = 0; i < count; i++) {
        if (strncmp(what_ifs[i], catalogue, strlen(catalogue)) != 0)
            continue;
        free(plan->catalogue_sha256);
        plan->catalogue_sha256 = NULL;
    }
}

static int take_what_ifs(struct plan *plan, const char *const *what_ifs, size_t count,
                         bool of_guests, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        int r = is_of_guests(what_ifs[i]) == of_guests ? take_what_if(plan, what_ifs[i], err) : 0;
        if (r < 0)
            return r;
    }
    return 0;
}

// A sheet of servers or guests in the plan's place.
static int refuse_sheet(const char *path, struct err *err)
{
    const char *suffix = strrchr(path, '.');
    if (!suffix || strcasecmp(suffix, ".csv") != 0)
        return 0;
    return err_input(err,
                     "%s: a plan is a YAML file; a catalogue is named by --catalogue %s, an "
                     "inventory of guests in the plan",
                     path, path);
}

static int read_plan(struct plan *plan, const char *path, struct err *err)
{
    int r = refuse_sheet(path, err);
    return r < 0 ? r : plan_yaml_read(plan, path, err);
}

static int read_all(struct plan *plan, const char *path, const char *const *what_ifs, size_t count,
                    struct err *err)
{
    int r = path ? read_plan(plan, path, err) : 0;
    if (r < 0)
        return r;
    forget_checksum(plan, what_ifs, count);
    r = take_what_ifs(plan, what_ifs, count, false, err);
    if (r == 0)
        r = plan_files_read(plan, err);
    return r < 0 ? r : take_what_ifs(plan, what_ifs, count, true, err);
}

int plan_read(const char *path, const char *const *what_ifs, size_t count, struct plan *ret_plan,
              struct err *err)
{
    struct plan plan;
    plan_init(&plan);
    int r = read_all(&plan, path, what_ifs, count, err);
    if (r < 0)
        plan_done(&plan);
    else
        *ret_plan = plan;
    return r;
}
