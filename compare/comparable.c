// SPDX-License-Identifier: GPL-3.0-or-later
// The rules, one after the other: the first that forbids is told.
#include "compare/comparable.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/arm_side.h"
#include "common/model/load.h"
#include "common/model/scenario.h"
#include "common/model/scenario_difference.h"

static const char *said(const char *text)
{
    return text && *text ? text : "unknown";
}

static bool is_same(const char *a, const char *b)
{
    return strcmp(said(a), said(b)) == 0;
}

// --- what was set on purpose --------------------------------------------------------------------

// Whether an arm ("pinning=spread, disk.cache=none", "A: machine=q35") sets that key.
static bool arm_sets(const struct run_record *run, const char *key)
{
    size_t length = strlen(key);
    for (const char *at = arm_settings(run->arm); at && *at;) {
        if (strncmp(at, key, length) == 0 && at[length] == '=')
            return true;
        at = strstr(at, ", ");
        at += at ? 2 : 0;
    }
    return false;
}

static bool is_on_purpose(const struct side_run *a, const struct side_run *b, const char *key)
{
    return arm_sets(a->record, key) || arm_sets(b->record, key);
}

// --- the rules ----------------------------------------------------------------------------------

static char *emulation(const struct side_run *a, const struct side_run *b)
{
    if (a->record->emulated == b->record->emulated || is_on_purpose(a, b, "platform"))
        return NULL;
    return alloc_printf("one is emulated and the other is not (%s; %s)", said(a->record->platform),
                        said(b->record->platform));
}

static char *hosts(const struct side_run *a, const struct side_run *b)
{
    const struct host_record *ours = &a->record->host, *theirs = &b->record->host;
    if (!is_same(ours->name, theirs->name) || !is_same(ours->cpu_model, theirs->cpu_model))
        return alloc_printf("the hosts differ (%s, %s; %s, %s)", said(ours->name),
                            said(ours->cpu_model), said(theirs->name), said(theirs->cpu_model));
    if (ours->cpus != theirs->cpus)
        return alloc_printf("the host has another number of CPUs (%" PRIu32 "; %" PRIu32 ")",
                            ours->cpus, theirs->cpus);
    return NULL;
}

static bool is_process(const struct side_run *run)
{
    return is_same(run->record->guest_kind, "process");
}

static char *guest_kinds(const struct side_run *a, const struct side_run *b)
{
    const char *ours = a->record->guest_kind, *theirs = b->record->guest_kind;
    if (is_same(ours, theirs) || is_process(a) || is_process(b) || is_on_purpose(a, b, "guest"))
        return NULL;
    return alloc_printf("the guests are of two kinds (%s; %s)", said(ours), said(theirs));
}

char *comparable_shape_text(const struct scenario *scenario)
{
    char memory[UNITS_TEXT_SIZE];
    return alloc_printf("%" PRIu32 " vCPU%s, %s", scenario->shape.vcpus,
                        scenario->shape.vcpus == 1 ? "" : "s",
                        units_format_bytes(memory, scenario->shape.memory_bytes));
}

static char *loads_text(const struct side_run *a, const struct side_run *b,
                        const struct scenario_difference *one)
{
    scope_free char *ours = load_describe(&a->scenario->load);
    scope_free char *theirs = load_describe(&b->scenario->load);
    if (strcmp(ours, theirs) != 0)
        return alloc_printf("the loads differ (%s; %s)", ours, theirs);
    if (strcmp(one->key, "load.exec") == 0)
        return alloc_copy("the loads differ (programs that are run in other ways)");
    return alloc_printf("the loads differ (%s: %s; %s)", one->key,
                        *one->values[0] ? one->values[0] : "none",
                        *one->values[1] ? one->values[1] : "none");
}

static char *shapes_text(const struct side_run *a, const struct side_run *b)
{
    scope_free char *ours = comparable_shape_text(a->scenario);
    scope_free char *theirs = comparable_shape_text(b->scenario);
    return alloc_printf("the shapes differ (%s; %s)", ours, theirs);
}

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_windows(const char *key)
{
    return strcmp(key, "windows") == 0 || strcmp(key, "window") == 0;
}

static bool is_kind(const char *key)
{
    return strcmp(key, "interference") == 0 || strcmp(key, "fault") == 0 ||
           strcmp(key, "curve") == 0;
}

static bool is_work(const char *key)
{
    return starts(key, "load.") || starts(key, "shape.") || strcmp(key, "tile") == 0 ||
           is_windows(key) || is_kind(key);
}

static char *key_text(const struct side_run *a, const struct side_run *b,
                      const struct scenario_difference *one)
{
    if (starts(one->key, "load."))
        return loads_text(a, b, one);
    if (starts(one->key, "shape."))
        return shapes_text(a, b);
    if (strcmp(one->key, "tile") == 0)
        return alloc_copy("the tiles differ");
    if (is_windows(one->key))
        return alloc_printf("what is measured differs (%s: %s; %s)", one->key, one->values[0],
                            one->values[1]);
    if (is_kind(one->key))
        return alloc_printf("they are of two kinds (%s: %s; %s)", one->key,
                            *one->values[0] ? one->values[0] : "none",
                            *one->values[1] ? one->values[1] : "none");
    return NULL;
}

// Of the scenarios: load, shape, tile, windows.
static char *work(const struct side_run *a, const struct side_run *b)
{
    scope_scenario_differences struct scenario_differences all = {0};
    char *text = NULL;
    scenario_differences_of(a->scenario, b->scenario, &all);
    for (size_t i = 0; !text && i < all.count; i++)
        if (!is_on_purpose(a, b, all.list[i].key))
            text = key_text(a, b, &all.list[i]);
    return text;
}

char *comparable_why_not(const struct side_run *a, const struct side_run *b)
{
    char *(*const rules[])(const struct side_run *, const struct side_run *) = {emulation, hosts,
                                                                                guest_kinds, work};
    char *text = NULL;
    for (size_t i = 0; !text && i < sizeof rules / sizeof *rules; i++)
        text = rules[i](a, b);
    return text;
}

bool comparable_is_same_work(const struct side_run *a, const struct side_run *b)
{
    scope_free char *why = work(a, b);
    return !why;
}

char *comparable_key(const struct side_run *run)
{
    const struct run_record *record = run->record;
    struct strbuf out = {0};
    struct scenario usual;
    scope_scenario_differences struct scenario_differences all = {0};
    scenario_init(&usual);
    scenario_differences_of(&usual, run->scenario, &all);
    strbuf_printf(&out, "%s, %s, %s, %s", said(record->host.name), said(record->host.cpu_model),
                  said(record->platform), said(record->guest_kind));
    for (size_t i = 0; i < all.count; i++)
        if (is_work(all.list[i].key))
            strbuf_printf(&out, "; %s: %s", all.list[i].key, all.list[i].values[1]);
    scenario_done(&usual);
    return strbuf_take(&out);
}
