// SPDX-License-Identifier: GPL-3.0-or-later
// How a run begins and how it lets everything go. What it does in between stands in run.c.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/choose.h"
#include "bench/guest_memory.h"
#include "bench/guest_replay.h"
#include "bench/program_pack.h"
#include "bench/programs.h"
#include "bench/run_describe.h"
#include "bench/run_pace.h"
#include "bench/run_state.h"
#include "collector/cgroup_limit.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/store/store.h"
#include "common/wire/message.h"

static const struct procfs this_host = {.root = ""};

// One thread a vCPU of the shape, on every platform: a process of the host sees all of its CPUs.
static void set_threads(struct load *load, const struct shape *shape)
{
    if (load->threads == 0 && !load_is_exec(load))
        load->threads = shape->vcpus;
}

static void set_all_threads(struct scenario *scenario)
{
    set_threads(&scenario->load, &scenario->shape);
    for (size_t r = 0; r < scenario->tile.role_count; r++) {
        struct role *role = &scenario->tile.roles[r];
        for (size_t k = 0; k < role->load_count; k++)
            set_threads(&role->loads[k], &role->shape);
    }
}

void run_begin(struct run *run, const struct campaign *campaign)
{
    run->options = campaign->options;
    run->campaign = campaign;
    run->log.observer = campaign->options->observer;
    run->log.store = campaign->options->store;
    run_record_init(&run->record);
}

// A guest that is too small for its kernel dies without a word: it is told of before any boots.
static int check_shape(const struct run *run, const struct shape *shape, struct err *err)
{
    uint64_t least_bytes = run->platform->least_memory_bytes;
    char asked[UNITS_TEXT_SIZE], least[UNITS_TEXT_SIZE];
    if (shape->memory_bytes >= least_bytes)
        return pins_check(&run->platform->pins, shape, err);
    units_format_bytes(asked, shape->memory_bytes);
    units_format_bytes(least, least_bytes);
    return err_input(err,
                     "memory: with %s this Linux kernel cannot unpack itself; give at least %s, or "
                     "take the guest without an operating system (--guest bare)",
                     asked, least);
}

static int check_shapes(const struct run *run, struct err *err)
{
    const struct tile *tile = &run->scenario.tile;
    if (tile->role_count == 0)
        return check_shape(run, &run->scenario.shape, err);
    int result = 0;
    for (size_t r = 0; result == 0 && r < tile->role_count; r++)
        result = check_shape(run, &tile->roles[r].shape, err);
    return result;
}

static int open_platform(struct run *run, struct workspace *workspace,
                         const struct program_pack *programs, struct err *err)
{
    const struct network_wish network = {
        .mode = run->scenario.network_mode,
        .addresses = run->scenario.network_addresses,
    };
    const struct platform_options options = {
        .network = run->options->needs_network ? &network : NULL,
        .programs = programs,
        .disk = run->options->needs_disk ? &run->scenario.disk : NULL,
        .workspace = workspace,
        .place = run->place,
        .pinning = run->scenario.pinning,
        .cpu_quota_ratio = run->scenario.cpu_quota_ratio,
        .backing = run->scenario.memory_backing,
        .connect = run->scenario.connect,
        .guest = run->scenario.guest,
        .kernel = run->scenario.kernel,
        .emulator = &run->scenario.emulator,
        .boot = run->scenario.boot,
        .medium = run->scenario.boot_medium,
        .agent = run->options->agent,
        .bare = run->options->bare ? run->options->bare : "",
        .bare_knows_load = run->options->bare_knows_load,
        .agent_test = run->options->agent_test,
        .say = run_log_say,
        .context = &run->log,
    };
    char *note;
    int result = platform_choose(run->scenario.platform, &options, &run->platform, &note, err);
    if (result < 0)
        return result;
    record_set(&run->record.platform_note, note);
    result = check_shapes(run, err);
    if (result == 0)
        result = guest_memory_check(&this_host, &run->scenario, run->platform, err);
    if (result == 0 && strcmp(run->platform->guest_kind, "bare") == 0)
        result = guest_replay_check_line(&run->scenario.load, WIRE_BARE_LINE_MAX, "bare", err);
    return result;
}

int run_open_platform(struct run *run, struct workspace *workspace, struct err *err)
{
    struct program_pack programs = {0};
    int result = programs_prepare(&run->scenario, &programs, err);
    if (result == 0)
        result = open_platform(run, workspace, programs.count ? &programs : NULL, err);
    program_pack_done(&programs);
    return result;
}

// Online, allowed to us, and no more than our control groups' quota.
static double count_usable_cpus(const struct run *run)
{
    double cpus = run->record.host.cpus, quota;
    int version;
    if (cgroup_cpu_quota_cores(&this_host, &quota, NULL, &version) == 0 && quota < cpus)
        return quota;
    return cpus;
}

// A ratio becomes a number of guests as soon as the CPUs are known.
static void set_guests(struct run *run)
{
    struct scenario *scenario = &run->scenario;
    const struct overcommit *wanted = &scenario->overcommit;
    double cpus = run->record.usable_cpus;
    uint32_t vcpus = scenario_unit_vcpus(scenario);
    if (wanted->max <= 0)
        return;
    scenario->guests_min = overcommit_units(wanted->min, cpus, vcpus);
    scenario->guests_max = overcommit_units(wanted->max, cpus, vcpus);
    scope_free char *text =
        alloc_printf("overcommit %g..%g of %g usable CPUs is %" PRIu32 "..%" PRIu32
                     " %s of %" PRIu32 " vCPU%s: %.2f..%.2f vCPUs a CPU",
                     wanted->min, wanted->max, cpus, scenario->guests_min, scenario->guests_max,
                     scenario->tile.role_count ? "tiles" : "guests", vcpus, vcpus == 1 ? "" : "s",
                     overcommit_ratio(scenario->guests_min, vcpus, cpus),
                     overcommit_ratio(scenario->guests_max, vcpus, cpus));
    run_log_say(&run->log, text);
}

// The scenario as it was asked for goes into the record, before threads are filled in.
static int describe(struct run *run, struct err *err)
{
    int result = run_describe(&run->scenario, run->platform, &run->record, err);
    run->record.usable_cpus = count_usable_cpus(run);
    set_guests(run);
    set_all_threads(&run->scenario);
    if (run->platform && *run->scenario.interference)
        run_interference_begin(run);
    if (run->campaign->run_count > 1)
        record_set(&run->record.campaign, alloc_copy(run->campaign->workspace.mark));
    return result;
}

int run_describe_here(struct run *run, struct err *err)
{
    // Not before all runs of the campaign have begun: how many they are decides.
    run->calibrations = run_pace_boots(run);
    int result = describe(run, err);
    // What is special about its ladder was said when it began.
    run->log.is_mute = run->past;
    if (result == 0 && run->platform)
        result = run_climb_open(run, run->campaign->workspace.dir, err);
    run->log.is_mute = false;
    return result;
}

void run_close(struct run *run)
{
    err_done(&run->absence);
    if (run->platform)
        run->platform->ops->close(run->platform);
    run_steps_done(&run->steps);
    run_interference_done(&run->interference);
    run_record_done(&run->record);
    run_log_done(&run->log);
    scenario_done(&run->scenario);
}
