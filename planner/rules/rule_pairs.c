// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of rules that share guests and cannot hold together: guests to be apart and together, more
// to be spread than there is place for, lonely ones among others.
#include "planner/rules/rule_pairs.h"

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/rules/rule_index.h"
#include "planner/rules/rule_resolved.h"

struct check {
    const struct rule_set *set;
    const struct rule_index *index;
    size_t *stamp; // [host and rule] last round it was seen in
    size_t round;
    struct err *err;
};

static const struct rule *either(const struct rule *left, const struct rule *right,
                                 enum rule_kind kind)
{
    return left->kind == kind ? left : right->kind == kind ? right : NULL;
}

static size_t count_shared(const struct rule *left, const struct rule *right)
{
    size_t count = 0;
    for (size_t m = 0; m < left->member_count; m++)
        count += rule_is_about(right, left->members[m]);
    return count;
}

// Whether guests of two sets of the split are of the other rule.
static bool is_torn(const struct rule *split, const struct rule *other)
{
    uint32_t first = RULE_NONE;
    for (size_t m = 0; m < split->member_count; m++) {
        if (!rule_is_about(other, split->members[m]))
            continue;
        if (first != RULE_NONE && split->set_of[m] != first)
            return true;
        first = split->set_of[m];
    }
    return false;
}

// Groups of one rule that hosts of one group of the other belong to.
static size_t groups_within(struct check *check, const struct rule *rule, const struct rule *other,
                            uint32_t group)
{
    size_t count = 0;
    check->round++;
    for (uint32_t h = 0; h < check->set->hosts; h++) {
        uint32_t own = rule_group_of(rule, h);
        if (rule_group_of(other, h) != group || own == RULE_NONE ||
            check->stamp[own] == check->round)
            continue;
        check->stamp[own] = check->round;
        count++;
    }
    return count;
}

static size_t groups_within_any(struct check *check, const struct rule *rule,
                                const struct rule *other)
{
    size_t most = 0;
    if (!other->groups)
        return 1;
    for (size_t g = 0; g < rule_group_count(check->set, other); g++) {
        size_t count = groups_within(check, rule, other, (uint32_t)g);
        most = count > most ? count : most;
    }
    return most;
}

static int refuse_pair(const struct check *check, const struct rule *left, const struct rule *right,
                       const char *why)
{
    return err_input(check->err, "%s against %s: %s; one of them must go", left->text, right->text,
                     why);
}

static bool is_together(const struct rule *rule)
{
    return rule->kind == RULE_GATHER || rule->kind == RULE_AMONG;
}

// Guests held together in a group, and apart in groups of which it has too few.
static int check_apart(struct check *check, const struct rule *apart, const struct rule *together)
{
    size_t needed = 0;
    if (apart->kind == RULE_SPREAD)
        needed = (count_shared(apart, together) + apart->most - 1) / apart->most;
    else if (apart->kind == RULE_SPLIT)
        needed = is_torn(apart, together) ? 2 : 0;
    if (needed < 2 || groups_within_any(check, apart, together) >= needed)
        return 0;
    return refuse_pair(check, apart, together, "guests of both cannot be apart and together");
}

// More guests to be spread than hosts of a fence or licence have groups for.
static int check_crowd(struct check *check, const struct rule *spread, const struct rule *other)
{
    size_t groups = 0;
    if (other->kind == RULE_FENCE)
        groups = groups_within(check, spread, other, 0);
    else if (other->kind == RULE_LICENCE && !other->is_of_cores)
        groups = other->most;
    else
        return 0;
    if (count_shared(spread, other) <= groups * spread->most)
        return 0;
    return refuse_pair(check, spread, other, "there are more guests than may be there");
}

// Some of the guests must be alone, together with one that is not of them.
static int check_lonely(const struct check *check, const struct rule *lonely,
                        const struct rule *gather)
{
    size_t shared = count_shared(gather, lonely);
    if (gather->groups || shared == 0 || shared == gather->member_count)
        return 0;
    return refuse_pair(check, lonely, gather, "a host would hold lonely guests and others");
}

static int check_pair(struct check *check, const struct rule *left, const struct rule *right)
{
    const struct rule *spread = either(left, right, RULE_SPREAD);
    const struct rule *split = either(left, right, RULE_SPLIT);
    const struct rule *lonely = either(left, right, RULE_LONELY);
    const struct rule *gather = either(left, right, RULE_GATHER);
    const struct rule *apart = spread ? spread : split;
    const struct rule *together = is_together(left) ? left : is_together(right) ? right : NULL;
    int status = apart && together ? check_apart(check, apart, together) : 0;
    if (status == 0 && spread)
        status = check_crowd(check, spread, spread == left ? right : left);
    if (status == 0 && lonely && gather)
        status = check_lonely(check, lonely, gather);
    return status;
}

// Each pair of rules that share a guest, once.
static int check_fellows(struct check *check, const struct rule *rule)
{
    size_t *stamp = check->stamp + check->set->hosts, round = rule->index + 1;
    for (size_t m = 0; m < rule->member_count; m++) {
        struct rule_span span = rule_index_guest(check->index, rule->members[m]);
        for (size_t i = 0; i < span.count; i++) {
            const struct rule *other = span.list[i].rule;
            if (other->index <= rule->index || stamp[other->index] == round)
                continue;
            stamp[other->index] = round;
            int status = check_pair(check, rule, other);
            if (status < 0)
                return status;
        }
    }
    return 0;
}

int rule_pairs_check(const struct rule_set *set, struct err *err)
{
    scope_free size_t *stamp = alloc_zeroed(set->hosts + set->count + 1, sizeof(*stamp));
    struct rule_index *index = rule_index_new(set, false, false);
    struct check check = {set, index, stamp, 0, err};
    int status = 0;
    for (size_t i = 0; status == 0 && i < set->count; i++)
        status = check_fellows(&check, set->list[i]);
    rule_index_free(index);
    return status;
}
