// SPDX-License-Identifier: GPL-3.0-or-later
// How a campaign, or a run alone, begins: a folder for all, then every platform, and only then the
// runs' records, so that a platform that cannot run leaves nothing in the store.
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "bench/observer.h"
#include "bench/guest_replay.h"
#include "bench/resume.h"
#include "bench/run_resume.h"
#include "bench/run_state.h"
#include "bench/working_set.h"
#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/load_list.h"
#include "common/store/store.h"

static uint64_t new_seed(void)
{
    uint64_t seed = 0;
    // 53 bits, never 0: it must survive JSON and people's hands.
    while (seed == 0)
        if (getrandom(&seed, sizeof seed, 0) == sizeof seed)
            seed >>= 11;
    return seed;
}

void campaign_say(struct campaign *campaign, const char *text)
{
    observer_say(campaign->options->observer, text);
    for (size_t i = 0; i < campaign->run_count; i++)
        run_log_note(&campaign->runs[i].log, text);
}

// Chosen once: all platforms get the same.
static bool wants_working_set(const struct campaign *campaign)
{
    scope_load_list struct load_list loads = {0};
    load_list_of(&loads, &campaign->scenario);
    for (size_t i = 0; campaign->options->has_working_set && i < loads.count; i++)
        if (campaign->options->has_working_set(&loads.list[i]))
            return true;
    return false;
}

static void fit_working_set(struct campaign *campaign, char **ret_text)
{
    struct topology topology;
    uint64_t cache_bytes = 0;
    if (!wants_working_set(campaign))
        return;
    if (topology_read(NULL, &topology, NULL) == 0) {
        cache_bytes = topology.last_cache_bytes;
        topology_done(&topology);
    }
    *ret_text = campaign->scenario.tile.role_count > 0
                    ? working_set_fit_tile(&campaign->scenario.tile, cache_bytes,
                                           campaign->options->has_working_set)
                    : working_set_fit(&campaign->scenario, cache_bytes);
}

// "kvm", or "kvm/bare" where the list says so; "" for a run alone.
static char *name_run(const struct platform_entry *entry, size_t run_count)
{
    if (run_count == 1)
        return alloc_copy("");
    return alloc_printf("%s%s%s", entry->name, *entry->guest ? "/" : "", entry->guest);
}

static void begin_new(struct campaign *campaign)
{
    const struct run_options *options = campaign->options;
    scope_free char *text = NULL;
    scenario_copy(&campaign->scenario, options->scenario);
    if (campaign->scenario.seed == 0)
        campaign->scenario.seed = new_seed();
    fit_working_set(campaign, &text);
    scope_platform_list struct platform_list list = {0};
    // scenario_check has found it right before.
    if (platform_list_parse(campaign->scenario.platform, &list, NULL) < 0)
        return;
    campaign->run_count = list.count;
    for (size_t i = 0; i < list.count; i++) {
        struct run *run = &campaign->runs[i];
        scenario_copy_platform(&run->scenario, &campaign->scenario, i);
        run_begin(run, campaign);
        run->log.who = name_run(&list.entries[i], list.count);
    }
    if (text)
        campaign_say(campaign, text);
}

static int begin(struct campaign *campaign, const struct run_options *options, struct err *err)
{
    *campaign = (struct campaign){.options = options, .workspace.lock_fd = -1};
    if (options->resume)
        return campaign_begin_resumed(campaign, err);
    begin_new(campaign);
    return 0;
}

// 0 while it is not in the store.
static int64_t run_number(const struct run *run)
{
    return run->past && !run->is_over ? run->past->record.id : run->record.id;
}

// A run killed from here on leaves these behind.
static int note_runs(struct campaign *campaign, struct err *err)
{
    int64_t ids[PLATFORM_LIST_MAX];
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
    return strcmp(run->scenario.guest, "auto") == 0 && !runs_on(run, "native");
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

static int open_some(struct campaign *campaign, bool kvm, struct err *err)
{
    for (size_t i = 0; i < campaign->run_count; i++) {
        struct run *run = &campaign->runs[i];
        if (run->is_over || runs_on(run, "kvm") != kvm)
            continue;
        follow_kvm(campaign, run);
        int result = run_open_platform(run, &campaign->workspace, err);
        if (result < 0 && *run->log.who)
            err_prefix(err, "%s", run->log.who);
        if (result < 0)
            return result;
    }
    return 0;
}

// KVM first: the pickiest.
static int open_platforms(struct campaign *campaign, struct err *err)
{
    int result = open_some(campaign, true, err);
    return result < 0 ? result : open_some(campaign, false, err);
}

// A ratio of two platforms that run different guests is one of both.
static void say_guest_kinds(struct campaign *campaign)
{
    const struct run *first = NULL;
    for (size_t i = 0; i < campaign->run_count; i++) {
        const struct run *run = &campaign->runs[i];
        if (run->is_over || runs_on(run, "native"))
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
    struct run_record *records[PLATFORM_LIST_MAX];
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

static int enter_store(struct campaign *campaign, struct err *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < campaign->run_count; i++)
        if (!campaign->runs[i].is_over)
            result = run_describe_here(&campaign->runs[i], err);
    if (result < 0)
        return result;
    return campaign->options->resume ? resume_runs(campaign, err) : add_runs(campaign, err);
}

int campaign_open(struct campaign *campaign, const struct run_options *options, struct err *err)
{
    int result = begin(campaign, options, err);
    if (result < 0)
        return result;
    result = workspace_open(&campaign->workspace, err);
    if (result == 0 && campaign->workspace.has_neighbour)
        campaign_say(campaign,
                     "another run is under way on this host: each disturbs the other's figures");
    // Noted before anything is started: a run killed while it starts leaves guests, too.
    if (result == 0)
        result = note_runs(campaign, err);
    if (result == 0)
        result = open_platforms(campaign, err);
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
    for (size_t i = 0; i < campaign->run_count; i++)
        run_close(&campaign->runs[i]);
    workspace_close(&campaign->workspace);
    scenario_done(&campaign->scenario);
}
