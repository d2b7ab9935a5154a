// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of random fleets on random walks: what the planner's state says is broken is what the
// checker says, whatever came before, and what may come is what breaks nothing.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "planner/rules/rule_state.h"
#include "tests/planner/consolidation/pack_checker.h"
#include "tests/planner/consolidation/pack_random.h"

enum { FLEETS = 600, STEPS = 40, HOSTS_MOST = 4, GUESTS_MOST = 6 };

struct walk {
    uint64_t seed;
    struct rng rng;
    const struct pack_random *random;
    bool continuous_only, is_lawful;
    struct rule_state *state;
    pack_seats *seats;
    bool *is_broken; // [rule] as the state says
};

static void note_broken(void *context, const struct rule *rule, const uint32_t *guests,
                        size_t count)
{
    struct walk *walk = context;
    (void)guests, (void)count;
    for (size_t i = 0; i < rule_set_count(walk->random->rules); i++)
        if (rule_set_at(walk->random->rules, i) == rule)
            walk->is_broken[i] = true;
}

static bool is_about_losses(const struct pack_rule *rule)
{
    return rule->kind == RULE_FAILOVER || rule->kind == RULE_MAINTENANCE;
}

// With something else broken, what a restart may make worse is another matter.
static bool is_other_broken(const struct pack_fleet *fleet, const struct pack_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        if (faults->list[i] != 0 &&
            (i < faults->of_hosts || !is_about_losses(&fleet->rules[i - faults->of_hosts])))
            return true;
    return false;
}

static void compare(struct walk *walk, int step)
{
    const struct pack_fleet *fleet = &walk->random->fleet;
    struct pack_faults faults;
    pack_faults_of(fleet, walk->seats, walk->continuous_only, &faults);
    memset(walk->is_broken, 0, fleet->rule_count + 1);
    rule_state_broken(walk->state, note_broken, walk);
    for (size_t i = 0; i < fleet->rule_count; i++)
        if (!is_about_losses(&fleet->rules[i]) || !is_other_broken(fleet, &faults))
            cr_expect(walk->is_broken[i] == (faults.list[faults.of_hosts + i] != 0),
                      "seed %llu step %d: %s is%s broken\n%s", (unsigned long long)walk->seed, step,
                      rule_text(rule_set_at(walk->random->rules, i)),
                      walk->is_broken[i] ? "" : " not", walk->random->text);
    pack_faults_done(&faults);
}

static size_t places_of(const struct walk *walk, size_t guest)
{
    size_t places = 0;
    for (size_t h = 0; h < walk->random->fleet.hosts; h++)
        places += walk->seats[guest * walk->random->fleet.hosts + h];
    return places;
}

struct change {
    bool is_worse, is_broken, is_broken_anew;
};

static struct change change_of(const struct walk *walk, const struct pack_faults *before)
{
    struct change change = {0};
    struct pack_faults after;
    pack_faults_of(&walk->random->fleet, walk->seats, walk->continuous_only, &after);
    for (size_t i = before->of_hosts; i < before->count; i++) {
        change.is_worse = change.is_worse || after.list[i] > before->list[i];
        change.is_broken = change.is_broken || after.list[i] != 0;
        bool is_clear = !is_about_losses(&walk->random->fleet.rules[i - before->of_hosts]) ||
                        !is_other_broken(&walk->random->fleet, &after);
        change.is_broken_anew =
            change.is_broken_anew || (is_clear && before->list[i] == 0 && after.list[i] != 0);
    }
    pack_faults_done(&after);
    return change;
}

// What comes of it while the guest is on both hosts, and when it has left the other.
static void changes_of(struct walk *walk, size_t guest, size_t host, struct change changes[2])
{
    size_t hosts = walk->random->fleet.hosts;
    scope_free pack_seats *kept = alloc_zeroed(hosts, 1);
    struct pack_faults before;
    pack_faults_of(&walk->random->fleet, walk->seats, walk->continuous_only, &before);
    memcpy(kept, &walk->seats[guest * hosts], hosts);
    walk->seats[guest * hosts + host] = 1;
    changes[0] = change_of(walk, &before);
    memset(&walk->seats[guest * hosts], 0, hosts);
    walk->seats[guest * hosts + host] = 1;
    changes[1] = change_of(walk, &before);
    memcpy(&walk->seats[guest * hosts], kept, hosts);
    pack_faults_done(&before);
}

