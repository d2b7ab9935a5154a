// SPDX-License-Identifier: GPL-3.0-or-later
// Records filled in.
#include "tests/compare/made_run.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/stats/histogram.h"
#include "common/store/store.h"

enum { OPERATIONS = 4000 }; // of one window, as the histogram has them
#define SECOND_NS  UINT64_C(1000000000)
#define STARTED_NS INT64_C(1700000000000000000)

void made_run_set(char **field, const char *text)
{
    record_set(field, alloc_copy(text));
}

void made_run_init(struct made_run *run, int64_t id, const char *yaml)
{
    struct err err = {0};
    *run = (struct made_run){0};
    scenario_init(&run->scenario);
    if (yaml)
        cr_assert_eq(scenario_load_text(&run->scenario, "made", yaml, &err), 0, "%s",
                     err_text(&err));
    run_record_init(&run->record);
    struct run_record *record = &run->record;
    record->id = id;
    record->seed = (uint64_t)id;
    record->state = RECORD_DONE;
    record->emulated = true;
    record->started_at_ns = STARTED_NS + id * INT64_C(3600000000000);
    record->ended_at_ns = record->started_at_ns + 60 * (int64_t)SECOND_NS;
    record->host.cpus = 2;
    record_set(&record->scenario, scenario_format(&run->scenario));
    made_run_set(&record->platform, "tcg");
    made_run_set(&record->guest_kind, "bare");
    made_run_set(&record->hypervisor, "QEMU 7.2.9, libvirt 9.0.0, qemu:///embed");
    made_run_set(&record->tool_version, "0.1.0");
    made_run_set(&record->host.name, "lab");
    made_run_set(&record->host.cpu_model, "Some CPU");
    made_run_set(&record->host.kernel, "6.1.0-25");
    made_run_set(&record->host.settings, "microcode: 0x42\nmitigations: meltdown: PTI\n");
}

void made_run_done(struct made_run *run)
{
    for (size_t i = 0; i < run->step_count; i++)
        step_record_done(&run->steps[i]);
    free(run->steps);
    scenario_done(&run->scenario);
    run_record_done(&run->record);
}

static struct histogram_pack *latency_of(double hz)
{
    scope_free struct histogram *latency = alloc_zeroed(1, sizeof *latency);
    for (int i = 0; i < OPERATIONS; i++)
        histogram_record(latency, (uint64_t)((1 + 0.2 * i / OPERATIONS) * 1e9 / hz));
    return histogram_pack(latency);
}

static void fill_guest(struct guest_record *guest, uint32_t index, double hz)
{
    guest_record_init(guest);
    guest->index = index;
    guest->state = RECORD_DONE;
    guest->boot_ns = 500000000 + 1000000 * (int64_t)index;
    guest->host_memory_bytes = INT64_C(64) << 20;
    guest->host_cpu_ns = (int64_t)SECOND_NS;
    guest_record_add_window(guest, &(struct window_record){.measured = true,
                                                           .duration_ns = SECOND_NS,
                                                           .operations = (uint64_t)llround(hz),
                                                           .histogram = latency_of(hz)});
}

static uint32_t count_boots(const struct made_run *run, uint32_t guests)
{
    uint32_t boots = 0;
    for (size_t i = 0; i < run->step_count; i++)
        boots += run->steps[i].kind == RECORD_STEP_LADDER && run->steps[i].guests == guests;
    return boots;
}

struct step_record *made_run_add(struct made_run *run, uint32_t guests, double hz)
{
    uint32_t repeat = count_boots(run, guests);
    run->steps = alloc_resized(run->steps, run->step_count + 1, sizeof *run->steps);
    struct step_record *step = &run->steps[run->step_count++];
    step_record_init(step);
    step->kind = RECORD_STEP_LADDER;
    step->guests = guests;
    step->repeat = repeat;
    step->state = RECORD_DONE;
    step->boot_ns = 600000000;
    step->measured_ns = (int64_t)SECOND_NS;
    step->guest_list = alloc_zeroed(guests, sizeof *step->guest_list);
    step->guest_count = guests;
    for (uint32_t g = 0; g < guests; g++)
        fill_guest(&step->guest_list[g], g, hz);
    return step;
}

void made_run_add_boots(struct made_run *run, uint32_t guests, uint32_t boots, double hz,
                        double spread, uint32_t phase)
{
    static const double shares[] = {0.3, 1, -0.7, 0.1, -0.9, 0.5, 0.8, -0.2};
    for (uint32_t b = 0; b < boots; b++) {
        double share = shares[(b + phase) / 2 % 8] * ((b + phase) % 2 ? -1 : 1);
        made_run_add(run, guests, hz * (1 + spread * share));
    }
}

int64_t made_run_store(struct made_run *run, struct store *store, const char *label)
{
    struct err err = {0};
    made_run_set(&run->record.label, label);
    cr_assert_eq(store_add_run(store, &run->record, &err), 0, "%s", err_text(&err));
    for (size_t i = 0; i < run->step_count; i++)
        cr_assert_eq(store_add_step(store, run->record.id, &run->steps[i], NULL, &err), 0, "%s",
                     err_text(&err));
    return run->record.id;
}

struct side_run made_run_side(const struct made_run *run)
{
    return (struct side_run){&run->record, &run->scenario, run->steps, run->step_count};
}
