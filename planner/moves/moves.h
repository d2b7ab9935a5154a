// SPDX-License-Identifier: GPL-3.0-or-later
// From where guests are to where they shall be: ordered migrations that run side by side where they
// may, every state on the way within room and continuous rules.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/value/uncertain.h"

struct amounts;
struct err;
struct estate;
struct rule_set;
struct target;

struct moves_options {
    unsigned per_host;                  // migrations of one host at once, coming and going: 2
    unsigned per_link;                  // of one pair of hosts: 2
    unsigned at_once;                   // in all: 32
    struct uncertain bandwidth_bits_hz; // for migrations of a host whose network is not known
    struct uncertain network_share;     // of a host's network that its migrations take together
    struct uncertain stream_bits_hz;    // one migration sends no more than this
    struct uncertain fixed_s;           // of a migration beside its memory
    struct uncertain fixed_downtime_s;  // of the downtime, for devices and the switch
    struct uncertain dirty_bytes_hz;    // of a guest that says nothing
    struct uncertain switch_on_s, switch_off_s; // of a host
    double downtime_allowed_s;                  // libvirt's default: 0.3
    bool is_rolling;      // each host is emptied, maintained, and filled again
    double maintenance_s; // of a host: 1800
    char *maintenance_by; // label: hosts of one value are maintained together; NULL: one by one
};

// Everything that is not said otherwise is a guess, and marked as one.
void moves_options_init(struct moves_options *options);
void moves_options_done(struct moves_options *options);

enum move_kind { MOVE_MIGRATE, MOVE_SWITCH_ON, MOVE_SWITCH_OFF, MOVE_MAINTAIN, MOVE_START };
// Why: mends what is broken at the start; consolidates; makes room for another (goes to its place
// or to one between); leaves a host for maintenance, and returns.
enum move_reason { MOVE_REPAIR, MOVE_CONSOLIDATE, MOVE_BYPASS, MOVE_EVACUATE, MOVE_RETURN };

struct move {
    enum move_kind kind;
    enum move_reason reason;
    int32_t guest;    // -1 where the kind is about a host
    int32_t from, to; // of a host: to
    unsigned wave;    // those of one wave run at once, and start when the wave before has ended
    double start_s;   // from the plan's beginning, where each starts as soon as it may, waves aside
    struct uncertain seconds;
    struct uncertain downtime_s; // of a migration
    bool converges;              // false: its memory is written faster than it is sent
};

struct moves {
    struct move *list; // by wave, then start
    size_t count;
    size_t waves, migrations, bypasses;
    double moved_bytes;
    struct uncertain seconds;      // of it all, where each starts as soon as it may
    struct uncertain wave_seconds; // wave after wave, as the script goes
    // Where some guest cannot get to its place: it stays, and this says why ("g7 waits for g9 on
    // h2, and g9 for g7; no host has 8.0 GiB free").
    char **stuck;
    size_t stuck_count;
    int32_t *end; // [guest] where it is when all is done
    bool *is_off; // [host] that is off when all is done
    char *
        *notes; // what was guessed, and which migrations do not end by themselves, a sentence each
    size_t note_count;
};

// How long one migration takes: pre-copy rounds, each sending what was written during the one
// before, until what is left fits the downtime (Clark et al. 2005, "Live Migration of Virtual
// Machines", NSDI, section 3; Akoush et al. 2010, "Predicting the Performance of Virtual Machine
// Migration", MASCOTS, section 3, for the fixed parts). Where memory is written as fast as it is
// sent, or faster, it does not converge: then the times are those of a guest that is paused after
// the first round and sent whole. The ends of the intervals are those of bandwidth and dirty rate.
void moves_time(double memory_bytes, const struct uncertain *dirty_bytes_hz,
                const struct uncertain *bandwidth_bits_hz, const struct moves_options *options,
                struct uncertain *ret_seconds, struct uncertain *ret_downtime_s,
                bool *ret_converges);

// rules and target's misplaced may be NULL. 0, also where guests are stuck; -EINVAL for options
// that let nothing move.
int moves_plan(const struct estate *estate, const struct amounts *amounts,
               const struct rule_set *rules, const struct target *target,
               const struct moves_options *options, struct moves *ret_moves, struct err *err);
void moves_done(struct moves *moves);

#endif
