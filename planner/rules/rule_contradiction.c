// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that cannot hold, where that shows without a search: what each guest may at all, and what
// each rule asks of the hosts there are.
#include "planner/rules/rule_contradiction.h"

#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/estate/estate.h"
#include "planner/rules/rule_cases.h"
#include "planner/rules/rule_pairs.h"
#include "planner/rules/rule_resolved.h"
#include "planner/rules/rule_where.h"

struct check {
    const struct rule_set *set;
    const struct estate *estate;
    struct rule_where *where;
    struct err *err;
};

static const char *guest_name(const struct check *check, uint32_t guest)
{
    return check->estate->guests[guest].name;
}

// --- one guest -------------------------------------------------------------------------------

// Every rule that says where the guest may be.
static int refuse_nowhere(const struct check *check, uint32_t guest)
{
    scope_strbuf struct strbuf rules = {0};
    size_t count = 0;
    for (size_t i = 0; i < check->set->count; i++) {
        const struct rule *rule = check->set->list[i];
        if (rule_where_is_static(rule) && rule_is_about(rule, guest))
            strbuf_printf(&rules, "%s%s", count++ ? " against " : "", rule->text);
    }
    return err_input(check->err,
                     "guest '%s' may be on no host: %s; one of them must go or name "
                     "other hosts",
                     guest_name(check, guest), strbuf_text(&rules));
}

static int check_held(const struct check *check, uint32_t guest)
{
    int32_t start = check->set->start[guest];
    if (!check->estate->guests[guest].is_pinned || start < 0 ||
        rule_where_allows(check->where, guest, (uint32_t)start))
        return 0;
    return err_input(check->err,
                     "%s: guest '%s' is pinned to host '%s', where it may not be; the "
                     "pin or the rule must go",
                     rule_where_first(check->where, guest)->text, guest_name(check, guest),
                     check->estate->hosts[start].name);
}

static int check_guests(const struct check *check)
{
    int status = 0;
    for (uint32_t g = 0; status == 0 && g < check->set->guests; g++) {
        if (!rule_where_is_bound(check->where, g))
            continue;
        if (!rule_where_is_as_before(check->where, g) && !rule_where_is_any(check->where, g))
            return refuse_nowhere(check, g);
        status = check_held(check, g);
    }
    return status;
}

// --- one rule --------------------------------------------------------------------------------

static int check_spread(const struct check *check, const struct rule *rule)
{
    size_t groups = rule_group_count(check->set, rule);
    if (rule->member_count <= groups * rule->most)
        return 0;
    return err_input(check->err,
                     "%s: %zu guests, and %zu %s of at most %zu each; fewer guests or "
                     "a higher 'most' is wanted",
                     rule->text, rule->member_count, groups,
                     rule->by      ? "groups"
                     : groups == 1 ? "host"
                                   : "hosts",
                     (size_t)rule->most);
}

static int check_split(const struct check *check, const struct rule *rule)
{
    scope_free bool *is_in = alloc_zeroed(check->set->guests + 1, sizeof(*is_in));
    for (size_t m = 0; m < rule->member_count; m++) {
        if (is_in[rule->members[m]])
            return err_input(check->err,
                             "%s: guest '%s' is in two of the sets; sets must not "
                             "overlap",
                             rule->text, guest_name(check, rule->members[m]));
        is_in[rule->members[m]] = true;
    }
    return 0;
}

// Guests that are held together must have a group where all of them may be.
static int check_meeting(const struct check *check, const struct rule *rule)
{
    size_t groups = rule_group_count(check->set, rule);
    scope_free size_t *count = alloc_zeroed(groups + 1, sizeof(*count));
    scope_free bool *is_open = alloc_zeroed(groups + 1, sizeof(*is_open));
    size_t bound = 0;
    for (size_t m = 0; m < rule->member_count; m++) {
        if (!rule_where_is_bound(check->where, rule->members[m]))
            continue;
        bound++;
        memset(is_open, 0, groups * sizeof(*is_open));
        for (uint32_t h = 0; h < check->set->hosts; h++)
            if (rule_group_of(rule, h) != RULE_NONE &&
                rule_where_allows(check->where, rule->members[m], h))
                is_open[rule_group_of(rule, h)] = true;
        for (size_t g = 0; g < groups; g++)
            count[g] += is_open[g];
    }
    for (size_t g = 0; g < groups; g++)
        if (count[g] == bound)
            return 0;
    return err_input(check->err,
                     "%s: fences, bans and pins leave its guests no host or group in "
                     "common: %s; one of them must go",
                     rule->text, rule_where_blamed(check->where, rule));
}

