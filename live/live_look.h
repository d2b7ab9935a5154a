// SPDX-License-Identifier: GPL-3.0-or-later
// Where a guest is right now: asked of the host that it leaves and the one that it goes to. Fresh
// each time, nothing is remembered.
#ifndef FULLHOUSE_LIVE_LIVE_LOOK_H
#define FULLHOUSE_LIVE_LIVE_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "collector/vir_guest.h"

struct err;
struct live_hosts;
struct move;

struct live_side {
    bool answers;
    enum vir_guest_state state; // where it answers
    bool is_busy;               // a migration of the guest is under way there
};

struct live_look {
    struct live_side from, to;
};

enum live_verdict {
    LIVE_AT_SOURCE,      // and nowhere else
    LIVE_AT_DESTINATION, // likewise: it has been moved
    LIVE_UNDER_WAY,      // a migration runs, or is about to end
    LIVE_UNCLEAR,        // on both, on neither, or a host does not answer
};

struct live_look live_look(struct live_hosts *hosts, const struct move *move);

// is_off: the guest is one that is shut off, and only defined somewhere.
enum live_verdict live_look_judge(const struct live_look *look, bool is_off);

// "g7 runs on h1; h2 does not answer". New string.
char *live_look_words(const struct live_look *look, const char *guest, const char *from,
                      const char *to);

// Looks until it is clear, or seconds have passed since its source had a job of it. The user's
// interrupt ends it only where heeds_stop says so.
enum live_verdict live_look_settle(struct live_hosts *hosts, const struct move *move, bool is_off,
                                   double seconds, bool heeds_stop, struct live_look *ret_look);

#endif
