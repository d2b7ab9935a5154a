// SPDX-License-Identifier: GPL-3.0-or-later
// Guests as a queue would have them: waiting grows with the share of the host that is used. Every
// number comes from one seeded generator.
#include "tests/reports/fixture.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "reports/emitter.h"

enum { WARMUP_WINDOWS = 2, MEASURED_WINDOWS = 5, RATE_HZ = 400 };
#define SECOND_NS  INT64_C(1000000000)
#define SERVICE_NS 400e3
#define STARTED_NS (INT64_C(1790000000) * SECOND_NS)

const uint32_t fixture_ladder[] = {1, 2, 4, 8, 6, 7};
const size_t fixture_ladder_count = sizeof(fixture_ladder) / sizeof(fixture_ladder[0]);

void fixture_init(struct fixture *fixture)
{
    char folder[] = "/tmp/fullhouse-reports-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    fixture->folder = strdup(folder);
    char *path = path_join(folder, "fullhouse.db");
    struct err err = {0};
    cr_assert_eq(store_open(path, STORE_WRITE, &fixture->store, &err), 0, "%s", err_text(&err));
    free(path);
}

void fixture_done(struct fixture *fixture)
{
    store_close(fixture->store);
    path_remove_tree(fixture->folder, NULL);
    free(fixture->folder);
}

// Records come with empty texts of their own.
static void set_text(char **field, const char *text)
{
    free(*field);
    *field = strdup(text);
}

static double slowness_of(const struct fixture_run *options)
{
    return options->slowness > 0 ? options->slowness : 1;
}

static struct histogram_pack *make_latency(struct rng *rng, uint64_t operations, double used,
                                           double service_ns)
{
    scope_free struct histogram *histogram = alloc_zeroed(1, sizeof(*histogram));
    double waiting = service_ns * used / (1.02 - fmin(used, 0.995));
    for (uint64_t i = 0; i < operations; i++) {
        double tail = -log(1 - rng_unit(rng));
        histogram_record(histogram, (uint64_t)(service_ns * (0.97 + 0.06 * rng_unit(rng)) +
                                               0.5 * waiting * tail));
    }
    return histogram_pack(histogram);
}

static void add_windows(struct guest_record *guest, struct rng *rng, double used, double rate_hz,
                        double service_ns)
{
    double share = fmin(1, 1 / used) * (0.985 + 0.015 * rng_unit(rng));
    for (uint32_t w = 0; w < WARMUP_WINDOWS + MEASURED_WINDOWS; w++) {
        uint64_t operations = (uint64_t)(rate_hz * fmin(1, share * (0.995 + 0.01 * rng_unit(rng))));
        guest_record_add_window(guest,
                                &(struct window_record){
                                    .index = w,
                                    .measured = w >= WARMUP_WINDOWS,
                                    .duration_ns = SECOND_NS,
                                    .operations = operations,
                                    .due = (uint64_t)rate_hz,
                                    .steal_ns = (uint64_t)(used * 2e7),
                                    .histogram = make_latency(rng, operations, used, service_ns),
                                });
    }
}

static void fill_guest(struct guest_record *guest, uint32_t index, uint32_t guests, struct rng *rng,
                       double used, const struct fixture_run *options)
{
    guest_record_init(guest);
    guest->index = index;
    guest->state = RECORD_DONE;
    double slowness = slowness_of(options), cpu = options->idle ? 0.002 : 0.265;
    if (!options->unseen) {
        guest->boot_ns = (int64_t)(0.9e9 + 0.2e9 * used + 0.1e9 * rng_unit(rng));
        guest->start_offset_ns = index ? (int64_t)(6e5 * rng_unit(rng)) : 0;
        guest->clock_error_ns = 40000;
        guest->host_memory_bytes =
            options->idle ? (INT64_C(6) << 20) + (INT64_C(40) << 20) / guests : INT64_C(150) << 20;
        guest->host_memory_bytes += (int64_t)rng_below(rng, 1 << 20);
        guest->host_cpu_ns =
            (int64_t)(MEASURED_WINDOWS * SECOND_NS * cpu * (1 + 0.02 * rng_unit(rng)));
    }
    double rate_hz = options->idle ? 0 : RATE_HZ / slowness;
    add_windows(guest, rng, used, rate_hz, SERVICE_NS * slowness);
}

