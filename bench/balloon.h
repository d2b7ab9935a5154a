// SPDX-License-Identifier: GPL-3.0-or-later
// Guests' balloons, blown up before a load begins until each guest is left with what it uses and
// some room.
#ifndef FULLHOUSE_BENCH_BALLOON_H
#define FULLHOUSE_BENCH_BALLOON_H

struct err;
struct fleet;
struct platform;
struct step_record;

// Of bytes a guest; what it gave back.
#define BALLOON_FIGURE "balloon_returned"

// All guests have made their working sets. Each is asked what it could do without, and gives back
// all of that but an eighth of its memory, at least 16 MiB; what it has given back when the time is
// over is a figure of the step, whatever had been asked for. 0, -EINTR, or negative errno.
int balloon_fit(struct platform *platform, struct fleet *fleet, struct step_record *record,
                struct err *err);

#endif
