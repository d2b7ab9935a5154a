// SPDX-License-Identifier: GPL-3.0-or-later
// Contradictions between keys of a plan, each told where the key at fault stands.
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "planner/plan.h"
#include "planner/plan_set.h"

#define GUESTS_MOST 1e8
// Of a normal distribution, in standard deviations.
#define Z_95 1.6448536269514722

// The key itself, else what was said first beside it: "guests.web.memory" for "guests.web.count".
static const struct plan_setting *nearest_setting(const struct plan *plan, const char *key)
{
    const struct plan_setting *setting = plan_find_setting(plan, key);
    const char *dot = strrchr(key, '.');
    size_t length = dot ? (size_t)(dot - key) + 1 : 0;
    for (size_t i = 0; !setting && dot && i < plan->setting_count; i++)
        if (strncmp(plan->settings[i].key, key, length) == 0)
            setting = &plan->settings[i];
    return setting;
}

// "plan.yaml:12: energy.price: ...".
static __attribute__((format(printf, 4, 0))) int refuse_list(const struct plan *plan,
                                                             const char *key, struct err *err,
                                                             const char *format, va_list arguments)
{
    const struct plan_setting *setting = nearest_setting(plan, key);
    const char *name = plan->name ? plan->name : "plan";
    scope_free char *what = NULL;
    if (vasprintf(&what, format, arguments) < 0)
        what = alloc_copy(format);
    err_input(err, "%s: %s", key, what);
    if (setting && !setting->line)
        return err_prefix(err, "--what-if");
    return setting ? err_prefix(err, "%s:%u", name, setting->line) : err_prefix(err, "%s", name);
}

static __attribute__((format(printf, 4, 5))) int refuse(const struct plan *plan, const char *key,
                                                        struct err *err, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int r = refuse_list(plan, key, err, format, arguments);
    va_end(arguments);
    return r;
}

// A word of a class or a licence.
struct entry {
    const struct plan *plan;
    const char *section; // "guests"
    const char *name;
    struct err *err;
};

static bool is_said(const struct entry *entry, const char *word)
{
    scope_free char *key = alloc_printf("%s.%s.%s", entry->section, entry->name, word);
    return plan_said(entry->plan, key);
}

static __attribute__((format(printf, 3, 4))) int
refuse_word(const struct entry *entry, const char *word, const char *format, ...)
{
    scope_free char *key = alloc_printf("%s.%s.%s", entry->section, entry->name, word);
    va_list arguments;
    va_start(arguments, format);
    int r = refuse_list(entry->plan, key, entry->err, format, arguments);
    va_end(arguments);
    return r;
}

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
        return refuse(plan, "guests", err,
                      "there are none to plan for; say them in the plan, or by inventory.file, "
                      "telemetry.run or --run");
    if (today <= 0)
        return refuse(plan, "guests", err, "all classes count 0 guests");
    if (last > GUESTS_MOST)
        return refuse(plan, "guests", err, "%.3g of them after %.0f years; is growth right?", last,
                      years);
    return 0;
}

// Its CPU time where the plan itself says it: what runs and inventories measured may be odd.
static int check_cpu(const struct entry *entry, const struct guest_class *class)
{
    const struct cpu_demand *cpu = &class->cpu;
    double mean = cpu->mean_cores.value;
    if (is_said(entry, "cpu") && is_said(entry, "vcpus") && mean > class->vcpus)
        return refuse_word(entry, "cpu", "%g cores are more than its %u vCPUs can take", mean,
                           class->vcpus);
    if (is_said(entry, "cpu-p95") && cpu->p95_cores < mean)
        return refuse_word(entry, "cpu-p95", "%g cores lie below the mean of %g", cpu->p95_cores,
                           mean);
    if (is_said(entry, "cpu-peak") && cpu->peak_cores < fmax(mean, cpu->p95_cores))
        return refuse_word(entry, "cpu-peak", "%g cores lie below the mean or the 95th percentile",
                           cpu->peak_cores);
    return 0;
}

static int check_class(const struct plan *plan, const struct guest_class *class, struct err *err)
{
    const struct entry entry = {plan, "guests", class->name, err};
    if (isnan(class->count.value))
        return refuse_word(&entry, "count", "how many of them there are is missing");
    if (class->memory_bytes <= 0)
        return refuse_word(&entry, "memory", "the memory of one is missing, as 8 GiB");
    if (!class->run && isnan(class->cpu.mean_cores.value) && class->vcpus == 0)
        return refuse_word(&entry, "cpu",
                           "their mean CPU time in cores is missing, or runs that measured them");
    if (class->scale != 1 && !class->run)
        return refuse_word(&entry, "scale", "scales the load of runs, and none are named");
    return check_cpu(&entry, class);
}

static int check_classes(const struct plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->demand.count; i++) {
        const struct guest_class *class = &plan->demand.list[i];
        scope_free char *key = alloc_printf("guests.%s", class->name);
        const struct guest_class *first = plan_find_class(plan, class->name);
        if (first != class)
            return refuse(plan, key, err, "there are two of this name, from %s and from %s",
                          first->source, class->source);
        int r = check_class(plan, class, err);
        if (r < 0)
            return r;
    }
    return 0;
}

