// SPDX-License-Identifier: GPL-3.0-or-later
// Throughput of a boot is lognormal around the night's; guests of a boot and windows of a guest
// differ by a fifth of that.
#include "tests/bench/made_history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/normal.h"
#include "common/model/scenario.h"
#include "common/store/store.h"

#define OPERATIONS_HZ 1e5
#define FIRST_NIGHT   (INT64_C(1700000000) * INT64_C(1000000000))
#define DAY           (INT64_C(86400) * INT64_C(1000000000))
enum { POOL_OPERATIONS = 2000 };

static void fill_pool(struct made_history *made)
{
    struct rng rng;
    rng_init(&rng, 1);
    for (int i = 0; i < MADE_HISTORY_POOL && !made->pool[i]; i++) {
        scope_free struct histogram *histogram = alloc_zeroed(1, sizeof *histogram);
        histogram_reset(histogram);
        for (int o = 0; o < POOL_OPERATIONS; o++)
            histogram_record(histogram, (uint64_t)(1e4 * exp(0.2 * normal_draw(&rng))));
        made->pool[i] = histogram_pack(histogram);
    }
}

static void set_defaults(struct made_history *made)
{
    static const uint32_t densities[] = {2, 4, 6};
    if (!made->densities[0])
        memcpy(made->densities, densities, sizeof densities);
    made->repeats = made->repeats ? made->repeats : 3;
    made->windows = made->windows ? made->windows : 5;
    made->noise = made->noise > 0 ? made->noise : 0.01;
    fill_pool(made);
}

static const char *text_or(const char *text, const char *fallback)
{
    return text ? text : fallback;
}

// --- a run --------------------------------------------------------------------------------------

static char *make_scenario(const struct made_night *night)
{
    struct scenario scenario;
    scenario_init(&scenario);
    scope_free char *vcpus = alloc_printf("%u", night->vcpus ? night->vcpus : 1);
    scope_free char *seed = alloc_printf("%u", night->number + 1);
    scenario_set(&scenario, "label", night->label, NULL);
    scenario_set(&scenario, "platform", text_or(night->platform, "kvm"), NULL);
    scenario_set(&scenario, "guests", "1..6", NULL);
    scenario_set(&scenario, "shape.vcpus", vcpus, NULL);
    scenario_set(&scenario, "seed", seed, NULL);
    char *text = scenario_format(&scenario);
    scenario_done(&scenario);
    return text;
}

static void make_run(struct run_record *run, const struct made_night *night)
{
    run_record_init(run);
    record_set(&run->label, alloc_copy(night->label));
    record_set(&run->platform, alloc_copy(text_or(night->platform, "kvm")));
    record_set(&run->guest_kind, alloc_copy("bare"));
    record_set(&run->hypervisor, alloc_copy("QEMU 7.2.22, libvirt 9.0.0, qemu:///embed"));
    record_set(&run->campaign, alloc_copy(text_or(night->campaign, "")));
    record_set(&run->scenario, make_scenario(night));
    record_set(&run->tool_version, alloc_copy("0.1.0"));
    record_set(&run->host.name, alloc_copy(text_or(night->host, "lab")));
    record_set(&run->host.cpu_model, alloc_copy("Some CPU"));
    record_set(&run->host.kernel, alloc_copy(text_or(night->kernel, "6.1.0-25-amd64")));
    record_set(&run->host.settings, alloc_copy("microcode: 0x42\nSMT: off\n"));
    run->host.cpus = 8;
    run->host.memory_bytes = UINT64_C(32) << 30;
    run->seed = night->number + 1;
    run->started_at_ns =
        night->started_at_ns ? night->started_at_ns : FIRST_NIGHT + night->number * DAY;
    run->ended_at_ns = run->started_at_ns + 600 * (int64_t)CLOCK_NS_PER_SECOND;
    run->state = night->is_running ? RECORD_RUNNING : RECORD_DONE;
}

// --- its steps ----------------------------------------------------------------------------------

static double near(struct rng *rng, double value, double spread)
{
    return value * exp(spread * normal_draw(rng));
}

static void make_guest(const struct made_history *made, struct rng *rng, double hz,
                       struct guest_record *guest)
{
    for (uint32_t w = 0; w < made->windows; w++) {
        const struct histogram_pack *pack = made->pool[rng_below(rng, MADE_HISTORY_POOL)];
        struct window_record window = {.index = w, .measured = true};
        window.duration_ns = CLOCK_NS_PER_SECOND;
        window.operations = (uint64_t)near(rng, hz, made->noise / 5);
        window.due = window.operations;
        window.histogram = histogram_pack_decode(pack->bytes, pack->length);
        guest_record_add_window(guest, &window);
    }
}

static void make_step(const struct made_history *made, const struct made_night *night,
                      uint32_t guests, uint32_t repeat, struct step_record *step)
{
    struct rng rng;
    rng_init(&rng, rng_derive(night->number + 1, guests * 100 + repeat));
    double factor = night->factor > 0 ? night->factor : 1;
    double hz = near(&rng, OPERATIONS_HZ * factor / (1 + 0.05 * guests), made->noise);
    step_record_init(step);
    step->kind = RECORD_STEP_LADDER;
    step->guests = guests;
    step->repeat = repeat;
    step->state = RECORD_DONE;
    step->measured_ns = made->windows * (int64_t)CLOCK_NS_PER_SECOND;
    step->boot_ns = (int64_t)near(&rng, 5e8, 0.05);
    step->guest_list = alloc_zeroed(guests, sizeof *step->guest_list);
    step->guest_count = guests;
    for (uint32_t g = 0; g < guests; g++) {
        guest_record_init(&step->guest_list[g]);
        step->guest_list[g].index = g;
        step->guest_list[g].state = RECORD_DONE;
        step->guest_list[g].boot_ns = (int64_t)near(&rng, 4e8, 0.05);
        step->guest_list[g].host_cpu_ns = (int64_t)near(&rng, 4.5e9, 0.01);
        make_guest(made, &rng, near(&rng, hz, made->noise / 5), &step->guest_list[g]);
    }
}

static int add_steps(const struct made_history *made, struct store *store,
                     const struct made_night *night, int64_t run_id, struct err *err)
{
    int result = 0;
    for (size_t d = 0; d < 3 && made->densities[d]; d++)
        for (uint32_t repeat = 0; result == 0 && repeat < made->repeats; repeat++) {
            struct step_record step;
            make_step(made, night, made->densities[d], repeat, &step);
            result = store_add_step(store, run_id, &step, NULL, err);
            step_record_done(&step);
        }
    return result;
}

int made_history_add(struct made_history *made, struct store *store, const struct made_night *night,
                     int64_t *ret_id, struct err *err)
{
    struct run_record run;
    set_defaults(made);
    make_run(&run, night);
    int result = store_add_run(store, &run, err);
    if (result == 0 && !night->has_no_steps)
        result = add_steps(made, store, night, run.id, err);
    if (result == 0 && ret_id)
        *ret_id = run.id;
    run_record_done(&run);
    return result;
}

void made_history_done(struct made_history *made)
{
    for (int i = 0; i < MADE_HISTORY_POOL; i++)
        free(made->pool[i]);
    *made = (struct made_history){0};
}
