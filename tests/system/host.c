// SPDX-License-Identifier: GPL-3.0-or-later
// Sets the folder up, runs in it, looks at what is left.
#include "tests/system/host.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/container_spawn.h"
#include "bench/control_place.h"
#include "bench/kernel_package.h"
#include "bench/observer.h"
#include "collector/process.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/store/store.h"
#include "tests/collector/tree.h"

static char *users_cache; // as the environment had it before the test changed that
static char *kernel;
static char *store_file;

void host_make(void)
{
    users_cache = path_cache_dir(NULL);
    tree_make();
    scope_free char *state = tree_path("/state");
    setenv("FULLHOUSE_CACHE", tree_root(), 1);
    setenv("FULLHOUSE_STATE", state, 1);
    store_file = tree_path("/state/fullhouse.db");
}

void host_remove(void)
{
    free(scope_take(users_cache));
    free(scope_take(kernel));
    free(scope_take(store_file));
    tree_remove();
}

const char *host_store(void)
{
    return store_file;
}

const char *host_kernel(void)
{
    return kernel;
}

// --- emulated guests ---------------------------------------------------------------------------

static void borrow(const char *name)
{
    scope_free char *theirs = alloc_printf("%s/%s", users_cache, name);
    scope_free char *ours = alloc_printf("%s/%s", tree_root(), name);
    struct err err = {0};
    cr_assert_eq(path_make_dirs(theirs, &err), 0, "%s", err_text(&err));
    cr_assert_eq(symlink(theirs, ours), 0);
}

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

// Fetched into the user's cache when it has none, as their first run would.
static char *find_kernel(struct err *err)
{
    char *image = NULL;
    scope_free char *scratch = alloc_printf("%s/tests-%d", users_cache, (int)getpid());
    setenv("FULLHOUSE_CACHE", users_cache, 1);
    if (path_make_dirs(scratch, err) == 0)
        kernel_package_image(scratch, say_nothing, NULL, &image, err);
    path_remove_tree(scratch, NULL);
    setenv("FULLHOUSE_CACHE", tree_root(), 1);
    return image;
}

// A skipped test never comes to its fixture's end.
static void skip(const char *why)
{
    scope_free char *kept = alloc_copy(why);
    host_remove();
    cr_skip_test("%s", kept);
}

const char *host_processes(void)
{
    static const bool wanted[CONTROLLER_COUNT] = {true, true, false};
    const struct procfs procfs = {.root = ""};
    struct control_place place = {0};
    bool are_there =
        container_spawn_check(NULL) == 0 && control_place_open(&procfs, wanted, &place, NULL) == 0;
    control_place_done(&place);
    return are_there ? "native,container" : "native";
}

void host_expect_no_groups(const char *mark)
{
    static const bool wanted[CONTROLLER_COUNT] = {true, true, false};
    const struct procfs procfs = {.root = ""};
    struct control_place place = {0};
    scope_free char *prefix = alloc_printf("fullhouse-%.8s", mark);
    if (control_place_open(&procfs, wanted, &place, NULL) < 0)
        return;
    for (size_t i = 0; i < CONTROLLER_COUNT; i++) {
        scope_procfs_names struct procfs_names names = {0};
        if (place.folders[i])
            procfs_list(&procfs, place.folders[i], prefix, &names, NULL);
        cr_assert_eq(names.count, 0, "%s/%s is left", place.folders[i], names.names[0]);
    }
    control_place_done(&place);
}

void host_need_emulation(void)
{
    struct err err = {0};
    scope_free char *qemu = process_find("qemu-system-x86_64");
    if (!qemu)
        skip("no qemu-system-x86_64");
    if (geteuid() == 0 && !getpwnam("libvirt-qemu"))
        skip("root, and no user libvirt-qemu");
    if (!users_cache)
        skip("no cache folder");
    kernel = find_kernel(&err);
    if (!kernel)
        skip(err_text(&err));
    scope_free char *embed = tree_path("/embed");
    cr_assert_eq(path_make_dirs(embed, NULL), 0);
    borrow("kernel");
    borrow("embed/cache");
}

// --- runs --------------------------------------------------------------------------------------

