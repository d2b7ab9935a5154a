// SPDX-License-Identifier: GPL-3.0-or-later
// Random fleets. Sizes are small whole numbers, so that hosts are often just full.
#include "tests/planner/consolidation/pack_random.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "tests/planner/made_estate.h"

struct maker {
    struct rng rng;
    struct pack_random *made;
    size_t hosts, guests, racks;
    struct strbuf text;
};

static size_t below(struct maker *maker, size_t bound)
{
    return (size_t)rng_below(&maker->rng, bound);
}

static bool one_in(struct maker *maker, size_t bound)
{
    return below(maker, bound) == 0;
}

// --- hosts and guests ------------------------------------------------------------------------

static void add_nodes(struct maker *maker, struct estate_host *host)
{
    host->node_count = 2;
    host->nodes = alloc_zeroed(2, sizeof(*host->nodes));
    double cores = 1 + (double)below(maker, (size_t)host->cores - 1);
    double gib = 1 + (double)below(maker, (size_t)(host->memory_bytes / MADE_GIB) - 1);
    host->nodes[0] = (struct estate_node){cores, gib * MADE_GIB};
    host->nodes[1] = (struct estate_node){host->cores - cores, host->memory_bytes - gib * MADE_GIB};
}

static void add_host(struct maker *maker, size_t index)
{
    scope_free char *name = alloc_printf("h%zu", index);
    scope_free char *labels = alloc_printf("rack=r%zu", below(maker, maker->racks));
    struct estate_host *host = made_host(&maker->made->estate, name, 4 + (double)below(maker, 9),
                                         8 + (double)below(maker, 9));
    cr_assert_eq(estate_labels_parse(&host->labels, labels, NULL), 0);
    if (one_in(maker, 3))
        add_nodes(maker, host);
    if (one_in(maker, 6))
        host->guests_most = 1 + (double)below(maker, 4);
    host->is_drained = one_in(maker, 12);
    host->is_off = !host->is_drained && one_in(maker, 10);
    strbuf_printf(&maker->text, "%s %s cores %g gib %g nodes %zu most %g%s%s\n", name, labels,
                  host->cores, host->memory_bytes / MADE_GIB, host->node_count, host->guests_most,
                  host->is_drained ? " drained" : "", host->is_off ? " off" : "");
    for (size_t n = 0; n < host->node_count; n++)
        strbuf_printf(&maker->text, "  node cores %g gib %g\n", host->nodes[n].cores,
                      host->nodes[n].memory_bytes / MADE_GIB);
}

// Mostly where there is room for it beside those before; sometimes anywhere, or nowhere.
static int32_t choose_start(struct maker *maker, double *cores, double *gib, double vcpus,
                            double memory)
{
    const struct estate *estate = &maker->made->estate;
    if (one_in(maker, 25))
        return ESTATE_NOWHERE;
    size_t first = below(maker, maker->hosts);
    if (one_in(maker, 12) && !estate->hosts[first].is_off)
        return (int32_t)first;
    for (size_t i = 0; i < maker->hosts; i++) {
        size_t h = (first + i) % maker->hosts;
        const struct estate_host *host = &estate->hosts[h];
        if (host->is_off || cores[h] + vcpus > host->cores ||
            gib[h] + memory > host->memory_bytes / MADE_GIB)
            continue;
        cores[h] += vcpus;
        gib[h] += memory;
        return (int32_t)h;
    }
    return ESTATE_NOWHERE;
}

static void add_guests(struct maker *maker)
{
    scope_free double *cores = alloc_zeroed(maker->hosts, sizeof(*cores));
    scope_free double *gib = alloc_zeroed(maker->hosts, sizeof(*gib));
    for (size_t g = 0; g < maker->guests; g++) {
        scope_free char *name = alloc_printf("g%zu", g);
        double vcpus = 1 + (double)below(maker, 4), memory = 1 + (double)below(maker, 6);
        int32_t start = choose_start(maker, cores, gib, vcpus, memory);
        struct estate_guest *guest = made_guest(&maker->made->estate, name, start, vcpus, memory);
        guest->is_pinned = start >= 0 && one_in(maker, 20);
        strbuf_printf(&maker->text, "%s on %d vcpus %g gib %g%s\n", name, start, vcpus, memory,
                      guest->is_pinned ? " pinned" : "");
    }
}

