// SPDX-License-Identifier: GPL-3.0-or-later
// Words only; every figure in them was computed in compare/.
#include "reports/compare/overhead_say.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/platform_class.h"
#include "common/model/scenario.h"
#include "compare/overhead.h"

enum quantity overhead_quantity(const char *unit)
{
    static const struct {
        const char *unit;
        enum quantity quantity;
    } units[] = {{"1/s", QUANTITY_RATE}, {"ns", QUANTITY_DURATION}, {"bytes", QUANTITY_BYTES}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].unit, unit) == 0)
            return units[i].quantity;
    return QUANTITY_NUMBER;
}

// --- densities ----------------------------------------------------------------------------------

struct extremes {
    uint32_t least_guests, most_guests;
    size_t least_boots, most_boots;
};

static void widen(struct extremes *extremes, const struct overhead_cell *cell)
{
    if (!extremes->least_guests || cell->guests < extremes->least_guests)
        extremes->least_guests = cell->guests;
    if (cell->guests > extremes->most_guests)
        extremes->most_guests = cell->guests;
    if (!extremes->least_boots || cell->boots < extremes->least_boots)
        extremes->least_boots = cell->boots;
    if (cell->boots > extremes->most_boots)
        extremes->most_boots = cell->boots;
}

// By the headlines: other measures may be absent in some boots.
static void widen_by_load(struct extremes *extremes, const struct overhead_load *load)
{
    const char *measure = overhead_headline(load);
    for (size_t k = 0; measure && k < load->arm_count; k++) {
        const struct overhead_curve *curve = overhead_curve_find(&load->arms[k], measure);
        for (size_t i = 0; curve && i < curve->cell_count; i++)
            widen(extremes, &curve->cells[i]);
    }
}

static struct extremes extremes_of(const struct overhead *overhead)
{
    struct extremes extremes = {0};
    for (size_t i = 0; i < overhead->load_count; i++)
        widen_by_load(&extremes, &overhead->loads[i]);
    return extremes;
}

uint32_t overhead_least_guests(const struct overhead *overhead)
{
    return extremes_of(overhead).least_guests;
}

uint32_t overhead_most_guests(const struct overhead *overhead)
{
    return extremes_of(overhead).most_guests;
}

// --- the answer ---------------------------------------------------------------------------------

char *overhead_emulation(const struct overhead *overhead)
{
    struct strbuf names = {0};
    for (size_t i = 0; i < overhead->platform_count; i++)
        if (overhead->platforms[i].is_emulated && *overhead->platforms[i].guests)
            strbuf_printf(&names, "%s%s", names.length ? ", " : "", overhead->platforms[i].name);
    scope_free char *list = strbuf_take(&names);
    if (!*list)
        return NULL;
    return alloc_printf("Emulated: every figure of %s was measured under emulation; none of them "
                        "is one of hardware virtualization.",
                        list);
}

// What a platform keeps of native's throughput at the fewest guests, over all loads that tell.
struct kept {
    double least, most;
    size_t loads;
};

static bool is_at(const struct overhead_curve *curve, uint32_t guests)
{
    return curve && curve->cells[0].guests == guests;
}

static struct kept kept_of(const struct overhead *overhead, size_t platform)
{
    struct kept kept = {INFINITY, 0, 0};
    uint32_t least = overhead_least_guests(overhead);
    for (size_t i = 0; i < overhead->load_count; i++)
        for (size_t k = 0; k < overhead->loads[i].arm_count; k++) {
            const struct overhead_arm *arm = &overhead->loads[i].arms[k];
            const struct overhead_curve *curve = overhead_curve_find(arm, "throughput");
            if (arm->platform != platform || !is_at(curve, least))
                continue;
            kept.least = fmin(kept.least, curve->cells[0].ratio.value);
            kept.most = fmax(kept.most, curve->cells[0].ratio.value);
            kept.loads++;
        }
    return kept;
}

// Two digits: the intervals stand below.
static char *times_text(double ratio)
{
    char text[UNITS_TEXT_SIZE];
    return ratio < 99.5 ? alloc_printf("%.2gx", ratio)
                        : alloc_copy(quantity_format(text, QUANTITY_TIMES, ratio));
}

// "kvm 0.58x to 1x (of 2 loads)"
static void add_kept(const struct overhead *overhead, size_t platform, size_t loads,
                     struct strbuf *out)
{
    struct kept kept = kept_of(overhead, platform);
    if (kept.loads == 0)
        return;
    scope_free char *least = times_text(kept.least), *most = times_text(kept.most);
    bool is_one = strcmp(least, most) == 0;
    strbuf_printf(out, "%s%s%s %s%s%s", out->length ? "; " : "", overhead->platforms[platform].name,
                  overhead->platforms[platform].is_emulated ? " (emulated)" : "", least,
                  is_one ? "" : " to ", is_one ? "" : most);
    if (kept.loads < loads)
        strbuf_printf(out, " (%zu of %zu loads)", kept.loads, loads);
}