void host_scenario(struct scenario *scenario, const char *platform, uint32_t guests_max)
{
    scenario_init(scenario);
    free(scenario->platform);
    free(scenario->load.workload);
    scenario->platform = alloc_copy(platform);
    scenario->load.workload = alloc_copy("null");
    scenario->guests_max = guests_max;
    scenario->repeats_min = scenario->repeats_max = 1;
    scenario->windows = 2;
    scenario->window_ns = 100 * CLOCK_NS_PER_MS;
    scenario->warmup_max_windows = 2;
    scenario->seed = 4;
    struct err err = {0};
    cr_assert_eq(scenario_check(scenario, &err), 0, "%s", err_text(&err));
}

static void note_sentence(void *context, const char *text)
{
    strbuf_printf(context, "%s\n", text);
}

static void read_run(struct store *store, int64_t id, struct host_run *run)
{
    struct err err = {0};
    cr_assert_eq(store_read_run(store, id, &run->record, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_read_steps(store, id, &run->steps, &run->step_count, &err), 0, "%s",
                 err_text(&err));
}

struct host_run host_carry_out(const struct scenario *scenario, const char *fault)
{
    struct strbuf said = {0};
    struct err err = {0};
    struct store *store;
    struct host_run run = {0};
    const struct observer observer = {.context = &said, .say = note_sentence};
    cr_assert_eq(store_open(store_file, STORE_WRITE, &store, &err), 0, "%s", err_text(&err));
    const struct run_options options = {
        .scenario = scenario,
        .store = store,
        .agent = TEST_BUILD_DIR "/fullhouse-guest",
        .bare = TEST_BUILD_DIR "/fullhouse-bare",
        .bare_knows_load = strcmp(scenario->load.workload, "null") == 0,
        .agent_test = fault,
        .needs_network = strcmp(scenario->load.workload, "network") == 0,
        .needs_disk = strcmp(scenario->load.workload, "disk") == 0,
        .observer = &observer,
    };
    run.result = run_carry_out(&options, &run.outcome, &err);
    run.error = alloc_copy(err_text(&err));
    run.said = strbuf_take(&said);
    err_done(&err);
    if (run.outcome.count)
        read_run(store, run.outcome.runs[0].id, &run);
    store_close(store);
    return run;
}

void host_run_done(struct host_run *run)
{
    for (size_t i = 0; i < run->step_count; i++)
        step_record_done(&run->steps[i]);
    free(run->steps);
    run_record_done(&run->record);
    free(run->error);
    free(run->said);
}

struct host_run host_read_run(int64_t id)
{
    struct store *store;
    struct err err = {0};
    struct host_run run = {.outcome = {.runs = {{.id = id}}, .count = 1}};
    cr_assert_eq(store_open(store_file, STORE_READ, &store, &err), 0, "%s", err_text(&err));
    read_run(store, id, &run);
    store_close(store);
    return run;
}

size_t host_run_count(void)
{
    struct store *store;
    struct run_record *runs = NULL;
    size_t count = 0;
    struct err err = {0};
    if (!path_exists(store_file))
        return 0;
    int result = store_open(store_file, STORE_READ, &store, &err);
    // Killed while it made the store: nothing was begun.
    bool is_empty = result < 0 && strstr(err_text(&err), "empty, no Fullhouse store");
    cr_assert(result == 0 || is_empty, "%s", err_text(&err));
    err_done(&err);
    if (is_empty)
        return 0;
    cr_assert_eq(store_list_runs(store, &runs, &count, NULL), 0);
    for (size_t i = 0; i < count; i++)
        run_record_done(&runs[i]);
    free(runs);
    store_close(store);
    return count;
}

size_t host_step_count(int64_t id)
{
    struct host_run run = host_read_run(id);
    size_t count = run.step_count;
    host_run_done(&run);
    return count;
}

// --- what is left ------------------------------------------------------------------------------

size_t host_guests_alive(void)
{
    const struct procfs procfs = {.root = ""};
    scope_free char *below = alloc_printf("%s/", tree_root());
    scope_free pid_t *pids = NULL;
    size_t count = 0;
    cr_assert_eq(process_find_all(&procfs, "qemu", below, &pids, &count, NULL), 0);
    return count;
}

static void expect_gone(const char *path)
{
    scope_free char *full = tree_path(path);
    cr_assert_not(path_exists(full), "%s is left", full);
}

void host_expect_clean(void)
{
    // A killed process is seen until its parent or init has waited for it.
    for (int i = 0; i < 200 && host_guests_alive(); i++)
        usleep(10000);
    cr_assert_eq(host_guests_alive(), 0, "a guest is left");
    expect_gone("/embed/0/guests");
    expect_gone("/embed/0/run");
    expect_gone("/embed/0/note");
    expect_gone("/embed/1");
}