static void add_traces(struct maker *maker)
{
    enum { WINDOWS = 8 };
    for (size_t g = 0; g < maker->guests; g++) {
        float cores[WINDOWS];
        if (one_in(maker, 5))
            continue;
        strbuf_printf(&maker->text, "g%zu takes", g);
        for (size_t w = 0; w < WINDOWS; w++) {
            cores[w] = (float)below(maker, 9) / 2;
            strbuf_printf(&maker->text, " %g", (double)cores[w]);
        }
        strbuf_add(&maker->text, "\n");
        made_trace(&maker->made->estate, g, WINDOWS, cores);
    }
}

// --- rules -----------------------------------------------------------------------------------

struct wording {
    const char *guests[3], *hosts[3];
    size_t guest_sets, host_sets;
    char *owned[6];
    char *most;
    const char *by, *resource;
};

static void wording_done(struct wording *wording)
{
    for (size_t i = 0; i < 6; i++)
        free(wording->owned[i]);
    free(wording->most);
}

// Names of those whose mark is the value, as a selector.
static char *names_of(const char *letter, const uint8_t *marks, size_t count, uint8_t value)
{
    scope_strbuf struct strbuf names = {0};
    for (size_t i = 0; i < count; i++)
        if (marks[i] == value)
            strbuf_printf(&names, "%s%s%zu", names.length ? (i % 2 ? ", " : " ") : "", letter, i);
    return strbuf_take(&names);
}

static void choose_guests(struct maker *maker, struct pack_rule *rule, struct wording *wording,
                          size_t sets)
{
    size_t odds = maker->guests > 12 ? maker->guests / 6 : 2;
    for (size_t g = 0; g < maker->guests; g++)
        if (one_in(maker, odds))
            rule->set_of[g] = (uint8_t)(1 + below(maker, sets));
    for (size_t s = 0, first = below(maker, maker->guests); s < sets; s++)
        rule->set_of[(first + s) % maker->guests] = (uint8_t)(s + 1);
    for (size_t s = 0; s < sets; s++) {
        wording->owned[s] = names_of("g", rule->set_of, maker->guests, (uint8_t)(s + 1));
        wording->guests[s] = wording->owned[s];
    }
    wording->guest_sets = sets;
}

static size_t rack_of(const struct maker *maker, size_t host)
{
    const char *rack = estate_label(&maker->made->estate.hosts[host].labels, "rack");
    return (size_t)(rack[1] - '0');
}

static void group_each(struct maker *maker, struct pack_rule *rule, struct wording *wording)
{
    bool is_by_rack = one_in(maker, 2);
    wording->by = is_by_rack ? "rack" : NULL;
    for (size_t h = 0; h < maker->hosts; h++)
        rule->group[h] = (uint8_t)(1 + (is_by_rack ? rack_of(maker, h) : h));
}

static void choose_hosts(struct maker *maker, struct pack_rule *rule, struct wording *wording,
                         size_t sets)
{
    for (size_t h = 0; h < maker->hosts; h++)
        rule->group[h] = (uint8_t)(one_in(maker, 3) ? 0 : 1 + below(maker, sets));
    for (size_t s = 0, first = below(maker, maker->hosts); s < sets; s++)
        rule->group[(first + s) % maker->hosts] = (uint8_t)(s + 1);
    for (size_t s = 0; s < sets; s++) {
        wording->owned[3 + s] = names_of("h", rule->group, maker->hosts, (uint8_t)(s + 1));
        wording->hosts[s] = wording->owned[3 + s];
    }
    wording->host_sets = sets;
}

static void on_all_hosts(struct maker *maker, struct pack_rule *rule)
{
    memset(rule->group, 1, maker->hosts);
}

static void each_host(struct maker *maker, struct pack_rule *rule)
{
    for (size_t h = 0; h < maker->hosts; h++)
        rule->group[h] = (uint8_t)(1 + h);
}

static void some_or_all_hosts(struct maker *maker, struct pack_rule *rule, struct wording *wording)
{
    if (one_in(maker, 2))
        choose_hosts(maker, rule, wording, 1);
    else
        on_all_hosts(maker, rule);
}

