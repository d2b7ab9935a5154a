// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/planner/made_estate.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"

struct estate_host *made_host(struct estate *estate, const char *name, double cores, double gib)
{
    struct estate_host *host = estate_add_host(estate, name);
    host->cores = cores;
    host->memory_bytes = gib * MADE_GIB;
    return host;
}

struct estate_guest *made_guest(struct estate *estate, const char *name, int32_t host, double vcpus,
                                double gib)
{
    struct estate_guest *guest = estate_add_guest(estate, name);
    guest->host = host;
    guest->vcpus = vcpus;
    guest->memory_bytes = gib * MADE_GIB;
    return guest;
}

void made_trace(struct estate *estate, size_t guest, size_t windows, const float *cores)
{
    estate->windows = windows;
    estate->window_s = 300;
    estate->traces = alloc_resized(estate->traces, estate->trace_count + 1, sizeof *estate->traces);
    float *copy = alloc_zeroed(windows, sizeof *copy);
    memcpy(copy, cores, windows * sizeof *copy);
    estate->traces[estate->trace_count].cores = copy;
    estate->guests[guest].trace = (int32_t)estate->trace_count++;
}

void made_policy(struct policy *policy)
{
    policy_init(policy);
    policy->cpu = POLICY_CPU_VCPUS;
    policy->cpu_overcommit = 1;
    policy->cpu_usable = 1;
    policy->memory_reserve = 0;
    policy->memory_reserve_bytes = 0;
}

void made_amounts(const struct estate *estate, const struct policy *policy,
                  struct amounts *ret_amounts)
{
    struct err err = {0};
    cr_assert_eq(amounts_of(estate, policy, NULL, ret_amounts, &err), 0, "%s", err_text(&err));
}

void made_rule(struct rule_set *rules, const char *kind, const char *guests, const char *hosts,
               const char *by, const char *most)
{
    struct err err = {0};
    const struct rule_words words = {
        .kind = kind,
        .guests = &guests,
        .guest_sets = guests != NULL,
        .hosts = &hosts,
        .host_sets = hosts != NULL,
        .by = by,
        .most = most,
        .where = "made",
    };
    cr_assert_eq(rule_set_add(rules, &words, &err), 0, "%s", err_text(&err));
}

void made_rules_resolve(struct rule_set *rules, const struct estate *estate)
{
    struct err err = {0};
    cr_assert_eq(rule_set_resolve(rules, estate, &err), 0, "%s", err_text(&err));
}
