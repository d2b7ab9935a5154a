// SPDX-License-Identifier: GPL-3.0-or-later
// The judge adds up memory again from the list of moves alone, and knows nothing of standings.
#include "tests/planner/moves/made_moves.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/rules/rule.h"

static const double gib = 1024.0 * 1024 * 1024;

void made_moves_init(struct made_moves *made)
{
    *made = (struct made_moves){0};
    estate_init(&made->estate);
    moves_options_init(&made->options);
}

void made_moves_done(struct made_moves *made)
{
    moves_done(&made->moves);
    if (made->has_amounts)
        amounts_done(&made->amounts);
    moves_options_done(&made->options);
    rule_set_free(made->rules);
    estate_done(&made->estate);
}

struct estate_host *made_moves_host(struct made_moves *made, double memory_gib)
{
    scope_free char *name = alloc_printf("h%zu", made->estate.host_count);
    made->is_on[made->estate.host_count] = false;
    struct estate_host *host = estate_add_host(&made->estate, name);
    host->cores = 1000;
    host->memory_bytes = memory_gib * gib;
    return host;
}

struct estate_guest *made_moves_guest(struct made_moves *made, double memory_gib, int32_t host,
                                      int32_t goal)
{
    scope_free char *name = alloc_printf("g%zu", made->estate.guest_count);
    made->goal[made->estate.guest_count] = goal;
    struct estate_guest *guest = estate_add_guest(&made->estate, name);
    guest->vcpus = 1;
    guest->memory_bytes = memory_gib * gib;
    guest->host = host;
    return guest;
}

void made_moves_rule(struct made_moves *made, const char *kind, const char *guests,
                     const char *hosts, bool is_continuous)
{
    struct err err = {0};
    if (!made->rules)
        made->rules = rule_set_new();
    struct rule_words words = {
        .kind = kind,
        .guests = &guests,
        .guest_sets = guests ? 1 : 0,
        .hosts = &hosts,
        .host_sets = hosts ? 1 : 0,
        .is_continuous = is_continuous,
        .where = "pack.yaml:1",
    };
    cr_assert_eq(rule_set_add(made->rules, &words, &err), 0, "%s", err_text(&err));
}

static void fill_amounts(struct made_moves *made, struct err *err)
{
    struct policy policy;
    policy_init(&policy);
    policy.cpu = POLICY_CPU_VCPUS;
    policy.memory_reserve_bytes = 0;
    policy.memory_reserve = 0;
    if (made->has_amounts)
        amounts_done(&made->amounts);
    cr_assert_eq(amounts_of(&made->estate, &policy, NULL, &made->amounts, err), 0, "%s",
                 err_text(err));
    made->has_amounts = true;
    policy_done(&policy);
    if (made->rules)
        cr_assert_eq(rule_set_resolve(made->rules, &made->estate, err), 0, "%s", err_text(err));
}

const struct moves *made_moves_plan(struct made_moves *made)
{
    struct err err = {0};
    struct target target = {.host = made->goal, .is_on = made->is_on};
    fill_amounts(made, &err);
    moves_done(&made->moves);
    cr_assert_eq(moves_plan(&made->estate, &made->amounts, made->rules, &target, &made->options,
                            &made->moves, &err),
                 0, "%s", err_text(&err));
    return &made->moves;
}

// --- the judge ----------------------------------------------------------------------------------

struct judge {
    const struct made_moves *made;
    int64_t *taken; // [host] bytes
    int64_t *allowed;
    int32_t *at; // [guest]
    bool *is_down;
    unsigned *carried;
};

static int64_t size_of(const struct judge *judge, int32_t guest)
{
    return judge->made->amounts.size[guest][AMOUNT_MEMORY];
}

static void judge_init(struct judge *judge, const struct made_moves *made)
{
    size_t hosts = made->estate.host_count, guests = made->estate.guest_count;
    *judge = (struct judge){
        .made = made,
        .taken = alloc_zeroed(hosts + 1, sizeof(*judge->taken)),
        .allowed = alloc_zeroed(hosts + 1, sizeof(*judge->allowed)),
        .at = alloc_zeroed(guests + 1, sizeof(*judge->at)),
        .is_down = alloc_zeroed(hosts + 1, sizeof(*judge->is_down)),
        .carried = alloc_zeroed(hosts + 1, sizeof(*judge->carried)),
    };
    for (size_t g = 0; g < guests; g++) {
        judge->at[g] = made->estate.guests[g].host;
        if (judge->at[g] >= 0)
            judge->taken[judge->at[g]] += size_of(judge, (int32_t)g);
    }
    for (size_t h = 0; h < hosts; h++) {
        judge->allowed[h] = made->amounts.room[h][AMOUNT_MEMORY];
        judge->is_down[h] = made->estate.hosts[h].is_off;
    }
}

