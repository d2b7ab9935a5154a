// SPDX-License-Identifier: GPL-3.0-or-later
// How a campaign, or a run alone, begins: a folder for all, then every platform, and only then the
// runs' records, so that a platform that cannot run leaves nothing in the store.
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/campaign_ab.h"
#include "bench/observer.h"
#include "bench/guest_replay.h"
#include "bench/resume.h"
#include "bench/run_resume.h"
#include "bench/run_state.h"
#include "bench/seed.h"
#include "bench/working_set.h"
#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/arm_pair.h"
#include "common/model/load_list.h"
#include "common/model/platform_list.h"
#include "common/model/scenario_arm.h"
#include "common/store/store.h"

void campaign_say(struct campaign *campaign, const char *text)
{
    observer_say(campaign->options->observer, text);
    for (size_t i = 0; i < campaign->run_count; i++)
        run_log_note(&campaign->runs[i].log, text);
}

static bool wants_working_set(const struct run_options *options, const struct scenario *scenario)
{
    scope_load_list struct load_list loads = {0};
    load_list_of(&loads, scenario);
    for (size_t i = 0; options->has_working_set && i < loads.count; i++)
        if (options->has_working_set(&loads.list[i]))
            return true;
    return false;
}

static void fit_working_set(const struct run_options *options, struct scenario *scenario,
                            char **ret_text)
{
    struct topology topology;
    uint64_t cache_bytes = 0;
    if (!wants_working_set(options, scenario))
        return;
    if (topology_read(NULL, &topology, NULL) == 0) {
        cache_bytes = topology.last_cache_bytes;
        topology_done(&topology);
    }
    *ret_text = scenario->tile.role_count > 0
                    ? working_set_fit_tile(&scenario->tile, cache_bytes, options->has_working_set)
                    : working_set_fit(scenario, cache_bytes);
}

// Chosen once, so that all arms get the same, unless it follows from what is swept.
static bool sweeps_size(const struct sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++)
        if (strncmp(sweep->axes[i].key, "shape.", 6) == 0 ||
            strcmp(sweep->axes[i].key, "load.threads") == 0)
            return true;
    return false;
}

// "kvm", or "kvm/bare" where the list says so, and what else sets it apart: "kvm, pinning=spread",
// or that alone where there is one platform; "" for a run alone.
static char *name_run(const struct platform_list *list, size_t platform, const char *arm)
{
    const struct platform_entry *entry = &list->entries[platform];
    if (list->count == 1)
        return alloc_copy(arm);
    return alloc_printf("%s%s%s%s%s", entry->name, *entry->guest ? "/" : "", entry->guest,
                        *arm ? ", " : "", arm);
}

bool campaign_has_arms(const struct campaign *campaign)
{
    return campaign->run_count > 0 && *campaign->runs[0].record.arm;
}

// Letters and digits that names of files and interfaces take.
static void name_place(struct run *run, size_t index)
{
    static const char letters[] =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
    static_assert(sizeof(letters) > SCENARIO_ARMS_MAX);
    run->place[0] = letters[index];
}

void campaign_name_arm(struct campaign *campaign, size_t index, const char *arm)
{
    struct run *run = &campaign->runs[index];
    record_set(&run->record.arm, alloc_copy(arm));
    if (*arm)
        name_place(run, index);
}

// The two of a pair share a seed, as arms do; pairs do not.
static void pair_run(struct run *run, size_t index, char **arm)
{
    size_t pair = index / 2;
    record_set(arm, arm_pair_format(pair, index % 2 == 1));
    run->scenario.seed = (rng_derive(run->scenario.seed, pair) >> SEED_SPARE_BITS) | 1;
}

