// SPDX-License-Identifier: GPL-3.0-or-later
// All that a purchase is planned from but the measured curves: the plan's file with the files it
// names.
#ifndef FULLHOUSE_PLANNER_PLAN_PLAN_H
#define FULLHOUSE_PLANNER_PLAN_PLAN_H

#include <stdint.h>

#include "planner/value/assumption.h"
#include "planner/demand/guest_class.h"
#include "planner/market/host_model.h"
#include "planner/market/licence.h"

enum { PLAN_YEARS_MOST = 10 };

// One "key: value" of the file, or one --what-if.
struct plan_setting {
    char *key;     // "energy.price"
    char *text;    // "0.45"
    unsigned line; // of the file; 0: a what-if
};

struct err;

struct plan {
    char *name;          // its file; NULL: there is none
    char *currency;      // "EUR"; NULL: nobody said
    char *catalogue_url; // file or address
    char *catalogue_sha256;
    char *catalogue_note; // of a copy that serves in place of an address, for people; NULL
    struct uncertain assumptions[ASSUMPTION_TOTAL];
    struct demand demand;
    char *inventory_file; // NULL none
    struct uncertain inventory_growth;
    char *telemetry_run; // label or number of runs whose telemetry is demand, too; NULL none
    struct uncertain telemetry_growth;
    struct catalogue catalogue;
    struct licence *licences;
    size_t licence_count;
    char **platforms; // that are asked for ("kvm"); none: all that were measured
    size_t platform_count;
    char *slo;      // service level that the guests are to keep; NULL: that of each run
    uint32_t draws; // Monte Carlo
    uint64_t seed;
    struct plan_setting *settings; // what was said, in the order it was said
    size_t setting_count;
    char **what_ifs; // "energy.price=0.45": said beside the file; without draws and seed
    size_t what_if_count;
};

enum { PLAN_DRAWS = 10000, PLAN_DRAWS_MOST = 1000000 };

void plan_init(struct plan *plan); // every assumption at its default
void plan_done(struct plan *plan);

// Sets one key as in the file, by its dotted path: "energy.price" to "0.45", "guests.web.count" to
// "900", "licences.os.price", "platforms" to "kvm,tcg". A class or licence that there is not is
// made. Remembered as a what-if. -EINVAL, the plan unchanged: "key: what is wrong, what would be
// right", with the nearest key for one there is not.
int plan_set(struct plan *plan, const char *key, const char *text, struct err *err);

// The plan's file (NULL: none) with what_ifs[count], each "key=value", over it: they win. Then the
// catalogue and the inventory that it names; paths in the file are relative to its folder, those of
// what-ifs to the working folder. A what-if must name a class or licence that there is, unless
// there is no file. What runs and telemetry add comes later; then plan_check is due. -EINVAL:
// "file:line: key: what is wrong, what would be right"; ERR_HOST for an address that does not
// answer. *ret_plan kept on failure.
int plan_read(const char *path, const char *const *what_ifs, size_t count, struct plan *ret_plan,
              struct err *err);

// What no single key can see: guests and a catalogue there are, in one currency (plan->currency is
// the catalogue's where the plan says none), a group that has hosts left when some fail, licences
// of what there is. 0 or -EINVAL with the place of the key at fault.
int plan_check(struct plan *plan, struct err *err);

// The text a key was given ("guests.web.vcpus"), or NULL.
const char *plan_said(const struct plan *plan, const char *key);

// The plan as a file that reads back the same: all that was said, what-ifs included, and every
// assumption that nobody stated as a comment. New string.
char *plan_format(const struct plan *plan);

#endif
