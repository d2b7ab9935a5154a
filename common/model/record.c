// SPDX-License-Identifier: GPL-3.0-or-later
// Life and death of a run's facts, and the words for their states. Knows nothing of where they come
// from or are kept.
#include "common/model/record.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

static const char *const state_names[] = {
#define X(name, text) [RECORD_##name] = text,
    RECORD_STATES(X)
#undef X
};

static const char *const step_kind_names[] = {
#define X(name, text) [RECORD_STEP_##name] = text,
    RECORD_STEP_KINDS(X)
#undef X
};

static int name_index(const char *const *names, int count, const char *text)
{
    for (int i = 0; text && i < count; i++)
        if (strcmp(names[i], text) == 0)
            return i;
    return -1;
}

const char *record_state_name(enum record_state state)
{
    return (unsigned)state < RECORD_STATE_COUNT ? state_names[state] : "unknown";
}

int record_state_parse(const char *text)
{
    return name_index(state_names, RECORD_STATE_COUNT, text);
}

const char *record_step_kind_name(enum record_step_kind kind)
{
    return (unsigned)kind < RECORD_STEP_KIND_COUNT ? step_kind_names[kind] : "unknown";
}

int record_step_kind_parse(const char *text)
{
    return name_index(step_kind_names, RECORD_STEP_KIND_COUNT, text);
}

uint32_t step_record_units(const struct step_record *step)
{
    return step->tiles ? step->tiles : step->guests;
}

void record_set(char **field, char *taken)
{
    free(*field);
    *field = taken;
}

static char *empty(void)
{
    return alloc_copy("");
}

void guest_record_init(struct guest_record *guest)
{
    *guest = (struct guest_record){
        .state = RECORD_RUNNING,
        .reason = empty(),
        .role = empty(),
        .load = empty(),
        .home = empty(),
        .boot_ns = RECORD_ABSENT,
        .start_offset_ns = RECORD_ABSENT,
        .clock_error_ns = RECORD_ABSENT,
        .clock_rate = RECORD_ABSENT,
        .host_memory_bytes = RECORD_ABSENT,
        .host_cpu_ns = RECORD_ABSENT,
    };
}

void step_record_init(struct step_record *step)
{
    *step = (struct step_record){
        .kind = RECORD_STEP_LADDER,
        .state = RECORD_RUNNING,
        .reason = empty(),
        .verdict = empty(),
        .started_at_ns = RECORD_ABSENT,
        .boot_ns = RECORD_ABSENT,
        .barrier_ns = RECORD_ABSENT,
        .memory_bytes = RECORD_ABSENT,
        .tool_cpu_ns = RECORD_ABSENT,
        .spent_ns = RECORD_ABSENT,
        .measured_ns = RECORD_ABSENT,
    };
}

static struct host_record empty_host(void)
{
    return (struct host_record){
        .name = empty(),
        .cpu_model = empty(),
        .kernel = empty(),
        .virtualization = empty(),
        .topology_xml = empty(),
        .map = empty(),
        .settings = empty(),
    };
}

void run_record_init(struct run_record *run)
{
    *run = (struct run_record){
        .label = empty(),
        .platform = empty(),
        .platform_note = empty(),
        .guest_kind = empty(),
        .guest_kernel = empty(),
        .hypervisor = empty(),
        .scenario = empty(),
        .tool_version = empty(),
        .started_at_ns = RECORD_ABSENT,
        .ended_at_ns = RECORD_ABSENT,
        .state = RECORD_RUNNING,
        .reason = empty(),
        .answer = empty(),
        .campaign = empty(),
        .arm = empty(),
        .usable_cpus = RECORD_ABSENT,
        .host = empty_host(),
    };
}

void guest_record_add_window(struct guest_record *guest, const struct window_record *window)
{
    // Capacity is the next power of two, so that it needs no field of its own.
    size_t count = guest->window_count;
    if ((count & (count - 1)) == 0)
        guest->windows =
            alloc_resized(guest->windows, count ? count * 2 : 1, sizeof(guest->windows[0]));
    guest->windows[guest->window_count++] = *window;
}

void step_record_add_figure(struct step_record *step, const struct figure_record *figure)
{
    size_t count = step->figure_count;
    if ((count & (count - 1)) == 0)
        step->figures =
            alloc_resized(step->figures, count ? count * 2 : 1, sizeof(step->figures[0]));
    step->figures[step->figure_count++] = *figure;
}

const struct figure_record *step_record_figure(const struct step_record *step, uint32_t guest,
                                               const char *name)
{
    for (size_t i = 0; i < step->figure_count; i++)
        if (step->figures[i].guest == (int64_t)guest && strcmp(step->figures[i].name, name) == 0)
            return &step->figures[i];
    return NULL;
}

void figure_record_done(struct figure_record *figure)
{
    if (!figure)
        return;
    free(figure->name);
    free(figure->unit);
    *figure = (struct figure_record){0};
}

void window_record_done(struct window_record *window)
{
    if (!window)
        return;
    free(window->histogram);
    *window = (struct window_record){0};
}

void guest_record_done(struct guest_record *guest)
{
    if (!guest)
        return;
    for (size_t i = 0; i < guest->window_count; i++)
        window_record_done(&guest->windows[i]);
    free(guest->windows);
    free(guest->reason);
    free(guest->role);
    free(guest->load);
    free(guest->home);
    *guest = (struct guest_record){0};
}

void step_record_done(struct step_record *step)
{
    if (!step)
        return;
    for (size_t i = 0; i < step->guest_count; i++)
        guest_record_done(&step->guest_list[i]);
    free(step->guest_list);
    for (size_t i = 0; i < step->figure_count; i++)
        figure_record_done(&step->figures[i]);
    free(step->figures);
    free(step->reason);
    free(step->verdict);
    *step = (struct step_record){0};
}

void host_record_done(struct host_record *host)
{
    if (!host)
        return;
    free(host->name);
    free(host->cpu_model);
    free(host->kernel);
    free(host->virtualization);
    free(host->topology_xml);
    free(host->map);
    free(host->settings);
    *host = (struct host_record){0};
}

void run_record_add_limit(struct run_record *run, const char *name, uint32_t guests,
                          uint32_t measured)
{
    run->limits = alloc_resized(run->limits, run->limit_count + 1, sizeof(run->limits[0]));
    run->limits[run->limit_count++] = (struct limit_record){alloc_copy(name), guests, measured};
}

void run_record_clear_limits(struct run_record *run)
{
    for (size_t i = 0; i < run->limit_count; i++)
        free(run->limits[i].name);
    free(run->limits);
    run->limits = NULL;
    run->limit_count = 0;
}

void run_record_done(struct run_record *run)
{
    if (!run)
        return;
    host_record_done(&run->host);
    run_record_clear_limits(run);
    char *texts[] = {run->label,        run->platform,   run->platform_note, run->guest_kind,
                     run->guest_kernel, run->hypervisor, run->scenario,      run->tool_version,
                     run->reason,       run->answer,     run->campaign,      run->arm};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        free(texts[i]);
    *run = (struct run_record){0};
}

void event_record_done(struct event_record *event)
{
    if (!event)
        return;
    free(event->text);
    *event = (struct event_record){0};
}