static void fill_step(struct step_record *step, uint32_t guests, uint32_t repeat, struct rng *rng,
                      const struct fixture_run *options)
{
    double capacity = (options->capacity > 0 ? options->capacity : 10) * //
                      (0.985 + 0.03 * rng_unit(rng));
    step_record_init(step);
    step->kind = RECORD_STEP_LADDER;
    step->guests = guests;
    step->repeat = repeat;
    step->state = RECORD_DONE;
    step->started_at_ns = STARTED_NS;
    step->rate_hz = options->idle ? 0 : RATE_HZ / slowness_of(options);
    step->warmup_windows = WARMUP_WINDOWS;
    step->steady = true;
    step->guest_list = alloc_zeroed(guests, sizeof(*step->guest_list));
    step->guest_count = guests;
    for (uint32_t g = 0; g < guests; g++)
        fill_guest(&step->guest_list[g], g, guests, rng, guests / capacity, options);
    if (options->unseen)
        return;
    step->boot_ns = (int64_t)(1.2e9 + 2e8 * guests);
    step->barrier_ns = (int64_t)(4e5 + 3e5 * rng_unit(rng));
    step->memory_bytes = (int64_t)(guests * (188e6 + 2e6 * rng_unit(rng)));
    step->tool_cpu_ns = (int64_t)(1e7 + 2e6 * guests);
    step->measured_ns = MEASURED_WINDOWS * SECOND_NS;
}

static void put_step(struct fixture *fixture, int64_t run, struct step_record *step)
{
    struct err err = {0};
    cr_assert_eq(store_add_step(fixture->store, run, step, NULL, &err), 0, "%s", err_text(&err));
    step_record_done(step);
}

static void add_refused(struct fixture *fixture, int64_t run, uint32_t guests)
{
    struct step_record step;
    step_record_init(&step);
    step.kind = RECORD_STEP_LADDER;
    step.guests = guests;
    step.state = RECORD_REFUSED;
    record_set(&step.reason,
               alloc_printf("%u guests need 3.0 GiB, 1.9 GiB are free above the reserve of 512 MiB",
                            guests));
    set_text(&step.verdict, "");
    put_step(fixture, run, &step);
}

// One guest alone, closed: four times what it is offered in the ladder, one operation after the
// other.
static void add_calibration(struct fixture *fixture, int64_t run, uint32_t repeat, struct rng *rng,
                            const struct fixture_run *options)
{
    struct fixture_run faster = *options;
    faster.slowness = slowness_of(options) / 4;
    struct step_record step;
    fill_step(&step, 1, repeat, rng, &faster);
    step.kind = RECORD_STEP_CALIBRATE;
    step.rate_hz = 0;
    for (size_t w = 0; w < step.guest_list[0].window_count; w++) {
        struct window_record *window = &step.guest_list[0].windows[w];
        double operation_ns = (double)SECOND_NS / (double)window->operations;
        free(window->histogram);
        window->histogram = make_latency(rng, window->operations, 0, operation_ns);
        window->due = 0;
    }
    put_step(fixture, run, &step);
}

static void add_dead_guest(struct fixture *fixture, int64_t run, struct rng *rng,
                           const struct fixture_run *options)
{
    struct step_record step;
    fill_step(&step, 3, 0, rng, options);
    step.state = RECORD_FAILED;
    set_text(&step.reason, "guest 2 died in a window");
    struct guest_record *guest = &step.guest_list[2];
    guest->state = RECORD_FAILED;
    set_text(&guest->reason,
             "the console's last lines:\n\x1b[31mKernel panic\x1b[0m <script>alert"
             "(1)</script>\nattempted to kill init \xff\xfe, 'quoted' & \"double\"");
    put_step(fixture, run, &step);
}

