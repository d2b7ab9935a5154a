// SPDX-License-Identifier: GPL-3.0-or-later
// A run's record from its scenario, its platform and its host.
#include "bench/run_describe.h"

#include <string.h>

#include "bench/platform.h"
#include "collector/host_facts.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/version.h"
#include "common/model/platform_list.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

static const struct procfs this_host = {.root = ""};

// What would have run where nothing can.
static void describe_absent(const struct scenario *scenario, struct run_record *record)
{
    const struct platform_ops *ops = platform_find(scenario->platform);
    bool is_process = platform_list_runs_processes(scenario->platform);
    bool is_image = strchr(scenario->guest, '/') != NULL;
    record_set(&record->platform, alloc_copy(scenario->platform));
    record->emulated = ops && ops->emulated;
    record_set(&record->guest_kind, alloc_copy(is_process ? "process"
                                               : is_image ? "image"
                                                          : scenario->guest));
}

static void describe_platform(struct platform *platform, struct run_record *record)
{
    record_set(&record->platform, alloc_copy(platform->ops->name));
    record->emulated = platform->ops->emulated;
    record_set(&record->guest_kind, alloc_copy(platform->guest_kind));
    record_set(&record->hypervisor, platform->ops->hypervisor(platform));
}

int run_describe(const struct scenario *scenario, struct platform *platform,
                 struct run_record *record, struct err *err)
{
    record_set(&record->label, alloc_copy(scenario->label));
    if (platform)
        describe_platform(platform, record);
    else
        describe_absent(scenario, record);
    record->seed = scenario->seed;
    record_set(&record->scenario, scenario_format(scenario));
    record_set(&record->tool_version, alloc_copy(FULLHOUSE_VERSION));
    record->started_at_ns = clock_realtime_ns();
    record->state = RECORD_RUNNING;
    host_record_done(&record->host);
    return host_facts_read(&this_host, &record->host, err);
}
