// SPDX-License-Identifier: GPL-3.0-or-later
// One guest's process under the source "process": its open files, what they said last, and the
// series that its points go to.
#ifndef FULLHOUSE_COLLECTOR_GUEST_PROCESS_H
#define FULLHOUSE_COLLECTOR_GUEST_PROCESS_H

#include "collector/source.h"

struct guest_process;

// Reads nothing yet but whether it is a hypervisor's process. guest->pid > 0.
struct guest_process *guest_process_new(const struct source_tick *tick,
                                        const struct source_guest *guest);
// Accepts NULL.
void guest_process_free(struct guest_process *process);

// Reads it and adds points. Once its process has ended, or its number is another's, nothing more is
// read; that is an absence.
void guest_process_sample(struct guest_process *process, const struct source_tick *tick,
                          const struct source_guest *guest);

#endif