static void some_or_all_guests(struct maker *maker, struct pack_rule *rule, struct wording *wording)
{
    rule->is_for_all = one_in(maker, 2);
    if (!rule->is_for_all)
        choose_guests(maker, rule, wording, 1);
}

static void say_most(struct pack_rule *rule, struct wording *wording, size_t most, const char *unit)
{
    rule->most = (uint32_t)most;
    wording->most = alloc_printf("%zu%s", most, unit);
}

static void make_licence(struct maker *maker, struct pack_rule *rule, struct wording *wording)
{
    choose_guests(maker, rule, wording, 1);
    each_host(maker, rule);
    rule->is_of_cores = one_in(maker, 2);
    if (rule->is_of_cores)
        say_most(rule, wording, 8 + below(maker, 20), " cores");
    else
        say_most(rule, wording, 1 + below(maker, 2), "");
}

static void make_failover(struct maker *maker, struct pack_rule *rule, struct wording *wording)
{
    some_or_all_guests(maker, rule, wording);
    if (one_in(maker, 3))
        group_each(maker, rule, wording);
    if (!wording->by)
        on_all_hosts(maker, rule);
    if (one_in(maker, 4))
        say_most(rule, wording, 2, "");
    else
        rule->most = 1;
}

static void make_reserve(struct maker *maker, struct pack_rule *rule, struct wording *wording)
{
    rule->is_for_all = true;
    some_or_all_hosts(maker, rule, wording);
    rule->resource = one_in(maker, 2) ? AMOUNT_CPU : AMOUNT_MEMORY;
    wording->resource = rule->resource == AMOUNT_CPU ? "cpu" : "memory";
    rule->share = one_in(maker, 2) ? 0.25 : 0.125;
    wording->most = alloc_copy(rule->share == 0.25 ? "25%" : "12.5%");
}

static void make_rule(struct maker *maker, struct pack_rule *rule, struct wording *wording)
{
    switch (rule->kind) {
    case RULE_SPREAD:
        choose_guests(maker, rule, wording, 1);
        group_each(maker, rule, wording);
        rule->most = 1;
        if (one_in(maker, 4))
            say_most(rule, wording, 2, "");
        return;
    case RULE_GATHER:
        choose_guests(maker, rule, wording, 1);
        group_each(maker, rule, wording);
        return;
    case RULE_SPLIT:
        choose_guests(maker, rule, wording, 2);
        group_each(maker, rule, wording);
        return;
    case RULE_FENCE:
    case RULE_BAN:
        choose_guests(maker, rule, wording, 1);
        choose_hosts(maker, rule, wording, 1);
        return;
    case RULE_AMONG:
        choose_guests(maker, rule, wording, 1);
        choose_hosts(maker, rule, wording, 2);
        return;
    case RULE_LONELY:
    case RULE_PIN:
        choose_guests(maker, rule, wording, 1);
        each_host(maker, rule);
        return;
    case RULE_LICENCE:
        make_licence(maker, rule, wording);
        return;
    case RULE_FAILOVER:
        make_failover(maker, rule, wording);
        return;
    case RULE_MAINTENANCE:
        some_or_all_guests(maker, rule, wording);
        group_each(maker, rule, wording);
        return;
    case RULE_NUMA:
        some_or_all_guests(maker, rule, wording);
        some_or_all_hosts(maker, rule, wording);
        return;
    case RULE_GUESTS_MOST:
        some_or_all_guests(maker, rule, wording);
        some_or_all_hosts(maker, rule, wording);
        say_most(rule, wording, 1 + below(maker, 3), "");
        return;
    default:
        make_reserve(maker, rule, wording);
    }
}

static void note_rule(struct maker *maker, const struct wording *wording,
                      const struct pack_rule *rule)
{
    strbuf_printf(&maker->text, "%s%s:", rule_kind_name(rule->kind),
                  rule->is_continuous ? " continuous" : "");
    for (size_t i = 0; i < wording->guest_sets; i++)
        strbuf_printf(&maker->text, " guests [%s]", wording->guests[i]);
    for (size_t i = 0; i < wording->host_sets; i++)
        strbuf_printf(&maker->text, " hosts [%s]", wording->hosts[i]);
    strbuf_printf(&maker->text, " by %s most %s resource %s\n", wording->by ? wording->by : "-",
                  wording->most ? wording->most : "-", wording->resource ? wording->resource : "-");
}