char *overhead_answer(const struct overhead *overhead)
{
    struct strbuf kept = {0};
    uint32_t least = overhead_least_guests(overhead);
    size_t loads = 0;
    for (size_t i = 0; i < overhead->platform_count; i++) {
        size_t of_platform = kept_of(overhead, i).loads;
        loads = of_platform > loads ? of_platform : loads;
    }
    for (size_t i = 0; i < overhead->platform_count; i++)
        add_kept(overhead, i, loads, &kept);
    scope_free char *list = strbuf_take(&kept);
    if (!*list)
        return alloc_copy(least ? "No load's throughput was measured on two platforms."
                                : "Nothing was measured on two platforms.");
    return alloc_printf("Of native's throughput with %" PRIu32 " guest%s, over %zu load%s: %s.",
                        least, least == 1 ? "" : "s", loads, loads == 1 ? "" : "s", list);
}

// "3", or "2 to 4".
static char *span_text(uint64_t least, uint64_t most)
{
    return least == most ? alloc_printf("%" PRIu64, least)
                         : alloc_printf("%" PRIu64 " to %" PRIu64, least, most);
}

// "1 to 8 of them at once, 3 boots of each density, ", or nothing where nothing was measured.
static char *measured_text(const struct extremes *extremes)
{
    scope_free char *guests = span_text(extremes->least_guests, extremes->most_guests);
    scope_free char *boots = span_text(extremes->least_boots, extremes->most_boots);
    if (!extremes->most_guests)
        return alloc_copy("");
    return alloc_printf("%s of them at once, %s boot%s of each density, ", guests, boots,
                        extremes->most_boots == 1 ? "" : "s");
}

char *overhead_facts(const struct overhead *overhead)
{
    const struct side_run *run = overhead->loads[0].base;
    const struct host_record *host = &run->record->host;
    const struct shape *shape = &run->scenario->shape;
    const struct extremes extremes = extremes_of(overhead);
    char memory[UNITS_TEXT_SIZE], window[UNITS_TEXT_SIZE], date[CLOCK_TEXT_SIZE];
    scope_free char *measured = measured_text(&extremes);
    clock_format_utc(date, run->record->started_at_ns);
    units_format_bytes(memory, shape->memory_bytes);
    units_format_duration_ns(window, (double)run->scenario->window_ns);
    return alloc_printf(
        "%zu load%s on %s (%" PRIu32 " CPU%s, %s), %s. A guest has %" PRIu32 " vCPU%s and %s; "
        "%s%" PRIu32 " windows of %s.",
        overhead->load_count, overhead->load_count == 1 ? "" : "s", host->name, host->cpus,
        host->cpus == 1 ? "" : "s", host->cpu_model, date, shape->vcpus,
        shape->vcpus == 1 ? "" : "s", memory, measured, scenario_windows(run->scenario), window);
}

// --- platforms ----------------------------------------------------------------------------------

const char *overhead_class(const struct overhead_platform *platform)
{
    const struct platform_class *class = platform_class_find(platform->platform);
    return class ? class->label : "not known";
}

const char *overhead_reason(const struct overhead_platform *platform)
{
    const struct platform_class *class = platform_class_find(platform->platform);
    return class ? class->reason : "";
}

char *overhead_platform_line(const struct overhead_platform *platform)
{
    const char *reason = overhead_reason(platform);
    return alloc_printf("%s: %s. %s%s%s%s%s%s%s", platform->name, overhead_class(platform), reason,
                        *reason ? ". " : "", *platform->guests ? "Guest: " : "No guest",
                        *platform->guests ? platform->guests : " was measured",
                        *platform->hypervisor ? ". " : "", platform->hypervisor, ".");
}

char *overhead_guests_differ(const struct overhead *overhead)
{
    struct strbuf kinds = {0};
    for (size_t i = 0; i < overhead->platform_count; i++)
        if (*overhead->platforms[i].guests)
            strbuf_printf(&kinds, "%s%s: %s", kinds.length ? "; " : "", overhead->platforms[i].name,
                          overhead->platforms[i].guests);
    scope_free char *list = strbuf_take(&kinds);
    if (!*list)
        return NULL;
    return alloc_printf(
        "Guests are of unlike kinds, and a ratio is one of platform and guest together (%s). A "
        "process and a container share the host's kernel, an appliance has one of its own, a bare "
        "guest has none.",
        list);
}

char *overhead_absence(const struct overhead *overhead, const struct overhead_load *load,
                       const struct overhead_arm *arm)
{
    return alloc_printf("%s was not measured with %s: %s.", overhead->platforms[arm->platform].name,
                        load->name, arm->absent);
}

// --- along the density --------------------------------------------------------------------------

char *overhead_course_words(const struct overhead_curve *curve)
{
    uint32_t last = curve->cells[curve->cell_count - 1].guests;
    if (curve->cell_count == 1)
        return alloc_copy("one density");
    if (curve->course == OVERHEAD_NOT_KNOWN)
        return alloc_copy("too few boots");
    if (!curve->course_guests)
        return alloc_printf("not seen by %" PRIu32, last);
    return alloc_printf("%sfrom %" PRIu32, curve->course == OVERHEAD_SHRINKS ? "shrinks " : "",
                        curve->course_guests);
}
