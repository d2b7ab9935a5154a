// SPDX-License-Identifier: GPL-3.0-or-later
// Words only; every figure in them was computed elsewhere.
#include "reports/describe.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "reports/document.h"
#include "reports/quantity.h"

static const char *text_or(const char *text, const char *fallback)
{
    return text && *text ? text : fallback;
}

char *describe_emulation(const struct run_record *run)
{
    if (!run->emulated)
        return NULL;
    struct strbuf name = {0};
    for (const char *c = text_or(run->platform, "unknown"); *c; c++)
        strbuf_printf(&name, "%c", toupper((unsigned char)*c));
    char *mark = alloc_printf("Measured under emulation (%s): no figure here is one of hardware "
                              "virtualization.",
                              strbuf_text(&name));
    strbuf_done(&name);
    return mark;
}

char *describe_shape(const struct document_run *run)
{
    const struct shape *shape = &run->scenario.shape;
    char memory[UNITS_TEXT_SIZE];
    return alloc_printf("%" PRIu32 " vCPU%s, %s", shape->vcpus, shape->vcpus == 1 ? "" : "s",
                        units_format_bytes(memory, shape->memory_bytes));
}

char *describe_run(const struct document_run *run)
{
    const struct run_record *record = &run->run;
    const struct host_record *host = &record->host;
    scope_free char *load = load_describe(&run->scenario.load);
    scope_free char *shape = describe_shape(run);
    return alloc_printf("%s, %s guests; %s; %s; on %s: %" PRIu32 " CPU%s, %s",
                        text_or(record->platform, "unknown platform"),
                        text_or(record->guest_kind, "unknown"), shape, load,
                        text_or(host->name, "an unnamed host"), host->cpus,
                        host->cpus == 1 ? "" : "s", text_or(host->cpu_model, "unknown CPU"));
}

char *describe_name(const struct run_record *run)
{
    bool labelled = run->label && *run->label;
    return alloc_printf("run %" PRId64 "%s%s (%s%s)", run->id, labelled ? ", " : "",
                        labelled ? run->label : "", text_or(run->platform, "unknown platform"),
                        run->emulated ? ", emulated" : "");
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
    return alloc_printf("%s: %s, %s", text, estimate, density_verdict_name(term->verdict));
}

static struct mishap *add_mishap(struct mishap *mishaps, size_t *count, char *what, const char *why)
{
    mishaps = alloc_resized(mishaps, *count + 1, sizeof(*mishaps));
    mishaps[(*count)++] = (struct mishap){.what = what, .why = alloc_copy(text_or(why, ""))};
    return mishaps;
}

static char *describe_step(const struct step_record *step)
{
    const char *plural = step->guests == 1 ? "" : "s";
    if (step->kind == RECORD_STEP_CALIBRATE)
        return alloc_printf("calibration, boot %" PRIu32, step->repeat + 1);
    return alloc_printf("%" PRIu32 " guest%s, boot %" PRIu32, step->guests, plural,
                        step->repeat + 1);
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
        for (size_t g = 0; g < step->guest_count; g++) {
            const struct guest_record *guest = &step->guest_list[g];
            if (guest->state == RECORD_FAILED)
                mishaps =
                    add_mishap(mishaps, &count,
                               alloc_printf("%s: guest %" PRIu32 " failed", name, guest->index),
                               guest->reason);
        }
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