// What nobody said of a spread follows from what was said; a constant load says "cpu-sd: 0".
static void complete_spread(const struct entry *entry, struct demand *demand,
                            struct guest_class *class)
{
    struct cpu_demand *cpu = &class->cpu;
    bool has_p95 = is_said(entry, "cpu-p95");
    if (has_p95)
        cpu->sd_cores = fmax((cpu->p95_cores - cpu->mean_cores.value) / Z_95, 0);
    else
        cpu->sd_cores = CPU_VARIATION_GUESS * cpu->mean_cores.value;
    if (!has_p95)
        demand_note(demand, alloc_printf("How far the CPU time of one %s varies is not said "
                                         "(cpu-p95): for 95 %% of the time it is taken to stay "
                                         "below twice its mean.",
                                         class->name));
}

// Of a class that the plan itself describes.
static void complete_class(struct plan *plan, struct guest_class *class)
{
    const struct entry entry = {plan, "guests", class->name, NULL};
    bool has_sd = is_said(&entry, "cpu-sd");
    if (class->vcpus == 0)
        class->vcpus = 1;
    if (!is_said(&entry, "cpu") || class->run)
        return;
    if (!has_sd && class->cpu.sd_cores == 0)
        complete_spread(&entry, &plan->demand, class);
    if (!is_said(&entry, "cpu-correlation") && class->cpu.correlation == 0)
        class->cpu.correlation = CPU_CORRELATION_GUESS;
}

static int check_group(const struct plan *plan, struct err *err)
{
    double group = plan->assumptions[ASSUME_GROUP].value;
    double spare = plan->assumptions[ASSUME_SPARE].value;
    double drained = plan->assumptions[ASSUME_DRAINED].value;
    if (group == 0 || spare + drained < group)
        return 0;
    return refuse(plan, "failover.group", err,
                  "of %.0f hosts, %.0f may fail and %.0f be drained: none is left for guests",
                  group, spare, drained);
}

static int check_catalogue(struct plan *plan, struct err *err)
{
    const struct catalogue *catalogue = &plan->catalogue;
    if (!plan->catalogue_url && catalogue->count == 0)
        return refuse(plan, "catalogue", err,
                      "servers to choose from are missing: a CSV or YAML file, or its address");
    if (!plan->currency && !catalogue->currency)
        return refuse(plan, "currency", err,
                      "neither the plan nor the catalogue says in which money, as EUR");
    if (!plan->currency)
        plan->currency = alloc_copy(catalogue->currency);
    if (catalogue->currency && strcmp(plan->currency, catalogue->currency) != 0)
        return refuse(plan, "currency", err,
                      "the plan is in %s and %s in %s; one of the two is to be converted",
                      plan->currency, catalogue->name, catalogue->currency);
    return 0;
}

static bool has_platform(const struct plan *plan, const char *platform)
{
    for (size_t i = 0; i < plan->platform_count; i++)
        if (strcmp(plan->platforms[i], platform) == 0)
            return true;
    return plan->platform_count == 0;
}

static char *classes_hint(const struct plan *plan, const char *word)
{
    scope_free const char **names = alloc_zeroed(plan->demand.count + 1, sizeof(*names));
    for (size_t i = 0; i < plan->demand.count; i++)
        names[i] = plan->demand.list[i].name;
    return nearest_hint(word, names, plan->demand.count);
}

// What a licence is for.
static int check_scope(const struct entry *entry, const struct licence *licence)
{
    if (licence->platform && !has_platform(entry->plan, licence->platform))
        return refuse_word(entry, "platform", "'%s' is none of the plan's platforms",
                           licence->platform);
    if (licence->class && licence->by != LICENCE_GUEST)
        return refuse_word(entry, "guests", "this is of licences by guest, and it is by %s",
                           licence_metric_name(licence->by));
    if (!licence->class || plan_find_class(entry->plan, licence->class))
        return 0;
    scope_free char *hint = classes_hint(entry->plan, licence->class);
    return refuse_word(entry, "guests", "no guests '%s'%s", licence->class, hint);
}

// What it is counted in.
static int check_metric(const struct entry *entry, const struct licence *licence)
{
    const char *by = licence_metric_name(licence->by);
    bool is_by_core = licence->by == LICENCE_CORE;
    if (licence->pack > 1 && !is_by_core && licence->by != LICENCE_SOCKET)
        return refuse_word(entry, "pack", "packs are of cores or sockets, and it is by %s", by);
    if (licence->minimum_per_socket > 0 && !is_by_core)
        return refuse_word(entry, "minimum-per-socket", "it is of cores, and licences are by %s",
                           by);
    if (licence->minimum_per_host > 0 && !is_by_core)
        return refuse_word(entry, "minimum-per-host", "it is of cores, and licences are by %s", by);
    return 0;
}

static int check_licence(const struct plan *plan, const struct licence *licence, struct err *err)
{
    const struct entry entry = {plan, "licences", licence->name, err};
    if (isnan(licence->price.value))
        return refuse_word(&entry, "price", "the price is missing");
    if (licence->yearly && licence->maintenance > 0)
        return refuse_word(&entry, "maintenance",
                           "this is of what is bought once, and it is paid yearly");
    int r = check_metric(&entry, licence);
    return r < 0 ? r : check_scope(&entry, licence);
}

static int check_licences(const struct plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->licence_count; i++) {
        int r = check_licence(plan, &plan->licences[i], err);
        if (r < 0)
            return r;
    }
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
    return r < 0 ? r : check_licences(plan, err);
}
