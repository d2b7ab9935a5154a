// SPDX-License-Identifier: GPL-3.0-or-later
// Shares time out, begins campaigns, and learns from each what the next will cost.
#include "cli/overhead_measure.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/resume.h"
#include "bench/run.h"
#include "bench/time_shares.h"
#include "bench/workspace.h"
#include "cli/carry_out.h"
#include "cli/load_needs.h"
#include "cli/overhead_loads.h"
#include "cli/overhead_session.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/load_list.h"
#include "common/model/platform_list.h"
#include "common/model/scenario.h"
#include "common/store/store.h"

// What a campaign takes beside its steps: platforms opened, records written.
#define AROUND_NS 1.5e9

// One session under way.
struct session {
    const struct overhead_measure *measure;
    const struct overhead_session *done;
    struct store *store;
    struct workspace_slot slot;
    struct time_shares shares;
    struct time_shares_load *loads; // of all of them
    struct time_shares_arm **arms;  // what they borrow
    struct platform_list *platforms;
    uint64_t begun_ns;
};

static const struct scenario *scenario_at(const struct session *session, size_t load)
{
    return &session->measure->loads->list[load];
}

// --- what it costs ------------------------------------------------------------------------------

// Whether what such a platform runs comes up at once: no guest, or one without operating system.
// Where KVM runs no Linux the others follow it (campaign_open.c), so what "auto" comes to is
// learned only by and by.
static bool is_light(const struct scenario *scenario, const struct platform_list *list,
                     const char *name, const char *guest)
{
    const char *kind = *guest ? guest : scenario->guest;
    bool has_kvm = false;
    for (size_t i = 0; i < list->count; i++)
        has_kvm = has_kvm || strcmp(list->entries[i].name, "kvm") == 0;
    if (strcmp(name, "native") == 0 || strcmp(name, "container") == 0)
        return true;
    return strcmp(kind, "bare") == 0 ||
           (strcmp(kind, "auto") == 0 && has_kvm && load_needs_bare(scenario));
}

static void begin_load(struct session *session, size_t place)
{
    const struct scenario *scenario = scenario_at(session, place);
    struct platform_list *list = &session->platforms[place];
    // It was read before.
    platform_list_parse(scenario->platform, list, NULL);
    struct time_shares_arm *arms = alloc_zeroed(list->count, sizeof *arms);
    for (size_t i = 0; i < list->count; i++) {
        const struct platform_entry *entry = &list->entries[i];
        arms[i].platform = entry->name;
        arms[i].is_light = is_light(scenario, list, entry->name, entry->guest);
    }
    session->arms[place] = arms;
    session->loads[place] = (struct time_shares_load){arms, list->count};
}

// The arm of a run: by its kind of guest, too, where a campaign has a platform twice.
static const struct time_shares_arm *arm_of(const struct time_shares_load *load,
                                            const struct run_record *record)
{
    const struct time_shares_arm *found = NULL;
    bool is_light = strcmp(record->guest_kind, "appliance") != 0;
    for (size_t i = 0; i < load->arm_count; i++)
        if (strcmp(load->arms[i].platform, record->platform) == 0 &&
            (!found || load->arms[i].is_light == is_light))
            found = &load->arms[i];
    return found;
}

static bool is_once(const struct time_shares_load *load, const char *platform)
{
    size_t count = 0;
    for (size_t i = 0; i < load->arm_count; i++)
        count += strcmp(load->arms[i].platform, platform) == 0;
    return count == 1;
}

// What is absent takes no time; and KVM that took the bare guest, where it stands once, runs no
// Linux for loads that want one.
static void learn_absence(struct session *session, const struct time_shares_load *load,
                          const struct time_shares_arm *arm, const struct run_record *record)
{
    const struct time_shares_arm heavy = {arm->platform, false};
    if (record->state == RECORD_REFUSED)
        time_shares_learn(&session->shares, arm, 1, 0);
    else if (is_once(load, "kvm") && strcmp(record->platform, "kvm") == 0 &&
             strcmp(record->guest_kind, "bare") == 0)
        time_shares_learn(&session->shares, &heavy, 1, 0);
}

