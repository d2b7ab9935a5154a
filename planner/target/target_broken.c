// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts first, then rules.
#include "planner/target/target_broken.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/rules/rule_state.h"

enum { NAMED = 5 }; // guests of a rule

struct sentences {
    const struct target_case *problem;
    char **list;
    size_t count;
};

static void add(struct sentences *sentences, char *sentence)
{
    sentences->list = alloc_resized(sentences->list, sentences->count + 1, sizeof *sentences->list);
    sentences->list[sentences->count++] = sentence;
}

static void look_at_room(struct sentences *sentences, const struct standing *standing, uint32_t h)
{
    const struct amounts *amounts = sentences->problem->amounts;
    const char *name = sentences->problem->estate->hosts[h].name;
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        int64_t room = amounts->room[h][r];
        int64_t more = room == AMOUNT_UNLIMITED ? 0 : standing_taken(standing, h, r) - room;
        if (more <= 0)
            continue;
        scope_free char *text = amount_format(amounts->policy, r, more);
        add(sentences,
            alloc_printf("%s holds %s more %s than it has room for", name, text, amount_name(r)));
    }
}

static void look_at_host(struct sentences *sentences, const struct standing *standing, uint32_t h)
{
    const struct amounts *amounts = sentences->problem->amounts;
    const char *name = sentences->problem->estate->hosts[h].name;
    size_t guests = standing_guests_on(standing, h), most = amounts->guests_most[h];
    if (guests == 0)
        return;
    if (amounts->is_closed[h]) {
        add(sentences, alloc_printf("%s is drained and holds %zu guest%s", name, guests,
                                    guests == 1 ? "" : "s"));
        return;
    }
    look_at_room(sentences, standing, h);
    if (guests > most)
        add(sentences,
            alloc_printf("%s holds %zu guests, %zu more than it may", name, guests, guests - most));
}

static void look_at_rule(void *context, const struct rule *rule, const uint32_t *guests,
                         size_t count)
{
    struct sentences *sentences = context;
    scope_strbuf struct strbuf names = {0};
    for (size_t i = 0; i < count && i < NAMED; i++)
        strbuf_printf(&names, "%s%s", i ? ", " : "",
                      sentences->problem->estate->guests[guests[i]].name);
    if (count > NAMED)
        strbuf_printf(&names, " and %zu more", count - NAMED);
    add(sentences, count ? alloc_printf("%s: broken by %s", rule_text(rule), strbuf_text(&names))
                         : alloc_printf("%s: broken", rule_text(rule)));
}

static void look_at_rules(struct sentences *sentences)
{
    const struct target_case *problem = sentences->problem;
    if (!problem->rules)
        return;
    struct rule_state *state = rule_state_new(problem->rules, problem->amounts, false);
    rule_state_load(state, problem->start, problem->estate->guest_count);
    rule_state_broken(state, look_at_rule, sentences);
    rule_state_free(state);
}

char **target_broken(const struct target_case *problem, size_t *ret_count)
{
    struct sentences sentences = {.problem = problem};
    struct standing *standing = target_case_standing(problem, problem->start);
    for (size_t h = 0; h < problem->estate->host_count; h++)
        look_at_host(&sentences, standing, (uint32_t)h);
    standing_free(standing);
    look_at_rules(&sentences);
    *ret_count = sentences.count;
    return sentences.list;
}
