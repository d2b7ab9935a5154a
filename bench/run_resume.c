// SPDX-License-Identifier: GPL-3.0-or-later
// Learns a run's steps again, one by one, in the order in which they were made. The ladder, the
// pace and the limits then stand where they stood, since all of them are functions of the steps.
#include "bench/run_resume.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/resume.h"
#include "bench/run_interference.h"
#include "bench/run_pace.h"
#include "bench/run_state.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/store/store.h"

static const struct procfs this_host = {.root = ""};

// --- whether it may -----------------------------------------------------------------------------

int run_resume_check(struct run *run, struct err *err)
{
    const struct run_record *then = &run->past->record;
    scope_free char *differences = resume_differences(then, &run->record);
    if (!differences)
        return 0;
    scope_free char *text = alloc_printf("goes on although this has changed: %s", differences);
    scope_free char *mend =
        alloc_printf("fullhouse bench --resume=%" PRId64 " --resume-anyway", then->id);
    if (!run->options->resume->anyway)
        return err_host(err, mend, "run %" PRId64 " cannot go on as it began (%s)", then->id,
                        differences);
    run_log_say(&run->log, text); // waits until the run is taken over
    return 0;
}

// --- one step -----------------------------------------------------------------------------------

// Where nobody stored how long it took in all, what is known of it.
static uint64_t spent_ns(const struct step_record *step)
{
    if (step->spent_ns >= 0)
        return (uint64_t)step->spent_ns;
    uint64_t spent = step->boot_ns > 0 ? (uint64_t)step->boot_ns : 0;
    for (size_t i = 0; step->guest_count > 0 && i < step->guest_list[0].window_count; i++)
        spent += step->guest_list[0].windows[i].duration_ns;
    return spent;
}

// Killed between a step and its verdict.
static void complete_verdict(struct run *run)
{
    const struct step_record *step = run_steps_last(&run->steps);
    const char *verdict = run_steps_verdict(&run->steps, step);
    if (*verdict && !*step->verdict)
        store_set_verdict(run->options->store, step->id, verdict, NULL);
}

static int learn_again(struct run *run, struct step_record *step, struct err *err)
{
    if (run_climb_takes_refusal(run, step))
        return 0;
    const struct step_outcome outcome = {.record = *step};
    run_climb_learn(run, &outcome);
    run_steps_add(&run->steps, step, spent_ns(step), &run->scenario);
    complete_verdict(run);
    const struct step_record *last = run_steps_last(&run->steps);
    bool is_mended = last->state == RECORD_REFUSED && host_alarm_blames_host(last->reason);
    return last->kind == RECORD_STEP_LADDER && !is_mended ? run_climb_note(run, err) : 0;
}

// As run_advance does after the last boot of one guest alone.
static int set_pace(struct run *run, struct err *err)
{
    bool is_due = !*run->scenario.interference && run->calibrations > 0 &&
                  run_steps_calibrations(&run->steps) == run->calibrations;
    return is_due ? run_pace_set(run, err) : 0;
}

static int learn_all(struct run *run, struct err *err)
{
    struct resume_run *past = run->past;
    int result = 0;
    for (size_t i = 0; result == 0 && i < past->step_count; i++) {
        bool is_calibrate = past->steps[i].kind == RECORD_STEP_CALIBRATE;
        if (*run->scenario.interference)
            run_interference_take_absence(run, &past->steps[i]);
        result = learn_again(run, &past->steps[i], err);
        if (result == 0 && is_calibrate)
            result = set_pace(run, err);
    }
    return result;
}

void run_resume_keep(struct run *run)
{
    struct resume_run *past = run->past;
    run->is_over = true;
    run->record.id = past->record.id;
    for (size_t i = 0; i < past->step_count; i++)
        run_steps_add(&run->steps, &past->steps[i], spent_ns(&past->steps[i]), &run->scenario);
}

// --- the run ------------------------------------------------------------------------------------

// What it is stays; where it stands is new.
static void take_record(struct run *run)
{
    const struct run_record *then = &run->past->record;
    struct run_record *now = &run->record;
    now->id = then->id;
    now->started_at_ns = then->started_at_ns;
    record_set(&now->label, alloc_copy(then->label));
    record_set(&now->platform_note, alloc_copy(then->platform_note));
    record_set(&now->guest_kernel, alloc_copy(then->guest_kernel));
    record_set(&now->scenario, alloc_copy(then->scenario));
    record_set(&now->campaign, alloc_copy(then->campaign));
}

static int64_t booted_at_ns(void)
{
    scope_free char *text = NULL;
    const char *line =
        procfs_read(&this_host, "/proc/stat", &text, NULL) == 0 ? strstr(text, "\nbtime ") : NULL;
    return line ? strtoll(line + strlen("\nbtime "), NULL, 10) * (int64_t)CLOCK_NS_PER_SECOND : 0;
}

static void say_resumed(struct run *run)
{
    const struct resume_run *past = run->past;
    int64_t last_ns = past->step_count ? past->steps[past->step_count - 1].started_at_ns
                                       : past->record.started_at_ns;
    scope_free char *what = resume_describe(run->past);
    scope_free char *text = alloc_printf(
        "%s%s", what, booted_at_ns() > last_ns ? "; the host was booted anew in between" : "");
    run_log_say(&run->log, text);
}

int run_resume_enter(struct run *run, struct err *err)
{
    int result = store_resume_run(run->options->store, run->past->record.id, err);
    if (result < 0)
        return result;
    take_record(run);
    run_log_attach(&run->log, run->record.id);
    say_resumed(run);
    // Its sentences stand in the store already.
    run->log.is_mute = true;
    result = learn_all(run, err);
    run->log.is_mute = false;
    return result;
}