static void learn(struct session *session, size_t place, const struct run_record *record,
                  const struct step_record *steps, size_t count)
{
    const struct time_shares_arm *arm = arm_of(&session->loads[place], record);
    if (!arm)
        return;
    learn_absence(session, &session->loads[place], arm, record);
    for (size_t i = 0; i < count; i++)
        if (steps[i].state == RECORD_DONE && steps[i].spent_ns > 0)
            time_shares_learn(&session->shares, arm, steps[i].guests, (double)steps[i].spent_ns);
}

// What cannot be read teaches nothing: the report will say why.
static void learn_from(struct session *session, size_t place, const struct run_outcome *outcome)
{
    for (size_t i = 0; i < outcome->count; i++) {
        struct run_record record;
        struct step_record *steps = NULL;
        size_t count = 0;
        if (store_read_run(session->store, outcome->runs[i].id, &record, NULL) < 0)
            continue;
        if (store_read_steps(session->store, record.id, &steps, &count, NULL) == 0)
            learn(session, place, &record, steps, count);
        for (size_t k = 0; k < count; k++)
            step_record_done(&steps[k]);
        free(steps);
        run_record_done(&record);
    }
}

static double left_ns(const struct session *session, size_t loads)
{
    uint64_t budget_ns = session->measure->budget_ns;
    if (!budget_ns)
        return INFINITY;
    return (double)budget_ns - (double)(clock_monotonic_ns() - session->begun_ns) -
           AROUND_NS * (double)loads;
}

// --- one load -----------------------------------------------------------------------------------

static void say(const struct session *session, size_t place, const char *what)
{
    scope_free char *name = load_name(&scenario_at(session, place)->load);
    if (!session->measure->quiet)
        fprintf(stderr, "fullhouse: load %zu of %zu, %s: %s\n", place + 1,
                session->measure->loads->count, name, what);
}

static void say_plan(const struct session *session, size_t place,
                     const struct time_shares_plan *plan)
{
    scope_free char *densities = density_list_format(&plan->densities);
    scope_free char *platforms = platform_list_format(&session->platforms[place]);
    char more[UNITS_TEXT_SIZE];
    units_format_duration_ns(more, plan->left_out_ns);
    bool is_cut = plan->densities.count < scenario_at(session, place)->densities.count;
    scope_free char *text = alloc_printf(
        "%s with %s guests, %" PRIu32 " boot%s each%s%s%s", platforms, densities, plan->rounds,
        plan->rounds == 1 ? "" : "s", is_cut ? "; all densities would want " : "",
        is_cut ? more : "", is_cut ? " more" : "");
    say(session, place, text);
}

// The densities stay what they are in the scenario's words.
static int make_scenario(const struct session *session, size_t place,
                         const struct time_shares_plan *plan, struct scenario *ret_scenario,
                         struct err *err)
{
    scope_free char *densities = density_list_format(&plan->densities);
    scenario_copy(ret_scenario, scenario_at(session, place));
    ret_scenario->repeats_min = ret_scenario->repeats_max = plan->rounds;
    ret_scenario->budget_ns = 0; // shared out here
    int result = scenario_set(ret_scenario, "densities", densities, err);
    if (result == 0)
        result = scenario_check(ret_scenario, err);
    if (result < 0)
        scenario_done(ret_scenario);
    return result;
}

static int carry_out_load(struct session *session, size_t place, const struct scenario *scenario,
                          struct resume *resume, struct err *err)
{
    const struct carry_out carry = {
        .scenario = scenario,
        .passes_over_absent = true,
        .slot = &session->slot,
        .agent_test = session->measure->agent_test,
        .quiet = session->measure->quiet,
    };
    struct run_outcome outcome;
    int result = carry_out_runs(&carry, resume, session->store, &outcome, err);
    learn_from(session, place, &outcome);
    return result;
}