static int begin_run(struct campaign *campaign, const struct platform_list *list, size_t index,
                     struct err *err)
{
    struct run *run = &campaign->runs[index];
    scope_free char *arm = NULL, *text = NULL;
    bool is_paired = campaign->options->pairs > 0;
    int result =
        scenario_copy_arm(&run->scenario, &campaign->scenario, is_paired ? 0 : index, &arm, err);
    if (result < 0)
        return result;
    if (is_paired)
        pair_run(run, index, &arm);
    if (sweeps_size(&campaign->scenario.sweep))
        fit_working_set(campaign->options, &run->scenario, &text);
    run_begin(run, campaign);
    campaign_name_arm(campaign, index, arm);
    size_t platform = is_paired ? 0 : index / sweep_combinations(&campaign->scenario.sweep);
    run->log.who = name_run(list, platform, arm);
    if (text)
        run_log_say(&run->log, text);
    return 0;
}

// How many, and the least that it will take: what can be told before anything was measured.
static void say_arms(struct campaign *campaign)
{
    const struct scenario *scenario = &campaign->scenario;
    char least[UNITS_TEXT_SIZE];
    uint64_t densities = 1, windows = scenario_windows(scenario);
    for (uint64_t guests = scenario->guests_min; guests < scenario->guests_max; guests *= 2)
        densities++;
    if (scenario->densities.count > 0)
        densities = scenario->densities.count;
    uint64_t least_ns =
        campaign->run_count * densities * scenario->repeats_min * windows * scenario->window_ns;
    scope_free char *text = alloc_printf(
        "%zu arms, each a ladder of its own: where all densities hold that is %s of measured "
        "windows, and boots and warm-up beside them",
        campaign->run_count, units_format_duration_ns(least, (double)least_ns));
    campaign_say(campaign, text);
}

static int begin_new(struct campaign *campaign, struct err *err)
{
    const struct run_options *options = campaign->options;
    scope_free char *text = NULL;
    scenario_copy(&campaign->scenario, options->scenario);
    if (campaign->scenario.seed == 0)
        campaign->scenario.seed = seed_new();
    if (!sweeps_size(&campaign->scenario.sweep))
        fit_working_set(options, &campaign->scenario, &text);
    if (options->ab) {
        int result = campaign_ab_begin(campaign, err);
        if (result == 0 && text)
            campaign_say(campaign, text);
        return result;
    }
    scope_platform_list struct platform_list list = {0};
    int result = platform_list_parse(campaign->scenario.platform, &list, err);
    if (result == 0)
        result = scenario_arms_check(&campaign->scenario, err);
    if (result < 0)
        return result;
    size_t pairs = options->pairs;
    size_t count = pairs ? 2 * pairs : scenario_arm_count(&campaign->scenario);
    campaign->runs = alloc_zeroed(count, sizeof(campaign->runs[0]));
    for (; result == 0 && campaign->run_count < count; campaign->run_count += result == 0)
        result = begin_run(campaign, &list, campaign->run_count, err);
    if (result == 0 && text)
        campaign_say(campaign, text);
    if (result == 0 && campaign_has_arms(campaign))
        say_arms(campaign);
    return result;
}

static int begin(struct campaign *campaign, const struct run_options *options, struct err *err)
{
    *campaign =
        (struct campaign){.options = options, .workspace.lock_fd = -1, .merging.lock_fd = -1};
    if (!options->resume)
        return begin_new(campaign, err);
    int result = campaign_begin_resumed(campaign, err);
    return result < 0 ? result : campaign_ab_recognise(campaign, err);
}

// 0 while it is not in the store.
static int64_t run_number(const struct run *run)
{
    return run->past && !run->is_over ? run->past->record.id : run->record.id;
}

// A run killed from here on leaves these behind.
static int note_runs(struct campaign *campaign, struct err *err)
{
    int64_t ids[SCENARIO_ARMS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < campaign->run_count; i++)
        if (run_number(&campaign->runs[i]))
            ids[count++] = run_number(&campaign->runs[i]);
    return workspace_note(&campaign->workspace, store_path(campaign->options->store), ids, count,
                          campaign->scenario.connect, err);
}