static void judge_done(struct judge *judge)
{
    free(judge->taken);
    free(judge->allowed);
    free(judge->at);
    free(judge->is_down);
    free(judge->carried);
}

static bool is_of_guest(const struct move *move)
{
    return move->kind == MOVE_MIGRATE || move->kind == MOVE_START;
}

static void begin(struct judge *judge, const struct move *move)
{
    const struct moves_options *options = &judge->made->options;
    if (!is_of_guest(move)) {
        cr_assert(move->kind == MOVE_SWITCH_ON || judge->taken[move->to] == 0, "h%d is not empty",
                  move->to);
        judge->is_down[move->to] = true;
        return;
    }
    cr_assert_not(judge->is_down[move->to], "h%d is off", move->to);
    cr_assert_eq(judge->at[move->guest], move->from, "g%d is elsewhere", move->guest);
    judge->taken[move->to] += size_of(judge, move->guest);
    cr_assert_leq(judge->taken[move->to], judge->allowed[move->to], "h%d is over", move->to);
    cr_assert_leq(++judge->carried[move->to], options->per_host);
    if (move->from >= 0)
        cr_assert_leq(++judge->carried[move->from], options->per_host);
}

static void finish(struct judge *judge, const struct move *move)
{
    if (!is_of_guest(move)) {
        judge->is_down[move->to] = move->kind == MOVE_SWITCH_OFF;
        return;
    }
    judge->carried[move->to]--;
    if (move->from >= 0) {
        judge->taken[move->from] -= size_of(judge, move->guest);
        judge->carried[move->from]--;
    }
    judge->at[move->guest] = move->to;
}

static void check_end(const struct judge *judge)
{
    const struct made_moves *made = judge->made;
    for (size_t g = 0; g < made->estate.guest_count; g++)
        cr_assert_eq(judge->at[g], made->moves.end[g], "g%zu", g);
    for (size_t h = 0; h < made->estate.host_count; h++) {
        cr_assert_eq(judge->is_down[h], made->moves.is_off[h], "h%zu", h);
        cr_assert(!judge->is_down[h] || judge->taken[h] == 0, "h%zu", h);
    }
}

static void check_waves(const struct made_moves *made)
{
    struct judge judge;
    const struct moves *moves = &made->moves;
    judge_init(&judge, made);
    for (size_t i = 0; i < moves->count;) {
        size_t first = i;
        for (; i < moves->count && moves->list[i].wave == moves->list[first].wave; i++)
            begin(&judge, &moves->list[i]);
        for (size_t k = first; k < i; k++)
            finish(&judge, &moves->list[k]);
    }
    check_end(&judge);
    judge_done(&judge);
}

struct happening {
    double at_s;
    bool is_end;
    const struct move *move;
};

static int by_time(const void *a, const void *b)
{
    const struct happening *x = a, *y = b;
    if (x->at_s != y->at_s)
        return x->at_s < y->at_s ? -1 : 1;
    return y->is_end - x->is_end;
}

// To the microsecond, so that an end and the start that it allows are told apart from overlaps.
static double rounded(double seconds)
{
    return (double)(int64_t)(seconds * 1e6 + 0.5);
}

static void check_times(const struct made_moves *made)
{
    struct judge judge;
    const struct moves *moves = &made->moves;
    scope_free struct happening *list = alloc_zeroed(2 * moves->count + 1, sizeof(*list));
    judge_init(&judge, made);
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        list[2 * i] = (struct happening){rounded(move->start_s), false, move};
        list[2 * i + 1] =
            (struct happening){rounded(move->start_s + move->seconds.value), true, move};
    }
    qsort(list, 2 * moves->count, sizeof(*list), by_time);
    for (size_t i = 0; i < 2 * moves->count; i++)
        if (list[i].is_end)
            finish(&judge, list[i].move);
        else
            begin(&judge, list[i].move);
    check_end(&judge);
    judge_done(&judge);
}

void made_moves_check(const struct made_moves *made)
{
    check_waves(made);
    check_times(made);
}
