// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences from counts.
#include "planner/demand/inventory_note.h"

#include <math.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "planner/demand/inventory_demand.h"

struct tally {
    double states[INVENTORY_GONE + 1]; // guests
    double running, cpu_unknown, mhz_alone;
    double memory_bytes, vcpus, disk_bytes, used_bytes;
    double counted_memory_bytes, counted_vcpus; // as classes have them
    bool has_windows, has_told_cpu, has_used, was_moment;
};

static void count_guest(struct tally *tally, const struct inventory_guest *guest)
{
    double cores = inventory_guest_cores(guest);
    tally->states[guest->state] += guest->count;
    if (guest->state != INVENTORY_ON)
        return;
    tally->running += guest->count;
    tally->memory_bytes += guest->count * guest->memory_bytes;
    tally->vcpus += guest->count * guest->vcpus;
    tally->disk_bytes += isnan(guest->disk_bytes) ? 0 : guest->count * guest->disk_bytes;
    tally->used_bytes += isnan(guest->used_bytes) ? 0 : guest->count * guest->used_bytes;
    tally->has_used |= !isnan(guest->used_bytes);
    tally->has_windows |= guest->windows > 0;
    tally->has_told_cpu |= !isnan(cores);
    tally->was_moment |= !isnan(cores) && isnan(guest->cpu_cores);
    tally->cpu_unknown += isnan(cores) && guest->windows == 0 ? guest->count : 0;
    tally->mhz_alone += isnan(cores) && !isnan(guest->cpu_hz) ? guest->count : 0;
}

static struct tally tally_of(const struct inventory_guests *guests,
                             const struct inventory_classes *classes)
{
    struct tally tally = {0};
    for (size_t i = 0; i < guests->count; i++)
        count_guest(&tally, &guests->list[i]);
    for (size_t i = 0; i < classes->count; i++) {
        double count = 0, memory_bytes = 0, vcpus = 0;
        for (size_t k = 0; k < classes->list[i].count; k++) {
            const struct inventory_guest *guest = &guests->list[classes->list[i].guests[k]];
            count += guest->count;
            memory_bytes = fmax(memory_bytes, guest->memory_bytes);
            vcpus = fmax(vcpus, guest->vcpus);
        }
        tally.counted_memory_bytes += count * memory_bytes;
        tally.counted_vcpus += count * vcpus;
    }
    return tally;
}

static void note_left_out(const char *name, const struct tally *tally, struct demand *demand)
{
    static const char *const words[] = {
        [INVENTORY_OFF] = "switched off",
        [INVENTORY_TEMPLATE] = "a template",
        [INVENTORY_GONE] = "gone by the last sample",
    };
    scope_strbuf struct strbuf text = {0};
    for (size_t i = INVENTORY_OFF; i <= INVENTORY_GONE; i++)
        if (tally->states[i] > 0)
            strbuf_printf(&text, "%s%.0f %s", text.length ? ", " : "", tally->states[i], words[i]);
    if (text.length)
        demand_note(demand, alloc_printf("%s: %.0f guests count; left out: %s.", name,
                                         tally->running, strbuf_text(&text)));
}

static void note_rounding(const char *name, const struct tally *tally,
                          const struct inventory_classes *classes, struct demand *demand)
{
    double memory = tally->counted_memory_bytes / tally->memory_bytes - 1;
    double vcpus = tally->counted_vcpus / tally->vcpus - 1;
    if (memory <= 0 && vcpus <= 0)
        return;
    demand_note(demand, alloc_printf(
                            "%s: guests of unlike shapes are drawn together into %zu classes, each "
                            "as large as the largest in it: that adds %.1f %% to all memory and "
                            "%.1f %% to all vCPUs.",
                            name, classes->count, 100 * memory, 100 * vcpus));
}

static void note_disk(const char *name, const struct tally *tally, struct demand *demand)
{
    char disk[UNITS_TEXT_SIZE], used[UNITS_TEXT_SIZE];
    if (!tally->has_used || tally->used_bytes >= tally->disk_bytes)
        return;
    demand_note(demand, alloc_printf("%s: disks count as they were provisioned, %s; %s of that are "
                                     "in use.",
                                     name, units_format_bytes(disk, (uint64_t)tally->disk_bytes),
                                     units_format_bytes(used, (uint64_t)tally->used_bytes)));
}

static void note_cpu(const char *name, const struct tally *tally, struct demand *demand)
{
    if (tally->mhz_alone > 0)
        demand_note(demand, alloc_printf(
                                "%s: the MHz that %.0f guests use do not tell cores, since nothing "
                                "tells the clock of their hosts: the sheet vCPU does (Max).",
                                name, tally->mhz_alone));
    if (tally->cpu_unknown > 0)
        demand_note(demand, alloc_printf("%s: the CPU use of %.0f of %.0f guests is not known%s.",
                                         name, tally->cpu_unknown, tally->running,
                                         tally->cpu_unknown < tally->running
                                             ? "; those of a class where others' is count as these"
                                             : ""));
    if (tally->was_moment)
        demand_note(demand,
                    alloc_printf("%s: CPU use is that of the moment of the export; `collect` "
                                 "would tell its course.",
                                 name));
    if (tally->has_told_cpu && !tally->has_windows)
        demand_note(demand, alloc_printf("%s: nothing tells how the guests' loads move together; a "
                                         "correlation of %.1f is guessed.",
                                         name, CPU_CORRELATION_GUESS));
}

static void note_shapes(const char *name, const struct tally *tally,
                        const struct inventory_classes *classes, struct demand *demand)
{
    note_left_out(name, tally, demand);
    note_rounding(name, tally, classes, demand);
    note_disk(name, tally, demand);
}

void inventory_note_shapes(const char *name, const struct inventory_guests *guests,
                           const struct inventory_classes *classes, struct demand *demand)
{
    struct tally tally = tally_of(guests, classes);
    note_shapes(name, &tally, classes, demand);
}

void inventory_note(const char *name, const struct inventory_guests *guests,
                    const struct inventory_classes *classes, struct demand *demand)
{
    struct tally tally = tally_of(guests, classes);
    note_shapes(name, &tally, classes, demand);
    note_cpu(name, &tally, demand);
}
