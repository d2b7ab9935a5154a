// SPDX-License-Identifier: GPL-3.0-or-later
// What a run says, to its audience and, once it is in the store, as events of the run. What was
// said before that is kept and stored then.
#ifndef FULLHOUSE_BENCH_RUN_LOG_H
#define FULLHOUSE_BENCH_RUN_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct observer;
struct store;

// Zero-initialise; release with run_log_done.
struct run_log {
    const struct observer *observer;
    char *who; // whose sentences these are, where several take turns: "kvm"; "" or NULL else
    struct store *store;
    int64_t run_id; // 0: not in the store yet
    char **waiting; // said before
    size_t waiting_count;
    bool is_mute; // a run that is resumed says nothing twice
};

// Says and records one sentence. context is a struct run_log.
void run_log_say(void *context, const char *text);
// Records it without saying it: someone else did.
void run_log_note(struct run_log *log, const char *text);
// The run is in the store now: what waits goes there.
void run_log_attach(struct run_log *log, int64_t run_id);
void run_log_done(struct run_log *log);

#endif