static void add_rule(struct maker *maker)
{
    struct pack_random *made = maker->made;
    struct pack_rule *rule = &made->meant[made->meant_count];
    __attribute__((cleanup(wording_done))) struct wording wording = {0};
    *rule = (struct pack_rule){
        .kind = (enum rule_kind)below(maker, RULE_KINDS),
        .is_continuous = one_in(maker, 2),
        .set_of = alloc_zeroed(maker->guests + 1, 1),
        .group = alloc_zeroed(maker->hosts + 1, 1),
    };
    made->meant_count++;
    make_rule(maker, rule, &wording);
    const struct rule_words words = {
        .kind = rule_kind_name(rule->kind),
        .guests = wording.guests,
        .guest_sets = wording.guest_sets,
        .hosts = wording.hosts,
        .host_sets = wording.host_sets,
        .by = wording.by,
        .most = wording.most,
        .resource = wording.resource,
        .is_continuous = rule->is_continuous,
        .where = "random",
    };
    struct err err = {0};
    cr_assert_eq(rule_set_add(made->rules, &words, &err), 0, "%s", err_text(&err));
    note_rule(maker, &wording, rule);
}

// --- all of it -------------------------------------------------------------------------------

static void count_amounts(struct maker *maker)
{
    struct policy policy;
    made_policy(&policy);
    if (one_in(maker, 4)) {
        policy.cpu = POLICY_CPU_PERCENTILE;
        policy.percentile = 0.75;
        add_traces(maker);
    }
    made_amounts(&maker->made->estate, &policy, &maker->made->amounts);
    policy_done(&policy);
}

static void describe(struct maker *maker)
{
    struct pack_random *made = maker->made;
    made->cores = alloc_zeroed(maker->hosts, sizeof(*made->cores));
    made->start = alloc_zeroed(maker->guests, sizeof(*made->start));
    made->is_pinned = alloc_zeroed(maker->guests, sizeof(*made->is_pinned));
    made->is_off = alloc_zeroed(maker->hosts, sizeof(*made->is_off));
    for (size_t h = 0; h < maker->hosts; h++) {
        made->cores[h] = made->estate.hosts[h].cores;
        made->is_off[h] = made->estate.hosts[h].is_off;
    }
    for (size_t g = 0; g < maker->guests; g++) {
        made->start[g] = made->estate.guests[g].host;
        made->is_pinned[g] = made->estate.guests[g].is_pinned;
    }
    made->fleet = (struct pack_fleet){
        .hosts = maker->hosts,
        .guests = maker->guests,
        .amounts = &made->amounts,
        .cores = made->cores,
        .start = made->start,
        .is_pinned = made->is_pinned,
        .is_off = made->is_off,
        .rules = made->meant,
        .rule_count = made->meant_count,
    };
}

void pack_random_make(uint64_t seed, size_t hosts_most, size_t guests_most,
                      struct pack_random *ret_random)
{
    *ret_random = (struct pack_random){.rules = rule_set_new()};
    struct maker maker = {.made = ret_random};
    rng_init(&maker.rng, rng_derive(7, seed));
    maker.hosts = 2 + below(&maker, hosts_most - 1);
    maker.guests = 2 + below(&maker, guests_most - 1);
    maker.racks = 1 + below(&maker, 3);
    estate_init(&ret_random->estate);
    for (size_t h = 0; h < maker.hosts; h++)
        add_host(&maker, h);
    add_guests(&maker);
    size_t rules = below(&maker, 5);
    ret_random->meant = alloc_zeroed(rules + 1, sizeof(*ret_random->meant));
    for (size_t i = 0; i < rules; i++)
        add_rule(&maker);
    count_amounts(&maker);
    describe(&maker);
    ret_random->text = strbuf_take(&maker.text);
}

void pack_random_done(struct pack_random *random)
{
    for (size_t i = 0; i < random->meant_count; i++) {
        free(random->meant[i].set_of);
        free(random->meant[i].group);
    }
    free(random->meant);
    free(random->cores);
    free(random->start);
    free(random->is_pinned);
    free(random->is_off);
    free(random->text);
    rule_set_free(random->rules);
    amounts_done(&random->amounts);
    estate_done(&random->estate);
}
