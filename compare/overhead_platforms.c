// SPDX-License-Identifier: GPL-3.0-or-later
// A platform is named by its word, and by its guest too where one campaign has it with two kinds.
#include "compare/overhead_platforms.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/overhead.h"

static bool is_twice(const struct overhead_load *load, const char *platform)
{
    size_t count = 0;
    for (size_t i = 0; i < load->arm_count; i++)
        count += strcmp(load->arms[i].run->record->platform, platform) == 0;
    return count > 1;
}

static bool is_twice_anywhere(const struct overhead *overhead, const char *platform)
{
    for (size_t i = 0; i < overhead->load_count; i++)
        if (is_twice(&overhead->loads[i], platform))
            return true;
    return false;
}

static size_t place_of(struct overhead *overhead, const struct run_record *record)
{
    scope_free char *name = is_twice_anywhere(overhead, record->platform)
                                ? alloc_printf("%s/%s", record->platform, record->guest_kind)
                                : alloc_copy(record->platform);
    for (size_t i = 0; i < overhead->platform_count; i++)
        if (strcmp(overhead->platforms[i].name, name) == 0)
            return i;
    overhead->platforms = alloc_resized(overhead->platforms, overhead->platform_count + 1,
                                        sizeof *overhead->platforms);
    overhead->platforms[overhead->platform_count] = (struct overhead_platform){
        .name = scope_take(name),
        .platform = alloc_copy(record->platform),
        .hypervisor = alloc_copy(""),
    };
    return overhead->platform_count++;
}

static void learn(struct overhead_platform *platform, const struct run_record *record)
{
    platform->is_emulated = platform->is_emulated || record->emulated;
    if (!*platform->hypervisor && *record->hypervisor) {
        free(platform->hypervisor);
        platform->hypervisor = alloc_copy(record->hypervisor);
    }
}

// --- kinds of guests ----------------------------------------------------------------------------

// The record of a platform under one load that has something to show, or NULL.
static const struct run_record *shown(const struct overhead *overhead, size_t load, size_t platform)
{
    const struct overhead_load *of = &overhead->loads[load];
    if (platform == 0)
        return of->base->record;
    for (size_t i = 0; i < of->arm_count; i++)
        if (of->arms[i].platform == platform && !of->arms[i].absent)
            return of->arms[i].run->record;
    return NULL;
}

static bool was_before(const struct overhead *overhead, size_t load, size_t platform,
                       const char *kind)
{
    for (size_t i = 0; i < load; i++) {
        const struct run_record *record = shown(overhead, i, platform);
        if (record && strcmp(record->guest_kind, kind) == 0)
            return true;
    }
    return false;
}

static void add_loads(const struct overhead *overhead, size_t platform, const char *kind,
                      struct strbuf *out)
{
    const char *before = " (";
    for (size_t i = 0; i < overhead->load_count; i++) {
        const struct run_record *record = shown(overhead, i, platform);
        if (!record || strcmp(record->guest_kind, kind) != 0)
            continue;
        strbuf_printf(out, "%s%s", before, overhead->loads[i].name);
        before = ", ";
    }
    strbuf_add(out, ")");
}

static char *guests_of(const struct overhead *overhead, size_t platform)
{
    struct strbuf kinds = {0}, only = {0};
    size_t count = 0;
    for (size_t i = 0; i < overhead->load_count; i++) {
        const struct run_record *record = shown(overhead, i, platform);
        if (!record || was_before(overhead, i, platform, record->guest_kind))
            continue;
        strbuf_printf(&kinds, "%s%s", count ? "; " : "", record->guest_kind);
        if (count++ == 0)
            strbuf_add(&only, record->guest_kind);
        add_loads(overhead, platform, record->guest_kind, &kinds);
    }
    char *text = strbuf_take(count > 1 ? &kinds : &only);
    strbuf_done(count > 1 ? &only : &kinds);
    return text;
}

// --- all of them --------------------------------------------------------------------------------

void overhead_find_platforms(struct overhead *overhead)
{
    for (size_t i = 0; i < overhead->load_count; i++) {
        const struct run_record *record = overhead->loads[i].base->record;
        size_t place = place_of(overhead, record); // which may move the list
        learn(&overhead->platforms[place], record);
    }
    for (size_t i = 0; i < overhead->load_count; i++)
        for (size_t k = 0; k < overhead->loads[i].arm_count; k++) {
            struct overhead_arm *arm = &overhead->loads[i].arms[k];
            arm->platform = place_of(overhead, arm->run->record);
            learn(&overhead->platforms[arm->platform], arm->run->record);
        }
    for (size_t i = 0; i < overhead->platform_count; i++)
        overhead->platforms[i].guests = guests_of(overhead, i);
}

void overhead_platforms_done(struct overhead *overhead)
{
    for (size_t i = 0; i < overhead->platform_count; i++) {
        free(overhead->platforms[i].name);
        free(overhead->platforms[i].platform);
        free(overhead->platforms[i].guests);
        free(overhead->platforms[i].hypervisor);
    }
    free(overhead->platforms);
}
