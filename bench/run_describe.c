// SPDX-License-Identifier: GPL-3.0-or-later
// A run's record from its scenario, its platform and its host.
#include "bench/run_describe.h"

#include "bench/platform.h"
#include "collector/host_facts.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/version.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

static const struct procfs this_host = {.root = ""};

int run_describe(const struct scenario *scenario, struct platform *platform,
                 struct run_record *record, struct err *err)
{
    const struct platform_ops *ops = platform->ops;
    record_set(&record->label, alloc_copy(scenario->label));
    record_set(&record->platform, alloc_copy(ops->name));
    record->emulated = ops->emulated;
    record_set(&record->guest_kind, alloc_copy(platform->guest_kind));
    record_set(&record->hypervisor, ops->hypervisor(platform));
    record->seed = scenario->seed;
    record_set(&record->scenario, scenario_format(scenario));
    record_set(&record->tool_version, alloc_copy(FULLHOUSE_VERSION));
    record->started_at_ns = clock_realtime_ns();
    record->state = RECORD_RUNNING;
    host_record_done(&record->host);
    return host_facts_read(&this_host, &record->host, err);
}
