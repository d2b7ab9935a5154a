// SPDX-License-Identifier: GPL-3.0-or-later
// Words only; every figure in them was computed elsewhere.
#include "reports/describe.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/silence.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "reports/document.h"
#include "reports/matrix.h"
#include "reports/quantity.h"
#include "reports/tile.h"

static const char *text_or(const char *text, const char *fallback)
{
    return text && *text ? text : fallback;
}

static char *upper_case(const char *text)
{
    char *upper = alloc_copy(text);
    for (char *c = upper; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return upper;
}

char *describe_emulation(const struct run_record *run)
{
    if (!run->emulated)
        return NULL;
    scope_free char *name = upper_case(text_or(run->platform, "unknown"));
    return alloc_printf("Measured under emulation (%s): no figure here is one of hardware "
                        "virtualization.",
                        name);
}

// What people call a guest kind, and what it means for the figures.
static const struct guest_kind {
    const char *key;
    const char *name;
    const char *meaning;
} guest_kinds[] = {
    {"process", "process",
     "A native process is no guest at all: its figures are the host's own, without a hypervisor."},
    {"container", "process",
     "A container is a process of the host's own kernel, kept apart by namespaces and held to a "
     "guest's size by control groups: its figures are without a hypervisor."},
    {"appliance", "appliance",
     "The appliance is a Linux kernel and one program: a guest kernel's cost is in its figures."},
    {"bare", "bare guest",
     "A bare guest has no operating system: its figures are the hypervisor's cost alone, no guest "
     "kernel's."},
    {"image", "own image",
     "The guest is an image of the user's own: whatever its operating system does is in its "
     "figures."},
};

// A container is recorded as the process that it is, too.
static const struct guest_kind *guest_kind_of(const struct run_record *run)
{
    bool is_container = run->platform && strcmp(run->platform, "container") == 0;
    const char *key = is_container ? "container" : run->guest_kind;
    for (size_t i = 0; i < sizeof(guest_kinds) / sizeof(guest_kinds[0]); i++)
        if (key && strcmp(key, guest_kinds[i].key) == 0)
            return &guest_kinds[i];
    return NULL;
}

const char *describe_guest_kind(const struct run_record *run)
{
    const struct guest_kind *kind = guest_kind_of(run);
    return kind ? kind->meaning : NULL;
}

char *describe_short_platform(const struct run_record *run)
{
    const char *platform = text_or(run->platform, "unknown platform");
    bool is_acronym = run->emulated || strcmp(platform, "kvm") == 0;
    return is_acronym ? upper_case(platform) : alloc_copy(platform);
}

// Whatever sets it apart beside that.
static char *describe_platform_alone(const struct run_record *run)
{
    const struct guest_kind *known = guest_kind_of(run);
    const char *kind = known ? known->name : text_or(run->guest_kind, "unknown guest kind");
    scope_free char *platform = describe_short_platform(run);
    if (run->emulated)
        return alloc_printf("emulation (%s), %s", platform, kind);
    if (known && strcmp(run->guest_kind, "process") == 0)
        return alloc_printf("%s %s", platform, kind);
    if (strcmp(platform, "host") == 0)
        return alloc_copy("host and its virtual machines");
    return alloc_printf("%s, %s", platform, kind);
}

static bool has_arm(const struct run_record *run)
{
    return run->arm && *run->arm;
}

char *describe_arm(const struct run_record *run)
{
    return has_arm(run) ? alloc_copy(run->arm) : describe_short_platform(run);
}

char *describe_platform(const struct run_record *run)
{
    scope_free char *platform = describe_platform_alone(run);
    return has_arm(run) ? alloc_printf("%s, %s", platform, run->arm) : scope_take(platform);
}

char *describe_shape(const struct document_run *run)
{
    const struct shape *shape = &run->scenario.shape;
    char memory[UNITS_TEXT_SIZE];
    return alloc_printf("%" PRIu32 " vCPU%s, %s", shape->vcpus, shape->vcpus == 1 ? "" : "s",
                        units_format_bytes(memory, shape->memory_bytes));
}

double describe_overcommit(const struct document_run *run, uint32_t guests)
{
    double cpus = run->run.usable_cpus;
    return cpus > 0 ? overcommit_ratio(guests, scenario_unit_vcpus(&run->scenario), cpus) : NAN;
}

static bool counts_ratios(const struct document_run *run)
{
    return run->scenario.overcommit.max > 0 && run->run.usable_cpus > 0;
}

char *describe_count(const struct document_run *run, uint32_t guests)
{
    return counts_ratios(run)
               ? alloc_printf("%" PRIu32 " (%.2f)", guests, describe_overcommit(run, guests))
               : alloc_printf("%" PRIu32, guests);
}

const char *describe_count_heading(const struct document_run *run)
{
    if (!counts_ratios(run))
        return document_run_unit(run);
    return document_run_has_tiles(run) ? "tiles (vCPUs/CPU)" : "guests (vCPUs/CPU)";
}

// What the guests are and do.
static char *describe_guests(const struct document_run *run)
{
    if (document_run_has_tiles(run))
        return tile_describe(run);
    scope_free char *load = load_describe(&run->scenario.load);
    scope_free char *shape = describe_shape(run);
    if (document_run_has_matrix(run))
        return alloc_printf("two guests of %s; each of %s beside each", shape,
                            run->scenario.interference);
    if (run->isolation.kind != ACCIDENT_NONE)
        return alloc_printf("%" PRIu32 " guests of %s; %s; then %s in one of them",
                            run->isolation.guests, shape, load, accident_name(run->isolation.kind));
    return alloc_printf("%s; %s", shape, load);
}

char *describe_run(const struct document_run *run)
{
    const struct host_record *host = &run->run.host;
    scope_free char *what = strcmp(text_or(run->run.platform, ""), "host") == 0
                                ? alloc_copy("as it was")
                                : describe_guests(run);
    return alloc_printf("%s; on %s: %" PRIu32 " CPU%s, %s", what,
                        text_or(host->name, "an unnamed host"), host->cpus,
                        host->cpus == 1 ? "" : "s", text_or(host->cpu_model, "unknown CPU"));
}

char *describe_name(const struct run_record *run)
{
    bool labelled = run->label && *run->label;
    scope_free char *platform = describe_platform(run);
    return alloc_printf("%s (run %" PRId64 "%s%s)", platform, run->id, labelled ? ", " : "",
                        labelled ? run->label : "");
}

static enum quantity quantity_of_bound(enum slo_bound bound)
{
    switch (bound) {
    case SLO_DURATION_NS:
        return QUANTITY_DURATION;
    case SLO_TIMES_SOLO:
        return QUANTITY_TIMES;
    case SLO_SHARE:
        return QUANTITY_SHARE;
    case SLO_RATE:
        return QUANTITY_RATE;
    }
    return QUANTITY_INDEX;
}

char *describe_term(const struct density_term *term)
{
    scope_free char *text = slo_term_format(&term->term);
    scope_free char *estimate =
        quantity_compact(quantity_of_bound(term->term.bound), &term->estimate, true);
    return alloc_printf("%s%s%s: %s, %s", term->stream ? term->stream : "", term->stream ? " " : "",
                        text, estimate, density_verdict_name(term->verdict));
}

static struct mishap *add_mishap(struct mishap *mishaps, size_t *count, char *what, const char *why)
{
    mishaps = alloc_resized(mishaps, *count + 1, sizeof(*mishaps));
    mishaps[(*count)++] = (struct mishap){.what = what, .why = alloc_copy(text_or(why, ""))};
    return mishaps;
}

static char *describe_step(const struct step_record *step)
{
    uint32_t units = step_record_units(step);
    if (step->kind == RECORD_STEP_INTERFERENCE && step->guest_count == 1)
        return alloc_printf("%s, boot %" PRIu32, step->guest_list[0].load, step->repeat + 1);
    if (step->kind == RECORD_STEP_INTERFERENCE && step->guest_count == 2)
        return alloc_printf("%s beside %s, boot %" PRIu32, step->guest_list[0].load,
                            step->guest_list[1].load, step->repeat + 1);
    if (step->kind == RECORD_STEP_CALIBRATE)
        return alloc_printf("calibration, boot %" PRIu32, step->repeat + 1);
    return alloc_printf("%" PRIu32 " %s%s, boot %" PRIu32, units, step->tiles ? "tile" : "guest",
                        units == 1 ? "" : "s", step->repeat + 1);
}

// A step's failed guests most often fail alike: the first few say it, and how many more there are.
static struct mishap *add_guests(struct mishap *mishaps, size_t *count,
                                 const struct step_record *step, const char *name)
{
    enum { TOLD = 3 };
    uint32_t failed = 0;
    // That the first one fell is what was asked for.
    for (size_t g = step->kind == RECORD_STEP_ISOLATION; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        if (guest->state == RECORD_FAILED && failed++ < TOLD)
            mishaps = add_mishap(mishaps, count,
                                 alloc_printf("%s: guest %" PRIu32 " failed", name, guest->index),
                                 guest->reason);
    }
    if (failed > TOLD)
        mishaps = add_mishap(
            mishaps, count, alloc_printf("%s: %" PRIu32 " guests more failed", name, failed - TOLD),
            "--format json tells of each");
    return mishaps;
}

struct mishap *describe_mishaps(const struct document_run *run, size_t *ret_count)
{
    struct mishap *mishaps = NULL;
    size_t count = 0;
    if (run->run.state != RECORD_DONE)
        mishaps = add_mishap(mishaps, &count,
                             alloc_printf("the run: %s", record_state_name(run->run.state)),
                             run->run.reason);
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        scope_free char *name = describe_step(step);
        if (step->state != RECORD_DONE)
            mishaps = add_mishap(mishaps, &count,
                                 alloc_printf("%s: %s", name, record_state_name(step->state)),
                                 step->reason);
        scope_free char *silence = silence_of_step(&run->scenario, step);
        if (silence)
            mishaps = add_mishap(mishaps, &count, alloc_printf("%s: %s", name, silence), NULL);
        mishaps = add_guests(mishaps, &count, step, name);
    }
    *ret_count = count;
    return mishaps;
}

void mishaps_free(struct mishap *mishaps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(mishaps[i].what);
        free(mishaps[i].why);
    }
    free(mishaps);
}
