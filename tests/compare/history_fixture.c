// SPDX-License-Identifier: GPL-3.0-or-later
// Runs by hand; noise is that of a seed.
#include "tests/compare/history_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/inference/normal.h"

#define FIRST_NIGHT (INT64_C(1767225600) * INT64_C(1000000000)) // 2026-01-01
#define DAY         (INT64_C(86400) * INT64_C(1000000000))
enum { BOOTS = 3, GUESTS = 4 };

static struct measure_series make_series(const char *name, const char *unit, bool higher_is_better,
                                         double value, struct rng *rng)
{
    struct measure_series series = {
        .name = alloc_copy(name),
        .unit = alloc_copy(unit),
        .higher_is_better = higher_is_better,
        .is_judged = true,
        .guests = GUESTS,
    };
    series.boots.count = BOOTS;
    series.boots.values = alloc_zeroed(BOOTS, sizeof *series.boots.values);
    series.boots.repeats = alloc_zeroed(BOOTS, sizeof *series.boots.repeats);
    for (uint32_t b = 0; b < BOOTS; b++) {
        series.boots.values[b] = value * exp(0.01 * normal_draw(rng));
        series.boots.repeats[b] = b;
    }
    return series;
}

static void make_run(struct history_run *run, size_t number, struct rng *rng)
{
    struct run_record *record = &run->record;
    run_record_init(record);
    record->id = (int64_t)number + 1;
    record->started_at_ns = FIRST_NIGHT + (int64_t)number * DAY;
    record->state = RECORD_DONE;
    record_set(&record->label, alloc_copy("nightly"));
    record_set(&record->platform, alloc_copy("kvm"));
    record_set(&record->guest_kind, alloc_copy("bare"));
    record_set(&record->hypervisor, alloc_copy("QEMU 7.2.22, libvirt 9.0.0, qemu:///embed"));
    record_set(&record->host.name, alloc_copy("lab"));
    record_set(&record->host.cpu_model, alloc_copy("Some CPU"));
    record_set(&record->host.kernel, alloc_copy("6.1.0-25-amd64"));
    scenario_init(&run->scenario);
    run->line = HISTORY_NO_LINE;
    run->why_not = alloc_copy("");
    run->set.count = 2;
    run->set.list = alloc_zeroed(2, sizeof *run->set.list);
    run->set.list[0] = make_series("throughput", "1/s", true, 1e6, rng);
    run->set.list[1] = make_series("p99", "ns", false, 4e5, rng);
}

struct history_runs history_fixture_runs(size_t count)
{
    struct history_runs runs = {.label = alloc_copy("nightly"), .count = count};
    struct rng rng;
    rng_init(&rng, 20261126);
    runs.list = alloc_zeroed(count + 1, sizeof *runs.list);
    for (size_t i = 0; i < count; i++)
        make_run(&runs.list[i], i, &rng);
    return runs;
}

void history_fixture_scale(struct history_runs *runs, size_t from, size_t to, double throughput,
                           double p99)
{
    for (size_t i = from; i < to; i++)
        for (size_t b = 0; b < BOOTS; b++) {
            runs->list[i].set.list[0].boots.values[b] *= throughput;
            runs->list[i].set.list[1].boots.values[b] *= p99;
        }
}

void history_fixture_kernel(struct history_runs *runs, size_t from, const char *kernel)
{
    for (size_t i = from; i < runs->count; i++)
        record_set(&runs->list[i].record.host.kernel, alloc_copy(kernel));
}

struct history history_fixture_of(struct history_runs *runs, const struct history_options *options)
{
    const struct history_options defaults = {0};
    const struct history_window window = {0};
    struct history history = {0};
    struct err err = {0};
    cr_assert_eq(history_runs_sort_out(runs, &window, &err), 0, "%s", err_text(&err));
    cr_assert_eq(history_of(runs, options ? options : &defaults, &history, &err), 0, "%s",
                 err_text(&err));
    return history;
}

const struct history_series *history_fixture_series(const struct history *history,
                                                    const char *measure)
{
    const struct history_line *line = &history->lines[0];
    for (size_t i = 0; i < line->series_count; i++)
        if (strcmp(line->series[i].measure, measure) == 0)
            return &line->series[i];
    cr_assert_fail("no series of %s", measure);
    return NULL;
}
