// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reports/made_consolidation.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/strbuf.h"
#include "planner/rules/rule.h"

enum { WAVE_S = 60, AT_ONCE = 4, CORES = 32, VCPUS = 4 };

static void add_text(char ***texts, size_t *count, char *text)
{
    *texts = alloc_resized(*texts, *count + 1, sizeof **texts);
    (*texts)[(*count)++] = text;
}

// Every third host goes.
static bool goes(const struct made_consolidation_options *options, size_t host)
{
    return !options->still && host % 3 == 2;
}

// --- the estate ---------------------------------------------------------------------------------

static void make_estate(struct estate *estate, const struct made_consolidation_options *options)
{
    estate_init(estate);
    estate->currency = alloc_copy("EUR");
    for (size_t h = 0; h < options->hosts; h++) {
        char *name = alloc_printf("%s%zu", options->name ? options->name : "h", h + 1);
        struct estate_host *host = estate_add_host(estate, name);
        host->uri = alloc_printf("qemu+ssh://root@host%zu/system", h + 1);
        host->cores = CORES;
        host->threads = 2 * CORES;
        host->memory_bytes = 0x1p38; // 256 GiB
        host->network_bits_hz = 1e10;
        free(name);
    }
    for (size_t g = 0; g < options->hosts * options->guests; g++) {
        char *name = alloc_printf("%s%zu", options->name ? options->name : "g", g + 1);
        struct estate_guest *guest = estate_add_guest(estate, name);
        guest->host = (int32_t)(g / options->guests);
        guest->vcpus = VCPUS * (1 + (double)(g % 3));
        guest->memory_bytes = 0x1p33 * (1 + (double)(g % 4)); // 8 to 32 GiB
        guest->network_bits_hz = 1e8;
        free(name);
    }
}

static void make_request(struct request *request, const struct made_consolidation_options *options)
{
    struct err err = {0};
    request_init(request);
    free(request->name);
    request->name = alloc_copy("pack.yaml");
    request->policy.cpu = POLICY_CPU_VCPUS;
    request->moves.is_rolling = options->rolling;
    request->target.seed = 7;
    if (!options->ruled)
        return;
    const char *all[] = {"*"};
    struct rule_words words = {.kind = "guests-most",
                               .hosts = all,
                               .host_sets = 1,
                               .most = "64",
                               .is_continuous = true,
                               .where = "pack.yaml:9"};
    cr_assert_eq(rule_set_add(request->rules, &words, &err), 0, "%s", err_text(&err));
    words.is_continuous = false;
    words.where = "pack.yaml:10";
    cr_assert_eq(rule_set_add(request->rules, &words, &err), 0, "%s", err_text(&err));
}

// --- where all shall be -------------------------------------------------------------------------

static void make_misplaced(struct target *target, size_t count)
{
    target->misplaced = alloc_zeroed(count + 1, sizeof *target->misplaced);
    target->misplaced_count = count;
    for (size_t i = 0; i < count; i++)
        target->misplaced[i] = (struct target_misplaced){
            .guest = (uint32_t)i,
            .why = alloc_copy("no host has 96.0 GiB of memory left"),
            .mend = alloc_copy("64.0 GiB more memory on h3"),
        };
}

static void make_target(struct consolidation *consolidation,
                        const struct made_consolidation_options *options)
{
    struct target *target = &consolidation->target;
    target->host = alloc_zeroed(consolidation->estate.guest_count + 1, sizeof *target->host);
    target->is_on = alloc_zeroed(options->hosts + 1, sizeof *target->is_on);
    target->hosts_before = options->hosts;
    for (size_t h = 0; h < options->hosts; h++)
        target->hosts_used += target->is_on[h] = !goes(options, h);
    for (size_t g = 0, next = 0; g < consolidation->estate.guest_count; g++) {
        size_t host = g / options->guests;
        while (goes(options, host))
            host = next++ % options->hosts;
        target->host[g] = (int32_t)host;
        target->moves += host != g / options->guests;
    }
    target->cost_before = (double)options->hosts;
    target->cost = (double)target->hosts_used;
    target->bound = options->bare ? NAN : target->cost - options->unproven;
    target->is_optimal = !options->unproven && !options->bare;
    target->was_cut_short = options->unproven;
    target->by = "draining";
    target->bound_by = "column generation";
    make_misplaced(target, options->misplaced);
    for (size_t i = 0; i < options->broken; i++)
        add_text(&target->broken, &target->broken_count,
                 alloc_printf("h%zu holds 12.0 GiB more than it has room for", i + 1));
}

