// SPDX-License-Identifier: GPL-3.0-or-later
// One load, one shape, a list of densities, several platforms.
#include "cli/overhead_scenario.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/platform.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/platform_list.h"
#include "common/model/scenario.h"

// Those that every host may have, in the order of what lies between a load and the processor.
static const char *const usual_platforms[] = {"native", "container", "kvm", "tcg"};

static char *list_platforms(void)
{
    struct strbuf list = {0};
    for (size_t i = 0; i < sizeof usual_platforms / sizeof *usual_platforms; i++)
        if (platform_find(usual_platforms[i]))
            strbuf_printf(&list, "%s%s", list.length ? "," : "", usual_platforms[i]);
    return strbuf_take(&list);
}

void overhead_scenario_init(struct scenario *scenario)
{
    scenario_init(scenario);
    free(scenario->platform);
    scenario->platform = list_platforms();
    free(scenario->label);
    scenario->label = alloc_copy(OVERHEAD_LABEL);
    scenario->repeats_min = scenario->repeats_max = 3;
    scenario->windows = 4;
    scenario->window_ns = 250 * CLOCK_NS_PER_MS;
    scenario->warmup_max_windows = 2;
}

// A share of what one guest can do is another load on every platform.
static int check_load(const struct scenario *scenario, struct err *err)
{
    const struct load *load = &scenario->load;
    if (load->arrivals == LOAD_REPLAY)
        return err_input(err, "load.trace: a replay follows what one guest of each platform can "
                              "do; the same load on all of them is wanted, closed or so many a "
                              "second");
    if (load->arrivals != LOAD_CLOSED && load->rate.is_share)
        return err_input(err, "load.rate: a share is one of what a guest of each platform can do; "
                              "the same load on all of them is wanted, closed or as 1000/s");
    return 0;
}

static int check_kind(const struct scenario *scenario, struct err *err)
{
    const struct {
        bool is_there;
        const char *key;
    } kinds[] = {
        {scenario->sweep.count > 0, "sweep"},
        {scenario->tile.role_count > 0, "tile"},
        {*scenario->interference != '\0', "interference"},
        {scenario->fault != ACCIDENT_NONE, "fault"},
        {scenario->curve_max_bytes > 0, "curve"},
        {scenario->overcommit.max > 0, "overcommit"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].is_there)
            return err_input(err, "%s: an overhead is one of plain loads on several platforms",
                             kinds[i].key);
    return check_load(scenario, err);
}

static int check_platforms(const struct scenario *scenario, struct err *err)
{
    scope_platform_list struct platform_list list = {0};
    int result = platform_list_parse(scenario->platform, &list, err);
    if (result < 0)
        return result;
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.entries[i].name, "native") == 0)
            return list.count > 1 ? 0
                                  : err_input(err, "--platforms: native alone has nothing beside "
                                                   "it; as native,tcg");
    return err_input(err, "--platforms: native is what the others are held against; as native,%s",
                     scenario->platform);
}

static int set_densities(struct scenario *scenario, struct err *err)
{
    scope_strbuf struct strbuf list = {0};
    if (scenario->densities.count > 0)
        return 0;
    if (scenario->guests_max == SCENARIO_GUESTS_LIMIT)
        return err_input(err, "guests: an end is wanted, as 1..8");
    uint64_t guests = scenario->guests_min;
    for (; guests < scenario->guests_max; guests *= 2)
        strbuf_printf(&list, "%" PRIu64 ",", guests);
    strbuf_printf(&list, "%" PRIu32, scenario->guests_max);
    return scenario_set(scenario, "densities", strbuf_text(&list), err);
}

int overhead_scenario_complete(struct scenario *scenario, struct err *err)
{
    int result = check_kind(scenario, err);
    if (result == 0)
        result = check_platforms(scenario, err);
    if (result == 0)
        result = set_densities(scenario, err);
    return result < 0 ? result : scenario_set(scenario, "slo", "", err);
}
