// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences for people. A "no" names the resource or rule, and what would free it.
#include "planner/moves/moves_words.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_state.h"
#include "planner/moves/moves_time.h"
#include "planner/rules/rule.h"
#include "planner/standing/standing.h"

enum { NAMED_MOST = 4 };

static const char *guest_name(const struct moves_state *state, int32_t guest)
{
    return state->estate->guests[guest].name;
}

static const char *host_name(const struct moves_state *state, int32_t host)
{
    return state->estate->hosts[host].name;
}

char *moves_hindrance(const struct moves_state *state, uint32_t guest, int32_t host)
{
    struct standing_answer answer = standing_ask(state->standing, guest, (uint32_t)host);
    const char *name = host_name(state, host);
    scope_free char *missing = NULL;
    switch (answer.hindrance) {
    case STANDING_FINE:
        return alloc_printf("nothing keeps it from %s", name);
    case STANDING_CLOSED:
        return alloc_printf("%s is drained", name);
    case STANDING_ROOM:
        missing = amount_format(state->amounts->policy, answer.resource, answer.missing);
        return alloc_printf("%s lacks %s of %s", name, missing, amount_name(answer.resource));
    case STANDING_COUNT:
        return alloc_printf("%s has as many guests as it may have", name);
    case STANDING_NODE:
        return alloc_printf("no NUMA node of %s takes it", name);
    case STANDING_RULE:
        break;
    }
    return alloc_printf("%s keeps it from %s", rule_text(answer.rule), name);
}

void moves_words_add_stuck(struct moves *moves, char *sentence)
{
    moves->stuck = alloc_resized(moves->stuck, moves->stuck_count + 1, sizeof(*moves->stuck));
    moves->stuck[moves->stuck_count++] = sentence;
}

// Guests on the host that wait themselves.
static void say_waiting(struct strbuf *words, const struct moves_state *state, int32_t host)
{
    size_t waiting = 0;
    for (int32_t g = state->first[host]; g >= 0; g = state->next[g]) {
        if (!moves_state_is_pending(state, (uint32_t)g))
            continue;
        if (waiting++ < NAMED_MOST)
            strbuf_printf(words, "%s%s for %s", waiting == 1 ? "; there, " : ", ",
                          guest_name(state, g), host_name(state, state->goal[g]));
    }
    if (waiting > NAMED_MOST)
        strbuf_printf(words, " and %zu more", waiting - NAMED_MOST);
    if (waiting > 0)
        strbuf_printf(words, " wait%s themselves", waiting == 1 ? "s" : "");
}

static void say_mend(struct strbuf *words, const struct moves_state *state, uint32_t guest,
                     bool is_proven)
{
    struct standing_answer answer =
        standing_ask(state->standing, guest, (uint32_t)state->goal[guest]);
    if (is_proven)
        strbuf_add(words, "; no order of moves gets all to their places (every one was looked at)");
    if (answer.hindrance == STANDING_ROOM) {
        scope_free char *missing =
            amount_format(state->amounts->policy, answer.resource, answer.missing);
        strbuf_printf(words,
                      "; %s more of %s on %s, or an empty host to go around by, would free it",
                      missing, amount_name(answer.resource), host_name(state, state->goal[guest]));
    } else if (answer.hindrance == STANDING_RULE || answer.hindrance == STANDING_NODE) {
        strbuf_printf(words, "; it could move were %s not continuous, or with an empty host",
                      rule_text(answer.rule));
    } else if (answer.hindrance == STANDING_COUNT) {
        strbuf_add(words, "; one guest more there, or an empty host, would free it");
    }
}

static char *stuck_sentence(const struct moves_state *state, uint32_t guest, bool is_proven)
{
    struct strbuf words = {0};
    int32_t from = state->host[guest], to = state->goal[guest];
    scope_free char *hindrance = moves_hindrance(state, guest, to);
    if (from >= 0)
        strbuf_printf(&words,
                      "%s stays on %s and does not get to %s: ", guest_name(state, (int32_t)guest),
                      host_name(state, from), host_name(state, to));
    else
        strbuf_printf(&words, "%s does not start on %s: ", guest_name(state, (int32_t)guest),
                      host_name(state, to));
    bool is_free = moves_state_may((struct moves_state *)state, guest, to);
    strbuf_add(&words, is_free ? "with it there and others not yet gone, a rule would be broken at "
                                 "the end"
                               : hindrance);
    say_waiting(&words, state, to);
    say_mend(&words, state, guest, is_proven);
    return strbuf_take(&words);
}

void moves_words_stuck(const struct moves_state *state, bool is_proven, struct moves *moves)
{
    for (uint32_t g = 0; g < state->guests; g++)
        if (moves_state_is_pending(state, g))
            moves_words_add_stuck(moves, stuck_sentence(state, g, is_proven));
}

static void add_note(struct moves *moves, char *note)
{
    moves->notes = alloc_resized(moves->notes, moves->note_count + 1, sizeof(*moves->notes));
    moves->notes[moves->note_count++] = note;
}

static char *endless_sentence(const struct estate *estate, const struct moves_options *options,
                              const struct move *move)
{
    char dirty[UNITS_TEXT_SIZE], sent[UNITS_TEXT_SIZE], pause[UNITS_TEXT_SIZE];
    struct uncertain rate = moves_dirty_bytes_hz(estate, move->guest, options);
    struct uncertain bandwidth =
        moves_bandwidth_bits_hz(estate, move->from, 1, move->to, 1, options);
    return alloc_printf(
        "%s writes its memory at %s/s, and %s/s can be sent: its migration does not end by itself; "
        "auto-converge (slows it down), post-copy, or a pause of about %s would help",
        estate->guests[move->guest].name, units_format_bytes(dirty, (uint64_t)rate.value),
        units_format_bytes(sent, (uint64_t)(bandwidth.value / 8)),
        units_format_duration_ns(pause, move->downtime_s.value * 1e9));
}

void moves_words_notes(const struct estate *estate, const struct moves_options *options,
                       struct moves *moves)
{
    size_t endless = 0;
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        if (move->kind != MOVE_MIGRATE || move->converges)
            continue;
        if (endless++ < NAMED_MOST)
            add_note(moves, endless_sentence(estate, options, move));
    }
    if (endless > NAMED_MOST)
        add_note(moves, alloc_printf("%zu more migrations do not end by themselves",
                                     endless - NAMED_MOST));
}