// --- the moves ----------------------------------------------------------------------------------

static struct move *add_move(struct moves *moves, size_t index)
{
    moves->list = alloc_resized(moves->list, moves->count + 1, sizeof *moves->list);
    struct move *move = &moves->list[moves->count++];
    unsigned wave = (unsigned)(index / AT_ONCE);
    *move = (struct move){.guest = -1,
                          .from = -1,
                          .wave = wave,
                          .start_s = wave * WAVE_S,
                          .seconds = {40 + (double)(index % 3) * 5, 30, 70, ORIGIN_GUESSED},
                          .downtime_s = {0.12, 0.05, 0.3, ORIGIN_GUESSED},
                          .converges = true};
    moves->waves = wave + 1;
    return move;
}

static void make_migrations(struct consolidation *consolidation)
{
    static const enum move_reason reasons[] = {MOVE_REPAIR, MOVE_BYPASS};
    struct moves *moves = &consolidation->moves;
    for (size_t g = 0; g < consolidation->estate.guest_count; g++) {
        int32_t from = consolidation->estate.guests[g].host, to = consolidation->target.host[g];
        moves->end[g] = to;
        if (from == to)
            continue;
        struct move *move = add_move(moves, moves->migrations);
        move->reason = moves->migrations < 2 ? reasons[moves->migrations] : MOVE_CONSOLIDATE;
        move->guest = (int32_t)g;
        move->from = from;
        move->to = to;
        moves->migrations++;
        moves->moved_bytes += consolidation->estate.guests[g].memory_bytes;
    }
    moves->bypasses = moves->migrations > 1;
}

static void make_moves(struct consolidation *consolidation,
                       const struct made_consolidation_options *options)
{
    struct moves *moves = &consolidation->moves;
    moves->end = alloc_zeroed(consolidation->estate.guest_count + 1, sizeof *moves->end);
    moves->is_off = alloc_zeroed(options->hosts + 1, sizeof *moves->is_off);
    make_migrations(consolidation);
    size_t first = moves->waves * AT_ONCE;
    for (size_t h = 0; h < options->hosts; h++) {
        if (!goes(options, h))
            continue;
        moves->is_off[h] = !options->rolling;
        struct move *move = add_move(moves, first++);
        move->kind = options->rolling ? MOVE_MAINTAIN : MOVE_SWITCH_OFF;
        move->reason = options->rolling ? MOVE_EVACUATE : MOVE_CONSOLIDATE;
        move->to = (int32_t)h;
        move->downtime_s = uncertain_absent();
    }
    double seconds = (double)moves->waves * WAVE_S;
    moves->seconds = (struct uncertain){seconds, 0.7 * seconds, 2 * seconds, ORIGIN_GUESSED};
    moves->wave_seconds = uncertain_scaled(&moves->seconds, 2);
    for (size_t i = 0; i < options->stuck; i++)
        add_text(&moves->stuck, &moves->stuck_count,
                 alloc_copy("g7 waits for g9 on h2, and g9 for g7; no host has 8.0 GiB free"));
}

// --- what it comes to ---------------------------------------------------------------------------

static struct risk made_risk(const struct made_consolidation_options *options, double over)
{
    struct risk risk = {.hours = 24, .worst_host = 0, .p99_inflation = {1.4, 1.2, 1.9, 1}};
    risk.guests_traced = options->untraced ? 0 : 0.75;
    risk.over_time = over;
    risk.guest_hours = 1728;
    risk.over_guest_hours = over * risk.guest_hours;
    risk.unserved = over / 10;
    risk.worst_load = 1.25;
    risk.mean_load = 0.31;
    risk.kwh = options->bare ? NAN : 58.5;
    risk.p99_worst = uncertain_absent();
    return risk;
}

