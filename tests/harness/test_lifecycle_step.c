// SPDX-License-Identifier: GPL-3.0-or-later
// Lives of real agents as processes: what a whole one records, and how a verb is found out that
// does not do what it says, or takes the guest with it.
#include "bench/lifecycle_step.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "bench/guest.h"
#include "bench/lifecycle_guest.h"
#include "bench/platform_verbs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "tests/collector/tree.h"
#include "tests/harness/native.h"

TestSuite(harness_lifecycle_step, .init = native_make_cache, .fini = native_remove_cache);

static struct native native;
static struct platform_ops ops;
static struct platform_verbs verbs;
static struct strbuf absences;

static void note_absence(void *context, enum lifecycle_verb verb, const char *why)
{
    strbuf_printf(context, "%s: %s\n", lifecycle_words[verb].name, why);
}

static struct lifecycle_plan plan_of(uint32_t guests)
{
    return (struct lifecycle_plan){
        .guests = guests,
        .repeat = 1,
        .rounds = 2,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(64) << 20},
        .load = {.workload = (char *)"cpu", .variant = (char *)"", .threads = 1},
        .seed = 9,
        .boot_timeout_ns = 30 * CLOCK_NS_PER_SECOND,
        .say_absent = note_absence,
        .context = &absences,
    };
}

// The platform, with verbs of the test's own where perform is not NULL.
static void open_platform(const char *fault,
                          int (*perform)(struct platform *, struct platform_guest *,
                                         enum lifecycle_verb, struct err *))
{
    native_open(&native, fault);
    ops = *native.platform->ops;
    verbs = *ops.verbs;
    if (perform)
        verbs.perform = perform;
    ops.verbs = &verbs;
    native.platform->ops = &ops;
}

static struct step_record run_life(uint32_t guests, uint32_t *set)
{
    const struct lifecycle_plan plan = plan_of(guests);
    struct step_record step;
    struct err err = {0};
    cr_assert_eq(lifecycle_step_run(native.platform, &plan, set, &step, &err), 0, "%s",
                 err_text(&err));
    cr_assert_not(native_has_children(), "an agent is left");
    native_close(&native);
    return step;
}

static uint32_t pauses(void)
{
    uint32_t set;
    cr_assert_eq(lifecycle_parse("pause", &set, NULL), 0);
    return set;
}

static size_t count_of(const struct step_record *step, uint32_t guest, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < step->figure_count; i++) {
        const struct figure_record *figure = &step->figures[i];
        if (figure->guest != (int64_t)guest || strcmp(figure->name, name) != 0)
            continue;
        cr_assert_gt(figure->value, 0);
        cr_assert_lt(figure->value, 60e9);
        cr_assert_str_eq(figure->unit, "ns");
        cr_assert_not(figure->higher_is_better);
        count++;
    }
    return count;
}

Test(harness_lifecycle_step, records_every_verb_of_every_guest)
{
    uint32_t set = pauses();
    open_platform("", NULL);
    struct step_record step = run_life(2, &set);
    cr_assert_eq(step.kind, RECORD_STEP_LIFECYCLE);
    cr_assert_eq(step.state, RECORD_DONE, "%s", step.reason);
    cr_assert_eq(step.guest_count, 2);
    for (uint32_t guest = 0; guest < 2; guest++) {
        cr_assert_eq(count_of(&step, guest, "create"), 1);
        cr_assert_eq(count_of(&step, guest, "boot"), 1);
        cr_assert_eq(count_of(&step, guest, "pause"), 2, "rounds");
        cr_assert_eq(count_of(&step, guest, "resume"), 2);
        cr_assert_eq(count_of(&step, guest, "resume_call"), 2);
        cr_assert_eq(count_of(&step, guest, "destroy"), 1);
        cr_assert_eq(count_of(&step, guest, "save"), 0);
        cr_assert_gt(step.guest_list[guest].window_count, 0, "the load after it");
    }
    cr_assert_eq(absences.length, 0, "%s", strbuf_text(&absences));
    step_record_done(&step);
}

static int only_say_so(struct platform *platform, struct platform_guest *guest,
                       enum lifecycle_verb verb, struct err *err)
{
    (void)platform, (void)guest, (void)verb, (void)err;
    return 0;
}

Test(harness_lifecycle_step, finds_out_a_pause_that_is_none)
{
    uint32_t set = pauses();
    open_platform("", only_say_so);
    struct step_record step = run_life(1, &set);
    cr_assert_eq(step.state, RECORD_DONE, "the guest is well: %s", step.reason);
    cr_assert_eq(count_of(&step, 0, "pause"), 0);
    cr_assert_eq(count_of(&step, 0, "resume"), 0, "there is nothing to resume");
    cr_assert_str_eq(strbuf_text(&absences), "pause: it was paused, and answers\n");
    cr_assert_not(lifecycle_has(set, LIFECYCLE_PAUSE), "not tried again");
    step_record_done(&step);
    strbuf_done(&absences);
}

static int fail_second(struct platform *platform, struct platform_guest *guest,
                       enum lifecycle_verb verb, struct err *err)
{
    if (verb == LIFECYCLE_PAUSE && strstr(guest->console, "1.console"))
        return err_host(err, NULL, "not this one");
    return platform_native.verbs->perform(platform, guest, verb, err);
}

Test(harness_lifecycle_step, one_that_could_not_be_paused_holds_up_nobody)
{
    uint32_t set = pauses();
    open_platform("", fail_second);
    struct step_record step = run_life(2, &set);
    cr_assert_eq(step.state, RECORD_DONE, "%s", step.reason);
    cr_assert_eq(count_of(&step, 0, "resume"), 1, "the other is resumed");
    cr_assert_eq(count_of(&step, 1, "resume"), 0);
    cr_assert_str_eq(strbuf_text(&absences), "pause: guest 1 of 2: not this one\n");
    step_record_done(&step);
    strbuf_done(&absences);
}

static int kill_it(struct platform *platform, struct platform_guest *guest,
                   enum lifecycle_verb verb, struct err *err)
{
    (void)platform, (void)verb;
    kill(guest->pid, SIGKILL);
    return err_host(err, NULL, "it fell");
}

Test(harness_lifecycle_step, a_guest_that_does_not_survive_is_lost)
{
    uint32_t set = pauses();
    open_platform("", kill_it);
    struct step_record step = run_life(1, &set);
    cr_assert_eq(step.state, RECORD_FAILED);
    cr_assert_not_null(strstr(step.reason, "pause: it fell: it does not answer any more"), "%s",
                       step.reason);
    step_record_done(&step);
}

Test(harness_lifecycle_step, a_guest_that_dies_under_the_load_after_it_is_lost)
{
    uint32_t set = pauses();
    open_platform("die-start", NULL);
    struct step_record step = run_life(1, &set);
    cr_assert_eq(step.state, RECORD_FAILED, "%s", step.reason);
    cr_assert_eq(count_of(&step, 0, "pause"), 2, "what was measured is kept");
    cr_assert_eq(count_of(&step, 0, "destroy"), 0);
    step_record_done(&step);
}

Test(harness_lifecycle_step, a_process_of_the_host_is_no_machine)
{
    open_platform("", NULL);
    for (int verb = LIFECYCLE_PAUSE; verb < LIFECYCLE_DESTROY; verb++) {
        const char *why = verbs.lacks(native.platform, (enum lifecycle_verb)verb);
        cr_assert_eq(why == NULL, verb <= LIFECYCLE_RESUME, "%s", lifecycle_words[verb].name);
    }
    native_close(&native);
}