// Refused only where something is broken then. Allowed only where nothing is worse; of a guest
// that moves, only where nothing is broken that was not.
static void ask(struct walk *walk, size_t guest, size_t host, int step)
{
    struct change changes[2];
    const struct rule *rule = rule_state_against(walk->state, (uint32_t)guest, (uint32_t)host);
    changes_of(walk, guest, host, changes);
    bool is_broken = changes[0].is_broken || changes[1].is_broken;
    bool is_worse = places_of(walk, guest) == 0
                        ? changes[0].is_worse
                        : changes[0].is_broken_anew || changes[1].is_broken_anew;
    cr_expect(rule == rule_state_against(walk->state, (uint32_t)guest, (uint32_t)host),
              "seed %llu step %d: asked twice, told different things\n%s",
              (unsigned long long)walk->seed, step, walk->random->text);
    cr_expect(!rule || is_broken, "seed %llu step %d: g%zu may not come to h%zu for %s\n%s",
              (unsigned long long)walk->seed, step, guest, host, rule_text(rule),
              walk->random->text);
    cr_expect(rule || !is_worse, "seed %llu step %d: g%zu may come to h%zu\n%s",
              (unsigned long long)walk->seed, step, guest, host, walk->random->text);
}

static void arrive(struct walk *walk, size_t guest, size_t host)
{
    rule_state_arrive(walk->state, (uint32_t)guest, (uint32_t)host);
    walk->seats[guest * walk->random->fleet.hosts + host] = 1;
}

static void leave(struct walk *walk, size_t guest, size_t host)
{
    rule_state_leave(walk->state, (uint32_t)guest, (uint32_t)host);
    walk->seats[guest * walk->random->fleet.hosts + host] = 0;
}

// Anybody comes and goes, allowed or not.
static void step_anyhow(struct walk *walk, size_t guest, size_t host, int step)
{
    if (walk->seats[guest * walk->random->fleet.hosts + host]) {
        leave(walk, guest, host);
    } else if (places_of(walk, guest) < 2) {
        ask(walk, guest, host, step);
        arrive(walk, guest, host);
    }
}

static bool has_room(struct walk *walk, size_t guest, size_t host)
{
    const struct pack_fleet *fleet = &walk->random->fleet;
    struct pack_faults faults;
    walk->seats[guest * fleet->hosts + host] = 1;
    pack_faults_of(fleet, walk->seats, walk->continuous_only, &faults);
    walk->seats[guest * fleet->hosts + host] = 0;
    bool is_fine = true;
    for (size_t i = 0; i < faults.of_hosts; i++)
        is_fine = is_fine && faults.list[i] == 0;
    pack_faults_done(&faults);
    return is_fine;
}

// One moves at a time, where it may, and arrives before it leaves.
static void step_lawfully(struct walk *walk, size_t guest, size_t host, int step)
{
    const struct pack_fleet *fleet = &walk->random->fleet;
    if (walk->seats[guest * fleet->hosts + host] || !has_room(walk, guest, host))
        return;
    ask(walk, guest, host, step);
    if (rule_state_against(walk->state, (uint32_t)guest, (uint32_t)host))
        return;
    arrive(walk, guest, host);
    compare(walk, step);
    for (size_t h = 0; h < fleet->hosts; h++)
        if (h != host && walk->seats[guest * fleet->hosts + h])
            leave(walk, guest, h);
}

static void change_to_copy(struct walk *walk)
{
    struct rule_state *copy = rule_state_copy(walk->state);
    rule_state_free(walk->state);
    walk->state = copy;
}

static void make_step(struct walk *walk, int step)
{
    const struct pack_fleet *fleet = &walk->random->fleet;
    size_t guest = (size_t)rng_below(&walk->rng, fleet->guests);
    size_t host = (size_t)rng_below(&walk->rng, fleet->hosts);
    if (walk->is_lawful)
        step_lawfully(walk, guest, host, step);
    else
        step_anyhow(walk, guest, host, step);
    if (rng_below(&walk->rng, 8) == 0)
        change_to_copy(walk);
    compare(walk, step);
}

static void walk_fleet(uint64_t seed)
{
    struct pack_random random;
    pack_random_make(seed, HOSTS_MOST, GUESTS_MOST, &random);
    struct walk walk = {
        .seed = seed, .random = &random, .continuous_only = seed % 2, .is_lawful = seed / 2 % 2};
    rng_init(&walk.rng, seed);
    if (rule_set_resolve(random.rules, &random.estate, NULL) == 0) {
        walk.state = rule_state_new(random.rules, &random.amounts, walk.continuous_only);
        walk.seats = alloc_zeroed(random.fleet.guests * random.fleet.hosts, 1);
        walk.is_broken = alloc_zeroed(random.fleet.rule_count + 1, 1);
        for (size_t g = 0; walk.is_lawful && g < random.fleet.guests; g++)
            if (random.fleet.start[g] >= 0)
                arrive(&walk, g, (size_t)random.fleet.start[g]);
        for (int step = 0; step < STEPS; step++)
            make_step(&walk, step);
        free(walk.seats);
        free(walk.is_broken);
        rule_state_free(walk.state);
    }
    pack_random_done(&random);
}

Test(planner_consolidation_random, rules_on_random_walks)
{
    const char *text = getenv("FULLHOUSE_FLEETS");
    uint64_t count = text ? strtoull(text, NULL, 10) : FLEETS;
    for (uint64_t seed = 5000; seed < 5000 + count; seed++)
        walk_fleet(seed);
}
