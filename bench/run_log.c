// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences on their way to the audience and into the store.
#include "bench/run_log.h"

#include <stdlib.h>

#include "bench/observer.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/store/store.h"

void run_log_say(void *context, const char *text)
{
    struct run_log *log = context;
    if (log->is_mute)
        return;
    bool is_alone = !log->who || !*log->who;
    scope_free char *named = is_alone ? NULL : alloc_printf("%s: %s", log->who, text);
    observer_say(log->observer, named ? named : text);
    run_log_note(log, text);
}

void run_log_note(struct run_log *log, const char *text)
{
    if (log->is_mute)
        return;
    if (log->run_id) {
        // A sentence that cannot be stored has been said; the step that follows will report the
        // disk.
        store_add_event(log->store, log->run_id, text, NULL);
        return;
    }
    log->waiting = alloc_resized(log->waiting, log->waiting_count + 1, sizeof *log->waiting);
    log->waiting[log->waiting_count++] = alloc_copy(text);
}

void run_log_attach(struct run_log *log, int64_t run_id)
{
    log->run_id = run_id;
    for (size_t i = 0; i < log->waiting_count; i++)
        store_add_event(log->store, run_id, log->waiting[i], NULL);
}

void run_log_done(struct run_log *log)
{
    for (size_t i = 0; i < log->waiting_count; i++)
        free(log->waiting[i]);
    free(log->waiting);
    free(log->who);
    *log = (struct run_log){0};
}