static int begin_campaign(struct session *session, size_t place, struct err *err)
{
    size_t left = session->measure->loads->count - place;
    struct time_shares_plan plan = time_shares_next(
        &session->shares, &session->loads[place], left, &scenario_at(session, place)->densities,
        session->measure->rounds_max, left_ns(session, left));
    struct scenario scenario;
    if (plan.rounds == 0) {
        say(session, place, "passed over: nothing of it fits the rest of the budget");
        return 0;
    }
    say_plan(session, place, &plan);
    int result = make_scenario(session, place, &plan, &scenario, err);
    if (result < 0)
        return result;
    result = carry_out_load(session, place, &scenario, NULL, err);
    scenario_done(&scenario);
    return result;
}

// A campaign that stopped goes on with all of its runs; one that has ended is kept.
static int go_on(struct session *session, size_t place, const struct side_run *past,
                 struct err *err)
{
    scope_free char *word = alloc_printf("%" PRId64, past->record->id);
    struct resume resume = {0};
    int result = 0;
    int found = resume_find(session->store, word, &resume, err);
    if (found < 0)
        return found;
    say(session, place, found > 0 ? "was measured before" : "goes on");
    if (found == 0)
        result = carry_out_load(session, place, &resume.runs[0].scenario, &resume, err);
    resume_done(&resume);
    return result;
}

static int measure_load(struct session *session, size_t place, struct err *err)
{
    scope_free char *name = load_name(&scenario_at(session, place)->load);
    const struct side_run *past = overhead_session_load(session->done, name);
    return past ? go_on(session, place, past, err) : begin_campaign(session, place, err);
}

// --- all of them --------------------------------------------------------------------------------

static void begin(struct session *session)
{
    const struct overhead_loads *loads = session->measure->loads;
    const struct scenario *first = scenario_at(session, 0);
    uint64_t windows = scenario_windows(first) + first->warmup_max_windows;
    session->begun_ns = clock_monotonic_ns();
    session->shares.windows_ns = (double)(windows * first->window_ns);
    session->loads = alloc_zeroed(loads->count, sizeof *session->loads);
    session->arms = alloc_zeroed(loads->count, sizeof *session->arms);
    session->platforms = alloc_zeroed(loads->count, sizeof *session->platforms);
    for (size_t i = 0; i < loads->count; i++)
        begin_load(session, i);
}

static void end(struct session *session)
{
    for (size_t i = 0; i < session->measure->loads->count; i++) {
        free(session->arms[i]);
        platform_list_done(&session->platforms[i]);
    }
    free(session->loads);
    free(session->arms);
    free(session->platforms);
    time_shares_done(&session->shares);
    workspace_slot_done(&session->slot);
}

static void say_passed_over(const struct overhead_measure *measure)
{
    for (size_t i = 0; !measure->quiet && i < measure->loads->passed_over_count; i++)
        fprintf(stderr, "fullhouse: passed over: %s\n", measure->loads->passed_over[i]);
}

int overhead_measure(const struct overhead_measure *measure, const struct overhead_session *done,
                     struct store *store, struct err *err)
{
    struct session session = {
        .measure = measure, .done = done, .store = store, .slot = WORKSPACE_NO_SLOT};
    int first = 0;
    say_passed_over(measure);
    begin(&session);
    for (size_t i = 0; first != -EINTR && i < measure->loads->count; i++) {
        struct err why = {0};
        int result = measure_load(&session, i, &why);
        if (result == -EINTR)
            err_done(err); // the user's word is the last, whatever failed before
        else if (result < 0)
            say(&session, i, err_text(&why));
        err_move(err, &why);
        first = first && result != -EINTR ? first : result;
    }
    end(&session);
    return first;
}