static bool runs_on(const struct run *run, const char *platform)
{
    return strcmp(run->scenario.platform, platform) == 0;
}

static bool takes_any_guest(const struct run *run)
{
    return strcmp(run->scenario.guest, "auto") == 0 &&
           !platform_list_runs_processes(run->scenario.platform);
}

// Where KVM chose its guest, whoever else takes any takes the same: a ratio of the two is then one
// of platforms alone.
static void follow_kvm(struct campaign *campaign, struct run *run)
{
    for (size_t i = 0; takes_any_guest(run) && i < campaign->run_count; i++) {
        const struct run *kvm = &campaign->runs[i];
        if (runs_on(kvm, "kvm") && kvm->platform && takes_any_guest(kvm))
            record_set(&run->scenario.guest, alloc_copy(kvm->platform->guest_kind));
    }
}

// One combination that this host lacks what for is no reason to leave out the others.
static bool may_be_absent(const struct campaign *campaign, const struct err *why)
{
    bool has_others = campaign_has_arms(campaign) || campaign->options->passes_over_absent;
    // Of an ab one side alone is nothing.
    return has_others && !campaign->ab && why->kind == ERR_HOST && why->code != EINTR;
}

static void note_absence(struct run *run, struct err *why)
{
    scope_free char *text =
        alloc_printf("absent: %s%s%s%s; the others go on", err_text(why), why->mend ? " (" : "",
                     why->mend ? why->mend : "", why->mend ? ")" : "");
    run_log_say(&run->log, text);
    err_move(&run->absence, why);
    if (run->platform)
        run->platform->ops->close(run->platform);
    run->platform = NULL;
}

static int open_some(struct campaign *campaign, bool kvm, struct err *err)
{
    for (size_t i = 0; i < campaign->run_count; i++) {
        struct run *run = &campaign->runs[i];
        if (run->is_over || runs_on(run, "kvm") != kvm)
            continue;
        follow_kvm(campaign, run);
        struct err why = {0};
        int result = run_open_platform(run, &campaign->workspace, &why);
        if (result < 0 && may_be_absent(campaign, &why)) {
            note_absence(run, &why);
            continue;
        }
        if (result < 0 && *run->log.who)
            err_prefix(&why, "%s", run->log.who);
        err_move(err, &why);
        if (result < 0)
            return result;
    }
    return 0;
}

// Where no arm can be measured, the first one's reason is the campaign's.
static int check_absences(const struct campaign *campaign, struct err *err)
{
    const struct run *first = &campaign->runs[0];
    for (size_t i = 0; i < campaign->run_count; i++)
        if (campaign->runs[i].absence.kind == ERR_NONE)
            return 0;
    return err_host(err, first->absence.mend, "%s: %s", first->log.who, err_text(&first->absence));
}

// KVM first: the pickiest.
static int open_platforms(struct campaign *campaign, struct err *err)
{
    int result = open_some(campaign, true, err);
    if (result == 0)
        result = open_some(campaign, false, err);
    return result < 0 ? result : check_absences(campaign, err);
}

// A ratio of two platforms that run different guests is one of both.
static void say_guest_kinds(struct campaign *campaign)
{
    const struct run *first = NULL;
    for (size_t i = 0; i < campaign->run_count; i++) {
        const struct run *run = &campaign->runs[i];
        if (run->is_over || platform_list_runs_processes(run->scenario.platform) || !run->platform)
            continue;
        first = first ? first : run;
        if (strcmp(first->platform->guest_kind, run->platform->guest_kind) == 0)
            continue;
        scope_free char *text = alloc_printf(
            "%s runs the %s guest, %s the %s guest: what differs between them is platform and "
            "guest together (--guest gives all the same)",
            first->log.who, first->platform->guest_kind, run->log.who, run->platform->guest_kind);
        campaign_say(campaign, text);
        return;
    }
}