// Pinned guests that are where they may not be together.
static int check_pinned_spread(const struct check *check, const struct rule *rule)
{
    scope_free uint32_t *first =
        alloc_zeroed(rule_group_count(check->set, rule) + 1, sizeof(*first));
    scope_free uint32_t *count =
        alloc_zeroed(rule_group_count(check->set, rule) + 1, sizeof(*count));
    for (size_t m = 0; m < rule->member_count; m++) {
        uint32_t guest = rule->members[m];
        const struct rule *pin = rule_where_pin(check->where, guest);
        if (!pin || check->set->start[guest] < 0)
            continue;
        uint32_t group = rule_group_of(rule, (uint32_t)check->set->start[guest]);
        if (count[group]++ < rule->most) {
            first[group] = guest;
            continue;
        }
        return err_input(check->err,
                         "%s against %s: '%s' and '%s' stay where they are too close; "
                         "one of them must go",
                         rule->text, pin->text, guest_name(check, first[group]),
                         guest_name(check, guest));
    }
    return 0;
}

// A guest that may be on so few hosts that all of them can be lost at once.
static int check_restart(const struct check *check, const struct rule *rule)
{
    const struct rule_cases *cases = rule->cases;
    for (uint32_t g = 0; g < check->set->guests; g++) {
        if (!rule_where_is_bound(check->where, g) || !rule_is_about(rule, g) ||
            (g > 0 && rule_is_about(rule, g - 1) && rule_where_is_as_before(check->where, g)) ||
            rule_where_may_restart(check->where, cases, g))
            continue;
        const struct rule *other = rule_where_first(check->where, g);
        return err_input(check->err,
                         "%s against %s: guest '%s' may be on no other host when its "
                         "own are lost; one of them must go",
                         rule->text, other ? other->text : "pin", guest_name(check, g));
    }
    return 0;
}

static int check_maintained_pins(const struct check *check, const struct rule *rule)
{
    for (uint32_t g = 0; g < check->set->guests; g++) {
        const struct rule *pin = rule_where_pin(check->where, g);
        int32_t start = check->set->start[g];
        bool is_pinned = pin || check->estate->guests[g].is_pinned;
        if (is_pinned && start >= 0 && rule_is_about(rule, g) &&
            rule_group_of(rule, (uint32_t)start) != RULE_NONE)
            return err_input(check->err,
                             "%s against %s: guest '%s' stays, so host '%s' can never "
                             "be emptied; one of them must go, or leave it out",
                             rule->text, pin ? pin->text : "what the guest's own row says",
                             guest_name(check, g), check->estate->hosts[start].name);
    }
    return 0;
}

static int check_rule(const struct check *check, const struct rule *rule)
{
    int status = 0;
    switch (rule->kind) {
    case RULE_SPREAD:
        status = check_spread(check, rule);
        return status < 0 ? status : check_pinned_spread(check, rule);
    case RULE_SPLIT:
        return check_split(check, rule);
    case RULE_GATHER:
    case RULE_AMONG:
        return check_meeting(check, rule);
    case RULE_FAILOVER:
        return check_restart(check, rule);
    case RULE_MAINTENANCE:
        status = check_maintained_pins(check, rule);
        return status < 0 ? status : check_restart(check, rule);
    default:
        return 0;
    }
}

static int check_rules(const struct check *check)
{
    int status = 0;
    for (size_t i = 0; status == 0 && i < check->set->count; i++)
        status = check_rule(check, check->set->list[i]);
    return status;
}

int rule_contradictions_check(const struct rule_set *set, const struct estate *estate,
                              struct err *err)
{
    scope_rule_where struct rule_where *where = rule_where_new(set);
    struct check check = {set, estate, where, err};
    int status = check_guests(&check);
    if (status == 0)
        status = check_rules(&check);
    if (status == 0)
        status = rule_pairs_check(set, err);
    return status;
}
