// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of what differs: records field by field, a hypervisor's and a host's texts part by part,
// scenarios key by key.
#include "compare/change.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "common/model/scenario.h"
#include "common/model/scenario_difference.h"
#include "compare/scenario_agree.h"

static bool has(const struct changes *changes, const char *line)
{
    for (size_t i = 0; i < changes->count; i++)
        if (strcmp(changes->list[i], line) == 0)
            return true;
    return false;
}

static const char *said(const char *text)
{
    return text && *text ? text : "none";
}

static void hold(struct changes *changes, const char *what, const char *from, const char *to)
{
    if (strcmp(said(from), said(to)) == 0)
        return;
    scope_free char *line = alloc_printf("%s: %s -> %s", what, said(from), said(to));
    if (has(changes, line))
        return;
    changes->list = alloc_resized(changes->list, changes->count + 1, sizeof *changes->list);
    changes->list[changes->count++] = scope_take(line);
}

static void hold_count(struct changes *changes, const char *what, uint64_t from, uint64_t to)
{
    scope_free char *before = alloc_printf("%" PRIu64, from);
    scope_free char *after = alloc_printf("%" PRIu64, to);
    hold(changes, what, before, after);
}

// --- texts of several parts ---------------------------------------------------------------------

// How the parts of a text stand: "QEMU 7.2.9, libvirt 9.0.0" has ", " between them and " " behind
// the name of each.
struct parts {
    const char *between, *behind_name;
};

static size_t part_length(const char *text, const struct parts *parts)
{
    const char *end = strstr(text, parts->between);
    return end ? (size_t)(end - text) : strlen(text);
}

// The rest of the text behind its first part.
static const char *next_part(const char *text, const struct parts *parts)
{
    text += part_length(text, parts);
    return *text ? text + strlen(parts->between) : text;
}

// The value of the part of that name, NULL where there is none. New string.
static char *value_of(const char *text, const char *name, const struct parts *parts)
{
    size_t length = strlen(name);
    for (; *text; text = next_part(text, parts))
        if (strncmp(text, name, length) == 0 &&
            strncmp(text + length, parts->behind_name, strlen(parts->behind_name)) == 0) {
            size_t skipped = length + strlen(parts->behind_name);
            size_t rest = part_length(text, parts);
            return alloc_printf("%.*s", (int)(rest > skipped ? rest - skipped : 0), text + skipped);
        }
    return NULL;
}

// The name of a text's first part; all of it where it has no value. New string.
static char *name_of(const char *text, const struct parts *parts)
{
    size_t length = part_length(text, parts);
    const char *end = strstr(text, parts->behind_name);
    if (end && (size_t)(end - text) < length)
        length = (size_t)(end - text);
    return alloc_printf("%.*s", (int)length, text);
}

static void hold_parts(struct changes *changes, const char *prefix, const char *from,
                       const char *to, const struct parts *parts)
{
    const char *texts[] = {from ? from : "", to ? to : ""};
    for (int t = 0; t < 2; t++)
        for (const char *text = texts[t]; *text; text = next_part(text, parts)) {
            scope_free char *name = name_of(text, parts);
            scope_free char *before = value_of(texts[0], name, parts);
            scope_free char *after = value_of(texts[1], name, parts);
            scope_free char *what = alloc_printf("%s%s", prefix, name);
            hold(changes, what, before, after);
        }
}

// --- what there is to differ --------------------------------------------------------------------

static const struct parts hypervisor_parts = {", ", " "}, setting_parts = {"\n", ": "},
                          mitigation_parts = {" | ", ": "};

// All mitigations are one line, which would be longer than anyone reads.
static void hold_settings(struct changes *changes, const char *from, const char *to)
{
    scope_free char *before = value_of(from ? from : "", "mitigations", &setting_parts);
    scope_free char *after = value_of(to ? to : "", "mitigations", &setting_parts);
    size_t first = changes->count;
    hold_parts(changes, "", from, to, &setting_parts);
    for (size_t i = first; i < changes->count; i++)
        if (strncmp(changes->list[i], "mitigations: ", 13) == 0) {
            free(changes->list[i]);
            memmove(&changes->list[i], &changes->list[i + 1],
                    (--changes->count - i) * sizeof *changes->list);
            hold_parts(changes, "mitigation ", before, after, &mitigation_parts);
            return;
        }
}

static void hold_hosts(struct changes *changes, const struct host_record *from,
                       const struct host_record *to)
{
    hold(changes, "host", from->name, to->name);
    hold(changes, "CPU", from->cpu_model, to->cpu_model);
    hold_count(changes, "CPUs", from->cpus, to->cpus);
    hold(changes, "kernel", from->kernel, to->kernel);
    hold_settings(changes, from->settings, to->settings);
}

// What decides how much is measured, not how fast it is; and what is told elsewhere.
static bool is_of_no_account(const char *key)
{
    static const char *const keys[] = {"label",   "platform",   "guests",       "tiles",
                                       "repeats", "confidence", "budget",       "terms",
                                       "slo",     "seed",       "boot.timeout", "densities"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static bool is_long(const struct scenario_difference *difference)
{
    return strchr(difference->values[0], '\n') || strchr(difference->values[1], '\n');
}

static void hold_scenarios(struct changes *changes, const struct scenario *from,
                           const struct scenario *to)
{
    scope_scenario_differences struct scenario_differences all = {0};
    scenario_differences_of(from, to, &all);
    for (size_t i = 0; i < all.count; i++) {
        const struct scenario_difference *one = &all.list[i];
        if (is_of_no_account(one->key))
            continue;
        if (is_long(one))
            hold(changes, one->key, "as it was", "another one");
        else
            hold(changes, one->key, one->values[0], one->values[1]);
    }
}

// A text that cannot be read is told where the run is read; here it differs in nothing.
static void hold_scenario_texts(struct changes *changes, const char *from, const char *to)
{
    struct scenario a, b;
    if (!from || !to || !*from || !*to || scenario_texts_agree(from, to))
        return;
    scenario_init(&a);
    scenario_init(&b);
    if (scenario_load_text(&a, "from", from, NULL) == 0 &&
        scenario_load_text(&b, "to", to, NULL) == 0)
        hold_scenarios(changes, &a, &b);
    scenario_done(&a);
    scenario_done(&b);
}

void changes_add(struct changes *changes, const struct run_record *from,
                 const struct run_record *to)
{
    hold(changes, "platform", from->platform, to->platform);
    hold(changes, "guest", from->guest_kind, to->guest_kind);
    hold_parts(changes, "", from->hypervisor, to->hypervisor, &hypervisor_parts);
    hold(changes, "guest kernel", from->guest_kernel, to->guest_kernel);
    hold_hosts(changes, &from->host, &to->host);
    hold_scenario_texts(changes, from->scenario, to->scenario);
    hold(changes, "fullhouse", from->tool_version, to->tool_version);
}

void changes_done(struct changes *changes)
{
    for (size_t i = 0; i < changes->count; i++)
        free(changes->list[i]);
    free(changes->list);
    *changes = (struct changes){0};
}
