// SPDX-License-Identifier: GPL-3.0-or-later
// A cache of a test's own in which real runs happen without disturbing the user's: it borrows the
// user's guest kernel and libvirt's answers from QEMU (which take seconds to get), nothing else.
#ifndef FULLHOUSE_TESTS_SYSTEM_HOST_H
#define FULLHOUSE_TESTS_SYSTEM_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "bench/run.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

// Suite fixtures. FULLHOUSE_CACHE and FULLHOUSE_STATE point below the test's folder.
void host_make(void);
void host_remove(void);

// Skips the test, saying why, where emulated guests cannot run.
void host_need_emulation(void);
// Path of the guest kernel that host_need_emulation found.
const char *host_kernel(void);

// The platforms whose guests are processes that this user can have here: "native,container", or
// "native".
const char *host_processes(void);

// Fails the test when control groups of the campaign with that mark are left.
void host_expect_no_groups(const char *mark);

// Path of the store below the test's folder.
const char *host_store(void);

// A short scenario: the null workload, windows of 100 ms.
void host_scenario(struct scenario *scenario, const char *platform, uint32_t guests_max);

// What a run said and left in the store.
struct host_run {
    int result;
    struct run_outcome outcome;
    char *error; // text of its error, "" for none
    char *said;  // its sentences, one a line
    struct run_record record;
    struct step_record *steps;
    size_t step_count;
};

// Carries a scenario out in this process. fault: docs/protocol.md, or "".
struct host_run host_carry_out(const struct scenario *scenario, const char *fault);
void host_run_done(struct host_run *run);

// Reads a run and its steps from the store; result, error and said stay empty.
struct host_run host_read_run(int64_t id);
// Number of runs in the store; 0 where there is no store.
size_t host_run_count(void);

// Steps of a run that are in the store, while it goes on.
size_t host_step_count(int64_t id);

// QEMU processes of this test's guests.
size_t host_guests_alive(void);
// Fails the test when a run left a process, a file or a note behind.
void host_expect_clean(void);

#endif
