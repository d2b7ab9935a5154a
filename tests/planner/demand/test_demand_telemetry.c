// SPDX-License-Identifier: GPL-3.0-or-later
// Demand from a run of `collect` in a real store: series as the sources write them, machines that
// come and go, what no libvirt told, and runs of other kinds.
#include "planner/demand/demand_telemetry.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"
#include "planner/demand/usage_grid.h"
#include "tests/collector/tree.h"

#define SECOND_NS INT64_C(1000000000)
#define START_NS  (INT64_C(1764124528) * SECOND_NS)
#define GIB       1073741824.0
enum { SECONDS = 600 };

TestSuite(planner_demand_telemetry, .init = tree_make, .fini = tree_remove);

static const struct uncertain growth = {0.1, 0.1, 0.1, ORIGIN_STATED};
static struct store *store;
static int64_t run_id, step_id;

static void make_run(enum record_step_kind kind)
{
    scope_free char *path = tree_path("/fullhouse.db");
    struct run_record run;
    struct step_record step;
    struct err err = {0};
    run_record_init(&run);
    step_record_init(&step);
    free(run.label);
    run.label = alloc_copy("prod");
    step.kind = kind;
    if (!store)
        cr_assert_eq(store_open(path, STORE_WRITE, &store, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_add_run(store, &run, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_add_step(store, run.id, &step, NULL, &err), 0, "%s", err_text(&err));
    run_id = run.id;
    step_id = step.id;
    run_record_done(&run);
    step_record_done(&step);
}

static void keep(struct telemetry *telemetry)
{
    struct err err = {0};
    cr_assert_eq(store_append_telemetry(store, step_id, telemetry, &err), 0, "%s", err_text(&err));
    telemetry_done(telemetry);
}

// The fast beat's points of a machine, from that second to before the last.
static void add_process(struct telemetry *telemetry, const char *object, int from, int to,
                        double idle, double busy, int period)
{
    for (int t = from; t < to; t++) {
        int64_t at_ns = START_NS + t * SECOND_NS;
        double cores = t / period % 2 ? busy : idle;
        telemetry_add(telemetry, "process", object, "cpu_cores", at_ns, cores);
        telemetry_add(telemetry, "process", object, "memory_rss_bytes", at_ns, 3 * GIB);
    }
}

static void add_vcpu(struct telemetry *telemetry, const char *object)
{
    for (int t = 0; t < SECONDS; t++)
        telemetry_add(telemetry, "process", object, "busy_ratio", START_NS + t * SECOND_NS, 0.5);
}

// The slow beat's, from libvirt.
static void add_libvirt(struct telemetry *telemetry, const char *name, double vcpus,
                        double memory_bytes, double read_hz, double receive_bytes_hz)
{
    scope_free char *object = alloc_printf("vm %s", name);
    scope_free char *disk = alloc_printf("vm %s disk vda", name);
    scope_free char *nic = alloc_printf("vm %s nic 0", name);
    for (int t = 0; t < SECONDS; t += 30) {
        int64_t at_ns = START_NS + t * SECOND_NS;
        telemetry_add(telemetry, "libvirt", object, "vcpus_count", at_ns, vcpus);
        telemetry_add(telemetry, "libvirt", object, "balloon_maximum_bytes", at_ns, memory_bytes);
        telemetry_add(telemetry, "libvirt", disk, "physical_bytes", at_ns, 10 * GIB);
        telemetry_add(telemetry, "libvirt", disk, "read_hz", at_ns, read_hz);
        telemetry_add(telemetry, "libvirt", disk, "write_hz", at_ns, read_hz / 2);
        telemetry_add(telemetry, "libvirt", nic, "receive_bytes_hz", at_ns, receive_bytes_hz);
        telemetry_add(telemetry, "libvirt", nic, "transmit_bytes_hz", at_ns, 0);
    }
}

static struct demand read_demand(const char *word)
{
    struct demand demand = {0};
    struct err err = {0};
    cr_assert_eq(demand_telemetry_read(store, word, &growth, &demand, &err), 0, "%s",
                 err_text(&err));
    return demand;
}

static bool is_noted(const struct demand *demand, const char *part)
{
    for (size_t i = 0; i < demand->note_count; i++)
        if (strstr(demand->notes[i], part))
            return true;
    return false;
}

Test(planner_demand_telemetry, classes_with_their_course)
{
    scope_telemetry struct telemetry telemetry = {0};
    make_run(RECORD_STEP_COLLECT);
    add_process(&telemetry, "vm web 1", 0, SECONDS, 0.2, 0.6, 50);
    add_process(&telemetry, "vm web", 0, SECONDS, 0.2, 0.6, 50);
    add_process(&telemetry, "vm db", 0, SECONDS, 2, 2, 50);
    add_libvirt(&telemetry, "web", 2, 4 * GIB, 100, 1e6);
    add_libvirt(&telemetry, "web 1", 2, 4 * GIB, 40, 0);
    add_libvirt(&telemetry, "db", 8, 32 * GIB, 1000, 5e6);
    keep(&telemetry);
    struct demand demand = read_demand("prod");
    cr_assert_eq(demand.count, 2);
    const struct guest_class *web = &demand.list[0], *db = &demand.list[1];
    cr_expect_str_eq(web->name, "2 vCPU, 4 GiB");
    cr_expect_eq(web->count.value, 2);
    cr_expect_eq(web->count.origin, ORIGIN_MEASURED);
    cr_expect_eq(web->growth.value, 0.1);
    cr_expect_float_eq(web->cpu.mean_cores.value, 0.4, 0.005);
    cr_expect_float_eq(web->cpu.sd_cores, 0.2, 0.01);
    cr_expect_float_eq(web->cpu.correlation, 1, 1e-9, "in step");
    cr_expect_float_eq(web->cpu.p95_cores, 0.6, 0.005);
    cr_expect_float_eq(web->disk_hz, (150 + 60) / 2.0, 1e-6);
    cr_expect_float_eq(web->network_bits_hz, 4e6, 1e-3);
    cr_expect_eq(web->disk_bytes, 10 * GIB);
    cr_expect_float_eq(db->cpu.mean_cores.value, 2, 1e-9);
    cr_expect_float_eq(db->cpu.sd_cores, 0, 1e-6);
    cr_expect(is_noted(&demand, "what a whole day or a week brings is not in it"));
    cr_expect_not(is_noted(&demand, "left out"));
    demand_done(&demand);
    store_close(store);
}

Test(planner_demand_telemetry, who_came_late_and_who_has_gone)
{
    scope_telemetry struct telemetry telemetry = {0};
    make_run(RECORD_STEP_COLLECT);
    add_process(&telemetry, "vm stays", 0, SECONDS, 1, 1, 10);
    add_process(&telemetry, "vm late", SECONDS - 60, SECONDS, 1, 1, 10);
    add_process(&telemetry, "vm gone", 0, SECONDS - 100, 3, 3, 10);
    telemetry_add(&telemetry, "process", "vm once", "cpu_cores", START_NS, 1);
    keep(&telemetry);
    struct demand demand = read_demand("latest");
    cr_assert_eq(demand.count, 1);
    cr_expect_eq(demand.list[0].count.value, 2);
    cr_expect_eq(demand.list[0].memory_bytes, 3 * GIB);
    cr_expect(is_noted(&demand, "2 guests count; left out: 2 gone by the last sample"));
    cr_expect(is_noted(&demand, "1 guests were there for less than half"));
    cr_expect(is_noted(&demand, "memory of 2 guests is the most that their processes held"));
    cr_expect(is_noted(&demand, "nothing told the vCPUs of 2 guests"));
    demand_done(&demand);
    store_close(store);
}

Test(planner_demand_telemetry, vcpus_are_counted_where_no_libvirt_tells_them)
{
    scope_telemetry struct telemetry telemetry = {0};
    make_run(RECORD_STEP_COLLECT);
    add_process(&telemetry, "vm a", 0, SECONDS, 1, 1, 10);
    for (int i = 0; i < 4; i++) {
        scope_free char *object = alloc_printf("vm a vcpu %d", i);
        add_vcpu(&telemetry, object);
    }
    keep(&telemetry);
    struct demand demand = read_demand("latest");
    cr_expect_eq(demand.list[0].vcpus, 4);
    demand_done(&demand);
    store_close(store);
}

Test(planner_demand_telemetry, emulation_is_never_silent)
{
    scope_telemetry struct telemetry telemetry = {0};
    make_run(RECORD_STEP_COLLECT);
    add_process(&telemetry, "vm a", 0, SECONDS, 1, 1, 10);
    keep(&telemetry);
    store_add_event(store, run_id, "vm a: QEMU without KVM (emulation), process 7, 2 vCPUs", NULL);
    struct demand demand = read_demand("latest");
    cr_expect(is_noted(&demand, "without KVM"));
    demand_done(&demand);
    store_close(store);
}

static void refuses(const char *word, int code, const char *why)
{
    struct demand demand = {0};
    struct err err = {0};
    cr_expect_eq(demand_telemetry_read(store, word, &growth, &demand, &err), code);
    cr_expect_not_null(strstr(err_text(&err), why), "%s", err_text(&err));
    cr_expect_eq(demand.count, 0);
    err_done(&err);
}

Test(planner_demand_telemetry, runs_that_tell_nothing)
{
    make_run(RECORD_STEP_LADDER);
    refuses("prod", -EINVAL, "telemetry of run 1 is not one of `fullhouse collect`");
    make_run(RECORD_STEP_COLLECT);
    refuses("2", -EINVAL, "telemetry of run 2: no machine was watched for two samples");
    refuses("nobody", -ENOENT, "nobody");
    store_close(store);
}

Test(planner_usage_grid, windows_fit_the_time)
{
    struct usage_grid hour = usage_grid_of(0, 3600 * SECOND_NS, SECOND_NS);
    cr_expect_eq(hour.count, 60);
    cr_expect_eq(hour.window_ns, 60 * SECOND_NS);
    struct usage_grid minute = usage_grid_of(5, 5 + 60 * SECOND_NS, SECOND_NS / 10);
    cr_expect_eq(minute.window_ns, SECOND_NS);
    struct usage_grid coarse = usage_grid_of(0, 3600 * SECOND_NS, 300 * SECOND_NS);
    cr_expect_eq(coarse.count, 12);
    struct usage_grid year = usage_grid_of(0, 366 * 86400 * SECOND_NS, SECOND_NS);
    cr_expect_leq(year.count, 131072);
    cr_expect_geq(usage_grid_of(7, 7, 0).count, 1);
}

Test(planner_usage_grid, a_point_is_of_the_time_before_it_and_holes_stay)
{
    struct telemetry_point points[] = {{10, 1}, {20, 3}, {60, 5}, {70, 7}};
    struct telemetry_series series = {.points = points, .count = 4};
    struct usage_grid grid = {.from_ns = 0, .window_ns = 20, .count = 4};
    double values[4];
    cr_assert_eq(usage_grid_distance_ns(&series), 10);
    usage_grid_fill(&grid, &series, values);
    cr_expect_float_eq(values[0], 2, 1e-12);
    cr_expect_float_eq(values[1], 5, 1e-12, "from 30 on: no more than three distances");
    cr_expect_float_eq(values[2], 5, 1e-12);
    cr_expect_float_eq(values[3], 7, 1e-12, "half of it");
}
