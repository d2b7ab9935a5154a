// SPDX-License-Identifier: GPL-3.0-or-later
// An estate from runs of `collect` in a real store.
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
#include "tests/collector/tree.h"
#include "tests/planner/estate/made_estate.h"

#define SECOND_NS INT64_C(1000000000)
#define START_NS  (INT64_C(1764124528) * SECOND_NS)
#define MIB       1048576.0
enum { SECONDS = 600 };

TestSuite(planner_estate_store, .init = tree_make, .fini = tree_remove);

static struct store *open_store(void)
{
    scope_free char *path = tree_path("/fullhouse.db");
    struct store *store = NULL;
    struct err err = {0};
    cr_assert_eq(store_open(path, STORE_WRITE, &store, &err), 0, "%s", err_text(&err));
    return store;
}

// A host of 4 cores with 2 threads each and 64 GiB, on two nodes.
static void set_host(struct host_record *host, const char *name)
{
    record_set(&host->name, alloc_copy(name));
    host->cpus = 8;
    host->cores = 4;
    host->memory_bytes = UINT64_C(64) << 30;
}

static void add_run(struct store *store, const char *host, enum record_step_kind kind,
                    struct telemetry *telemetry)
{
    struct run_record run;
    struct step_record step;
    struct err err = {0};
    run_record_init(&run);
    step_record_init(&step);
    set_host(&run.host, host);
    record_set(&run.label, alloc_copy(host));
    step.kind = kind;
    cr_assert_eq(store_add_run(store, &run, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_add_step(store, run.id, &step, telemetry, &err), 0, "%s", err_text(&err));
    run_record_done(&run);
    step_record_done(&step);
    telemetry_done(telemetry);
}

// Busy in the second half.
static void add_guest(struct telemetry *telemetry, const char *name, double busy_cores)
{
    scope_free char *object = alloc_printf("vm %s", name);
    for (int t = 0; t < SECONDS; t++) {
        int64_t at_ns = START_NS + t * SECOND_NS;
        double cores = t < SECONDS / 2 ? 0.25 : busy_cores;
        telemetry_add(telemetry, "process", object, "cpu_cores", at_ns, cores);
        telemetry_add(telemetry, "process", object, "memory_rss_bytes", at_ns, 3 * GIB);
        telemetry_add(telemetry, "libvirt", object, "vcpus_count", at_ns, 2);
        telemetry_add(telemetry, "libvirt", object, "balloon_maximum_bytes", at_ns, 4 * GIB);
        telemetry_add(telemetry, "libvirt", object, "dirty_bytes_hz", at_ns, 8 * MIB);
    }
}

Test(planner_estate_store, hosts_and_guests_of_several_runs)
{
    struct store *store = open_store();
    struct telemetry first = {0}, second = {0};
    add_guest(&first, "web", 1);
    add_guest(&first, "db", 2);
    add_guest(&second, "batch", 1.5);
    add_run(store, "h1", RECORD_STEP_COLLECT, &first);
    add_run(store, "h2", RECORD_STEP_COLLECT, &second);
    struct estate estate;
    struct err err = {0};
    estate_init(&estate);
    cr_assert_eq(estate_read_store(&estate, store, "h1, h2", &err), 0, "%s", err_text(&err));
    store_close(store);
    cr_assert_eq(estate.host_count, 2);
    cr_assert(estate.hosts[0].cores == 4 && estate.hosts[0].threads == 8);
    cr_assert_eq(estate.hosts[1].memory_bytes, 64 * GIB);
    const struct estate_guest *guest = &estate.guests[estate_find_guest(&estate, "db")];
    cr_assert(guest->host == 0 && guest->vcpus == 2 && guest->memory_bytes == 4 * GIB);
    cr_assert_eq(guest->memory_used_bytes, 3 * GIB);
    cr_assert_eq(guest->dirty_bytes_hz, 8 * MIB);
    const float *cores = estate.traces[guest->trace].cores;
    cr_assert_eq(estate.window_s, 10);
    cr_assert_eq(estate.windows, 60);
    cr_assert_float_eq((double)cores[5], 0.25, 1e-6);
    cr_assert_float_eq((double)cores[50], 2, 1e-6);
    cr_assert_eq(estate.guests[estate_find_guest(&estate, "batch")].host, 1);
    cr_assert_eq(estate_check(&estate, &err), 0, "%s", err_text(&err));
    estate_done(&estate);
}

static void refuse(struct store *store, const char *word, int code, const char *part)
{
    struct estate estate;
    struct err err = {0};
    estate_init(&estate);
    cr_assert_eq(estate_read_store(&estate, store, word, &err), code);
    cr_assert_not_null(strstr(err_text(&err), part), "%s", err_text(&err));
    err_done(&err);
    estate_done(&estate);
}

Test(planner_estate_store, refuses_other_runs_and_one_host_twice)
{
    struct store *store = open_store();
    struct telemetry first = {0}, second = {0}, empty = {0};
    add_guest(&first, "web", 1);
    add_guest(&second, "web", 1);
    add_run(store, "h1", RECORD_STEP_COLLECT, &first);
    add_run(store, "h2", RECORD_STEP_COLLECT, &second);
    add_run(store, "bench", RECORD_STEP_CALIBRATE, &empty);
    refuse(store, "h1,h1", -EINVAL, "host 'h1' is there already; one run of each host is wanted");
    refuse(store, "h1,h2", -EINVAL, "telemetry of run 2: guest 'web' is there already");
    refuse(store, "bench", -EINVAL, "is not one of `fullhouse collect`");
    refuse(store, "7", -ENOENT, "7");
    store_close(store);
}