// All at once: a campaign that is killed here is there as a whole, or not at all.
static int add_runs(struct campaign *campaign, struct err *err)
{
    struct run_record *records[SCENARIO_ARMS_MAX];
    for (size_t i = 0; i < campaign->run_count; i++)
        records[i] = &campaign->runs[i].record;
    int result = store_add_runs(campaign->options->store, records, campaign->run_count, err);
    if (result == 0)
        result = note_runs(campaign, err);
    for (size_t i = 0; result == 0 && i < campaign->run_count; i++)
        run_log_attach(&campaign->runs[i].log, campaign->runs[i].record.id);
    return result;
}

// None is taken over before all may go on.
static int resume_runs(struct campaign *campaign, struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < campaign->run_count; i++)
        if (!campaign->runs[i].is_over)
            result = run_resume_check(&campaign->runs[i], err);
    for (size_t i = 0; result == 0 && i < campaign->run_count; i++)
        if (!campaign->runs[i].is_over)
            result = run_resume_enter(&campaign->runs[i], err);
    return result;
}

static bool wants_merging(const struct campaign *campaign)
{
    for (size_t i = 0; i < campaign->run_count; i++)
        if (campaign->runs[i].platform &&
            campaign->runs[i].scenario.memory_backing == MEMORY_BACKING_KSM)
            return true;
    return false;
}

// Nobody else's guests can be merged meanwhile: domain_xml.c.
static int begin_merging(struct campaign *campaign, struct err *err)
{
    if (!wants_merging(campaign))
        return 0;
    campaign_say(campaign,
                 "page merging (KSM) of this host is switched on while this runs, and put "
                 "back as it was afterwards");
    return page_merging_begin(&campaign->merging, &campaign->workspace, err);
}

// The command that mends it is part of what is stored.
static void finish_absent(struct run *run)
{
    struct err told = {0};
    const char *mend = run->absence.mend;
    err_host(&told, NULL, "%s%s%s%s", err_text(&run->absence), mend ? " (" : "", mend ? mend : "",
             mend ? ")" : "");
    run_finish(run, -ENOTSUP, &told);
    err_done(&told);
}

static int enter_store(struct campaign *campaign, struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < campaign->run_count; i++)
        if (!campaign->runs[i].is_over)
            result = run_describe_here(&campaign->runs[i], err);
    if (result < 0)
        return result;
    result = campaign->options->resume ? resume_runs(campaign, err) : add_runs(campaign, err);
    for (size_t i = 0; result == 0 && i < campaign->run_count; i++)
        if (campaign->runs[i].absence.kind != ERR_NONE)
            finish_absent(&campaign->runs[i]);
    return result;
}

int campaign_open(struct campaign *campaign, const struct run_options *options, struct err *err)
{
    int result = begin(campaign, options, err);
    if (result < 0)
        return result;
    result = workspace_open_in(campaign->options->slot, &campaign->workspace, err);
    if (result == 0 && campaign->workspace.has_neighbour)
        campaign_say(campaign,
                     "another run is under way on this host: each disturbs the other's figures");
    // Noted before anything is started: a run killed while it starts leaves guests, too.
    if (result == 0)
        result = note_runs(campaign, err);
    if (result == 0)
        result = open_platforms(campaign, err);
    if (result == 0)
        result = begin_merging(campaign, err);
    if (result < 0)
        return result;
    if (options->resume)
        return enter_store(campaign, err);
    say_guest_kinds(campaign);
    scope_free char *remark = guest_replay_remark(&campaign->scenario);
    if (remark)
        campaign_say(campaign, remark);
    return enter_store(campaign, err);
}

void campaign_close(struct campaign *campaign)
{
    campaign_ab_close(campaign);
    for (size_t i = 0; i < campaign->run_count; i++)
        run_close(&campaign->runs[i]);
    free(campaign->runs);
    page_merging_end(&campaign->merging);
    workspace_close(&campaign->workspace);
    scenario_done(&campaign->scenario);
}
