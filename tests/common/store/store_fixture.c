// SPDX-License-Identifier: GPL-3.0-or-later
// Folders, stores and records for the store's tests.
#include "tests/common/store/store_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/err.h"
#include "common/base/path.h"

char *store_fixture_folder(void)
{
    char *folder = alloc_copy("/tmp/fullhouse-store.XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    return folder;
}

char *store_fixture_path(const char *folder, const char *name)
{
    return path_join(folder, name);
}

void store_fixture_remove(char *folder)
{
    path_remove_tree(folder, NULL);
    free(folder);
}

struct store *store_fixture_store(const char *path)
{
    struct err err = {0};
    struct store *store = NULL;
    cr_assert_eq(store_open(path, STORE_WRITE, &store, &err), 0, "%s", err_text(&err));
    return store;
}

struct run_record store_fixture_run(const char *label)
{
    struct run_record run;
    run_record_init(&run);
    record_set(&run.label, alloc_copy(label));
    record_set(&run.platform, alloc_copy("tcg"));
    record_set(&run.platform_note, alloc_copy("no /dev/kvm"));
    run.emulated = true;
    record_set(&run.guest_kind, alloc_copy("appliance"));
    record_set(&run.guest_kernel, alloc_copy("6.1.0"));
    record_set(&run.hypervisor, alloc_copy("QEMU 7.2"));
    run.seed = UINT64_MAX;
    record_set(&run.scenario, alloc_copy("guests: 1..8\n"));
    record_set(&run.tool_version, alloc_copy("0.1.0"));
    run.started_at_ns = 1700000000000000000;
    record_set(&run.host.name, alloc_copy("lab"));
    record_set(&run.host.cpu_model, alloc_copy("Some CPU"));
    run.host.cpus = 2;
    run.host.memory_bytes = UINT64_C(8) << 30;
    record_set(&run.host.topology_xml, alloc_copy("<topology/>"));
    record_set(&run.host.map, alloc_copy("host-map 1\n"));
    record_set(&run.host.settings, alloc_copy("microcode: 0x42\nSMT: off\n"));
    return run;
}

static struct guest_record make_guest(uint32_t index, uint32_t windows)
{
    struct guest_record guest;
    guest_record_init(&guest);
    guest.index = index;
    guest.state = RECORD_DONE;
    guest.boot_ns = 4000000000 + index;
    guest.clock_rate = 1.0001;
    record_set(&guest.home, alloc_copy("0 4"));
    for (uint32_t w = 0; w < windows; w++) {
        struct window_record window = {
            .index = w, .measured = w > 0, .duration_ns = 1000000000, .due = 100};
        scope_free struct histogram *latency = alloc_zeroed(1, sizeof(*latency));
        for (uint32_t i = 0; i < 50 + w + index; i++)
            histogram_record(latency, 1000 + i * 977);
        window.histogram = histogram_pack(latency);
        window.operations = latency->total;
        guest_record_add_window(&guest, &window);
    }
    return guest;
}

struct step_record store_fixture_step(uint32_t guests, uint32_t windows)
{
    struct step_record step;
    step_record_init(&step);
    step.guests = guests;
    step.state = RECORD_DONE;
    step.rate_hz = 100.5;
    step.steady = true;
    step.started_at_ns = 1700000001000000000;
    step.memory_bytes = 200 << 20;
    step.guest_list = alloc_zeroed(guests, sizeof(step.guest_list[0]));
    step.guest_count = guests;
    for (uint32_t g = 0; g < guests; g++)
        step.guest_list[g] = make_guest(g, windows);
    return step;
}

size_t store_fixture_count_steps(struct store *store, int64_t run_id)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    struct err err = {0};
    cr_assert_eq(store_read_steps(store, run_id, &steps, &count, &err), 0, "%s", err_text(&err));
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
    return count;
}