static void make_worth(struct consolidation *consolidation,
                       const struct made_consolidation_options *options)
{
    struct consolidation_risk *risk = &consolidation->risk;
    risk->is_judged_apart = options->apart;
    risk->before_planned = made_risk(options, 0.004);
    risk->after_planned = made_risk(options, 0.009);
    risk->before_judged = made_risk(options, options->apart ? 0.005 : 0.004);
    risk->after_judged = made_risk(options, options->apart ? 0.012 : 0.009);
    consolidation->saving = (struct saving){
        .hosts = (double)(consolidation->on_before - consolidation->on_after),
        .kwh = {61000, 52000, 70000, ORIGIN_STATED},
        .energy_money = {15250, 11000, 21000, ORIGIN_GUESSED},
        .host_money = uncertain_exact(8400, ORIGIN_STATED),
    };
    if (options->bare)
        consolidation->saving.kwh = consolidation->saving.energy_money =
            consolidation->saving.host_money = uncertain_absent();
}

static void make_hosts_on(struct consolidation *consolidation,
                          const struct made_consolidation_options *options)
{
    consolidation->was_on = alloc_zeroed(options->hosts + 1, sizeof(bool));
    consolidation->is_on = alloc_zeroed(options->hosts + 1, sizeof(bool));
    for (size_t h = 0; h < options->hosts; h++) {
        consolidation->was_on[h] = true;
        consolidation->is_on[h] = !goes(options, h) || options->rolling;
        consolidation->on_after += consolidation->is_on[h];
    }
    consolidation->on_before = options->hosts;
}

void made_consolidation_init(struct made_consolidation *made,
                             const struct made_consolidation_options *options)
{
    struct made_consolidation_options all = *options;
    struct consolidation *consolidation = &made->consolidation;
    struct err err = {0};
    all.hosts = all.hosts ? all.hosts : 12;
    all.guests = all.guests ? all.guests : 6;
    *made = (struct made_consolidation){0};
    make_request(&made->request, &all);
    consolidation->request = &made->request;
    make_estate(&consolidation->estate, &all);
    cr_assert_eq(amounts_of(&consolidation->estate, &made->request.policy, NULL,
                            &consolidation->amounts, &err),
                 0, "%s", err_text(&err));
    cr_assert_eq(rule_set_resolve(made->request.rules, &consolidation->estate, &err), 0, "%s",
                 err_text(&err));
    make_target(consolidation, &all);
    make_moves(consolidation, &all);
    make_hosts_on(consolidation, &all);
    make_worth(consolidation, &all);
    consolidation->answer =
        alloc_printf("%zu of %zu hosts can go: %zu hold all %zu guests, and no plan needs fewer "
                     "(proven). %zu migrations in %zu waves take 38 min.",
                     consolidation->on_before - consolidation->on_after, consolidation->on_before,
                     consolidation->on_after, consolidation->estate.guest_count,
                     consolidation->moves.migrations, consolidation->moves.waves);
    add_text(&consolidation->notes, &consolidation->note_count,
             alloc_copy("The price of energy was guessed."));
    made->report.consolidation = consolidation;
    made->report.command = "fullhouse plan pack pack.yaml";
}

void made_consolidation_done(struct made_consolidation *made)
{
    consolidation_done(&made->consolidation);
    request_done(&made->request);
}

char *made_consolidation_emit(const struct made_consolidation *made,
                              const struct consolidation_form *form)
{
    struct strbuf out = {0};
    struct emitter_context context = {0};
    struct err err = {0};
    cr_assert_eq(form->emit(&made->report, &context, &out, &err), 0, "%s", err_text(&err));
    strbuf_done(&context.notes);
    return strbuf_take(&out);
}
