// SPDX-License-Identifier: GPL-3.0-or-later
// Real guests led through their lives: an emulated Linux through every verb, the bare guest under
// KVM where that runs it; and a life that is interrupted or killed in its middle.
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/boot_proof.h"
#include "bench/lifecycle.h"
#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/lifecycle.h"
#include "common/model/scenario.h"
#include "common/store/store.h"
#include "tests/collector/tree.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

TestSuite(system_lifecycle, .init = host_make, .fini = host_remove, .timeout = 300);

static struct host_run live(const char *platform, const char *guest, uint32_t guests,
                            uint32_t rounds, bool *ret_whole)
{
    struct scenario scenario;
    struct lifecycle_outcome outcome;
    struct store *store;
    struct err err = {0};
    host_scenario(&scenario, platform, guests);
    record_set(&scenario.guest, alloc_copy(guest));
    cr_assert_eq(store_open(host_store(), STORE_WRITE, &store, &err), 0, "%s", err_text(&err));
    const struct lifecycle_options options = {
        .scenario = &scenario,
        .guests = &guests,
        .guests_count = 1,
        .repeats = 1,
        .rounds = rounds,
        .verbs = LIFECYCLE_ALL,
        .store = store,
        .agent = TEST_BUILD_DIR "/fullhouse-guest",
        .bare = TEST_BUILD_DIR "/fullhouse-bare",
        .agent_test = "",
    };
    cr_assert_eq(lifecycle_run(&options, &outcome, &err), 0, "%s", err_text(&err));
    store_close(store);
    scenario_done(&scenario);
    host_expect_clean();
    *ret_whole = outcome.is_whole;
    return host_read_run(outcome.run_id);
}

static size_t count_of(const struct step_record *step, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < step->figure_count; i++)
        count += strcmp(step->figures[i].name, name) == 0 && step->figures[i].value > 0;
    return count;
}

static void expect_verbs(const struct step_record *step, uint32_t rounds, bool has_system)
{
    for (int verb = 0; verb < LIFECYCLE_VERB_COUNT; verb++) {
        const struct lifecycle_word *word = &lifecycle_words[verb];
        bool is_there = has_system || verb < LIFECYCLE_BALLOON_DOWN || verb == LIFECYCLE_DESTROY;
        size_t wanted = is_there ? (word->is_repeatable ? rounds : 1) * step->guests : 0;
        scope_free char *call = alloc_printf("%s%s", word->name, LIFECYCLE_CALL_SUFFIX);
        cr_assert_eq(count_of(step, word->name), wanted, "%s: %zu", word->name,
                     count_of(step, word->name));
        cr_assert_eq(count_of(step, call), word->has_call ? wanted : 0, "%s", call);
    }
}

Test(system_lifecycle, an_emulated_linux_does_all_of_it)
{
    bool whole;
    host_need_emulation();
    struct host_run run = live("tcg", "appliance", 1, 1, &whole);
    cr_assert(whole, "fullhouse lifecycle --platform tcg --guest appliance tells which verb");
    cr_assert_eq(run.record.state, RECORD_DONE, "%s", run.record.reason);
    cr_assert_eq(run.step_count, 1);
    cr_assert_eq(run.steps[0].state, RECORD_DONE, "%s", run.steps[0].reason);
    expect_verbs(&run.steps[0], 1, true);
    host_run_done(&run);
}

// --- the bare guest under KVM -------------------------------------------------------------------

static void say_nothing(void *context, const char *text)
{
    (void)context, (void)text;
}

static void need_kvm(void)
{
    struct workspace workspace;
    struct boot_proof proof;
    host_need_emulation();
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    const struct platform_options options = {
        .workspace = &workspace,
        .connect = "",
        .guest = "bare",
        .kernel = "",
        .agent = TEST_BUILD_DIR "/fullhouse-guest",
        .bare = TEST_BUILD_DIR "/fullhouse-bare",
        .agent_test = "",
        .say = say_nothing,
    };
    cr_assert_eq(boot_proof_get(&platform_kvm, &options, &proof, NULL), 0);
    workspace_close(&workspace);
    bool works = proof.works;
    scope_free char *why = alloc_copy(proof.reason);
    boot_proof_done(&proof);
    if (works)
        return;
    host_remove(); // a skipped test never comes to its fixture's end
    cr_skip_test("KVM does not run the bare guest here: %s", why);
}

Test(system_lifecycle, a_storm_of_bare_guests_does_what_needs_no_system)
{
    bool whole;
    need_kvm();
    struct host_run run = live("kvm", "bare", 2, 2, &whole);
    cr_assert(whole, "what it lacks was known before");
    cr_assert_eq(run.steps[0].state, RECORD_DONE, "%s", run.steps[0].reason);
    expect_verbs(&run.steps[0], 2, false);
    host_run_done(&run);
}

// --- ended in the middle ------------------------------------------------------------------------

static struct program start_saving(void)
{
    const char *const arguments[] = {"lifecycle", "--platform", "kvm",      "--guest",    "bare",
                                     "--guests",  "2",          "--rounds", "1000",       "--verbs",
                                     "save",      "-q",         "--store",  host_store(), NULL};
    return program_start(arguments);
}

// Until a guest's state is being written to its file.
static void await_saved_file(const struct program *program)
{
    scope_free char *path = tree_path("/embed/0/guests/0.saved");
    uint64_t deadline_ns = clock_monotonic_ns() + 60 * CLOCK_NS_PER_SECOND;
    while (!path_exists(path)) {
        scope_free char *said = program_said(program);
        cr_assert_lt(clock_monotonic_ns(), deadline_ns, "nothing was saved: %s", said);
        usleep(1000);
    }
}

Test(system_lifecycle, an_interrupt_amid_a_save_leaves_nothing)
{
    need_kvm();
    struct program program = start_saving();
    await_saved_file(&program);
    program_signal(&program, SIGINT);
    int code = program_wait(&program, clock_monotonic_ns() + 30 * CLOCK_NS_PER_SECOND);
    scope_free char *said = program_said(&program);
    cr_assert_eq(code, 130, "exit code %d: %s", code, said);
    host_expect_clean();
    program_done(&program);
}

Test(system_lifecycle, what_a_kill_amid_a_save_leaves_is_swept)
{
    const char *const list[] = {"runs", "list", "--store", host_store(), NULL};
    char *said;
    need_kvm();
    struct program program = start_saving();
    await_saved_file(&program);
    program_signal(&program, SIGKILL);
    program_wait(&program, clock_monotonic_ns() + 30 * CLOCK_NS_PER_SECOND);
    program_done(&program);
    cr_assert_eq(program_run(list, &said), 0, "%s", said);
    cr_assert_not_null(strstr(said, "was killed"), "%s", said);
    free(said);
    host_expect_clean();
}