static void fill_run(struct run_record *run, const struct fixture_run *options)
{
    struct scenario plain;
    scenario_init(&plain);
    plain.shape.vcpus = options->vcpus ? options->vcpus : 1;
    if (options->idle)
        record_set(&plain.load.workload, strdup("idle"));
    if (!options->idle) {
        plain.load.arrivals = LOAD_CONSTANT;
        plain.load.rate = (struct rate){.is_share = true, .value = 0.25};
    }
    slo_done(&plain.slo);
    struct err err = {0};
    const char *slo = options->slo ? options->slo : options->idle ? "" : "p99<=3x,achieved>=95%";
    if (*slo)
        cr_assert_eq(slo_parse(slo, &plain.slo, &err), 0, "%s", err_text(&err));
    run_record_init(run);
    free(run->scenario);
    run->scenario = scenario_format(&plain);
    scenario_done(&plain);
    set_text(&run->label, options->label ? options->label : "");
    set_text(&run->platform, options->platform ? options->platform : "kvm");
    set_text(&run->platform_note,
             options->emulated ? "KVM did not boot the probe within 20 s" : "");
    run->emulated = options->emulated;
    set_text(&run->guest_kind, options->guest_kind ? options->guest_kind : "appliance");
    set_text(&run->campaign, options->campaign ? options->campaign : "");
    set_text(&run->arm, options->arm ? options->arm : "");
    set_text(&run->guest_kernel, "Linux 6.1.0-56-cloud-amd64");
    set_text(&run->hypervisor, "QEMU 7.2.9, libvirt 9.0.0, qemu:///embed");
    run->seed = 20260701;
    set_text(&run->tool_version, "0.1.0");
    run->started_at_ns = STARTED_NS;
    run->ended_at_ns = STARTED_NS + 200 * SECOND_NS;
    run->state = options->interrupted ? RECORD_INTERRUPTED : RECORD_DONE;
    set_text(&run->reason, options->interrupted ? "Ctrl-C" : "");
    set_text(&run->answer, "");
    host_record_done(&run->host);
    run->host = (struct host_record){
        .name = strdup("rack4-node7"),
        .cpu_model = strdup("AMD EPYC 9354P 32-Core Processor"),
        .cpus = 2,
        .cores = 2,
        .sockets = 1,
        .numa_nodes = 1,
        .memory_bytes = UINT64_C(8) << 30,
        .kernel = strdup("6.1.0-56-amd64"),
        .virtualization = strdup("KVM"),
        .topology_xml = strdup(""),
        .map = strdup(""),
        .settings = strdup("microcode: 0x42\nmitigations: meltdown: Mitigation: PTI\n"),
    };
}

int64_t fixture_add_run(struct fixture *fixture, const struct fixture_run *options)
{
    struct run_record run;
    struct err err = {0};
    struct rng rng;
    rng_init(&rng, 4711);
    fill_run(&run, options);
    cr_assert_eq(store_add_run(fixture->store, &run, &err), 0, "%s", err_text(&err));
    int64_t id = run.id;
    run_record_done(&run);
    for (uint32_t c = 0; c < options->calibrations; c++)
        add_calibration(fixture, id, c, &rng, options);
    for (size_t d = 0; d < options->density_count; d++) {
        for (uint32_t b = 0; b < options->boots; b++) {
            struct step_record step;
            fill_step(&step, options->densities[d], b, &rng, options);
            put_step(fixture, id, &step);
        }
    }
    if (options->dead_guest)
        add_dead_guest(fixture, id, &rng, options);
    if (options->refused)
        add_refused(fixture, id, options->refused);
    if (options->events) {
        cr_assert_eq(store_add_event(fixture->store, id, "probing KVM", &err), 0);
        cr_assert_eq(store_add_event(fixture->store, id, "no <b>KVM</b>: falling back", &err), 0);
    }
    return id;
}

void fixture_load(struct fixture *fixture, const int64_t *ids, size_t count,
                  struct document *document)
{
    struct err err = {0};
    cr_assert_eq(document_load(fixture->store, ids, count, document, &err), 0, "%s",
                 err_text(&err));
}

char *fixture_emit(const struct emitter *emitter, const struct document *document)
{
    struct strbuf out = {0};
    struct emitter_context context = {0};
    struct err err = {0};
    cr_assert_eq(emitter->emit(document, &context, &out, &err), 0, "%s", err_text(&err));
    strbuf_done(&context.notes);
    return strbuf_take(&out);
}
