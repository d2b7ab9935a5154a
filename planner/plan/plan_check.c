// SPDX-License-Identifier: GPL-3.0-or-later
// Contradictions between keys of a plan, each told where the key at fault stands.
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/plan/plan.h"
#include "planner/plan/plan_refuse.h"
#include "planner/plan/plan_set.h"

#define GUESTS_MOST 1e8
// Of a normal distribution, in standard deviations.
#define Z_95 1.6448536269514722

static int check_demand(const struct plan *plan, struct err *err)
{
    double years = plan->assumptions[ASSUME_HORIZON].value;
    double today = 0, last = 0;
    for (size_t i = 0; i < plan->demand.count; i++) {
        const struct guest_class *class = &plan->demand.list[i];
        today += class->count.value;
        last += class->count.value * pow(1 + class->growth.value, years);
    }
    if (plan->demand.count == 0)
        return plan_refuse(
            plan, "guests", err,
            "there are none to plan for; say them in the plan, or by inventory.file, "
            "telemetry.run or --run");
    if (today <= 0)
        return plan_refuse(plan, "guests", err, "all classes count 0 guests");
    if (last > GUESTS_MOST)
        return plan_refuse(plan, "guests", err, "%.3g of them after %.0f years; is growth right?",
                           last, years);
    return 0;
}

// Its CPU time where the plan itself says it: what runs and inventories measured may be odd.
static int check_cpu(const struct plan_entry *entry, const struct guest_class *class)
{
    const struct cpu_demand *cpu = &class->cpu;
    double mean = cpu->mean_cores.value;
    if (plan_entry_said(entry, "cpu") && plan_entry_said(entry, "vcpus") && mean > class->vcpus)
        return plan_refuse_word(entry, "cpu", "%g cores are more than its %u vCPUs can take", mean,
                                class->vcpus);
    if (plan_entry_said(entry, "cpu-p95") && cpu->p95_cores < mean)
        return plan_refuse_word(entry, "cpu-p95", "%g cores lie below the mean of %g",
                                cpu->p95_cores, mean);
    if (plan_entry_said(entry, "cpu-peak") && cpu->peak_cores < fmax(mean, cpu->p95_cores))
        return plan_refuse_word(entry, "cpu-peak",
                                "%g cores lie below the mean or the 95th percentile",
                                cpu->peak_cores);
    return 0;
}

static int check_class(const struct plan *plan, const struct guest_class *class, struct err *err)
{
    const struct plan_entry entry = {plan, "guests", class->name, err};
    if (isnan(class->count.value))
        return plan_refuse_word(&entry, "count", "how many of them there are is missing");
    if (class->memory_bytes <= 0)
        return plan_refuse_word(&entry, "memory", "the memory of one is missing, as 8 GiB");
    if (!class->run && isnan(class->cpu.mean_cores.value) && class->vcpus == 0)
        return plan_refuse_word(
            &entry, "cpu", "their mean CPU time in cores is missing, or runs that measured them");
    if (class->scale != 1 && !class->run)
        return plan_refuse_word(&entry, "scale", "scales the load of runs, and none are named");
    return check_cpu(&entry, class);
}

static int check_classes(const struct plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->demand.count; i++) {
        const struct guest_class *class = &plan->demand.list[i];
        scope_free char *key = alloc_printf("guests.%s", class->name);
        const struct guest_class *first = plan_find_class(plan, class->name);
        if (first != class)
            return plan_refuse(plan, key, err, "there are two of this name, from %s and from %s",
                               first->source, class->source);
        int r = check_class(plan, class, err);
        if (r < 0)
            return r;
    }
    return 0;
}

// What nobody said of a spread follows from what was said; a constant load says "cpu-sd: 0".
static void complete_spread(const struct plan_entry *entry, struct demand *demand,
                            struct guest_class *class)
{
    struct cpu_demand *cpu = &class->cpu;
    bool has_p95 = plan_entry_said(entry, "cpu-p95");
    if (has_p95)
        cpu->sd_cores = fmax((cpu->p95_cores - cpu->mean_cores.value) / Z_95, 0);
    else
        cpu->sd_cores = CPU_VARIATION_GUESS * cpu->mean_cores.value;
    if (!has_p95 && !class->run)
        demand_note(demand, alloc_printf("How far the CPU time of one %s varies is not said "
                                         "(cpu-p95): for 95 %% of the time it is taken to stay "
                                         "below twice its mean.",
                                         class->name));
}

// Of a class that the plan itself describes. With runs, too: under a platform that they are not of,
// its CPU time counts.
static void complete_class(struct plan *plan, struct guest_class *class)
{
    const struct plan_entry entry = {plan, "guests", class->name, NULL};
    bool has_sd = plan_entry_said(&entry, "cpu-sd");
    if (class->vcpus == 0)
        class->vcpus = 1;
    if (!plan_entry_said(&entry, "cpu"))
        return;
    if (!has_sd && class->cpu.sd_cores == 0)
        complete_spread(&entry, &plan->demand, class);
    if (!plan_entry_said(&entry, "cpu-correlation") && class->cpu.correlation == 0)
        class->cpu.correlation = CPU_CORRELATION_GUESS;
}

static int check_group(const struct plan *plan, struct err *err)
{
    double group = plan->assumptions[ASSUME_GROUP].value;
    double spare = plan->assumptions[ASSUME_SPARE].value;
    double drained = plan->assumptions[ASSUME_DRAINED].value;
    if (group == 0 || spare + drained < group)
        return 0;
    return plan_refuse(plan, "failover.group", err,
                       "of %.0f hosts, %.0f may fail and %.0f be drained: none is left for guests",
                       group, spare, drained);
}

static int check_catalogue(struct plan *plan, struct err *err)
{
    const struct catalogue *catalogue = &plan->catalogue;
    if (!plan->catalogue_url && catalogue->count == 0)
        return plan_refuse(
            plan, "catalogue", err,
            "servers to choose from are missing: a CSV or YAML file, or its address");
    if (!plan->currency && !catalogue->currency)
        return plan_refuse(plan, "currency", err,
                           "neither the plan nor the catalogue says in which money, as EUR");
    if (!plan->currency)
        plan->currency = alloc_copy(catalogue->currency);
    if (catalogue->currency && strcmp(plan->currency, catalogue->currency) != 0)
        return plan_refuse(plan, "currency", err,
                           "the plan is in %s and %s in %s; one of the two is to be converted",
                           plan->currency, catalogue->name, catalogue->currency);
    return 0;
}

int plan_check(struct plan *plan, struct err *err)
{
    int r = check_classes(plan, err);
    for (size_t i = 0; r == 0 && i < plan->demand.count; i++)
        complete_class(plan, &plan->demand.list[i]);
    if (r == 0)
        r = check_demand(plan, err);
    if (r == 0)
        r = check_group(plan, err);
    if (r == 0)
        r = check_catalogue(plan, err);
    return r < 0 ? r : plan_check_licences(plan, err);
}
