// SPDX-License-Identifier: GPL-3.0-or-later
// What this host can do: one finding for each thing a run may want, and for what is missing why it
// matters and the command that mends it.
#ifndef FULLHOUSE_BENCH_DOCTOR_H
#define FULLHOUSE_BENCH_DOCTOR_H

#include <stddef.h>

#include "bench/platform.h"

#define FINDING_STATES(X)                                                                          \
    X(FINE, "ok")                                                                                  \
    X(LIMITED, "limited") /* runs go on, with less */                                              \
    X(MISSING, "missing") /* real guests are impossible */

enum finding_state {
#define X(name, text) FINDING_##name,
    FINDING_STATES(X)
#undef X
        FINDING_STATE_COUNT
};

struct finding {
    const char *subject; // "KVM: Linux"
    enum finding_state state;
    char *what; // what was found
    char *why;  // why it matters, "" when it is fine
    char *mend; // a command, "" when there is none
};

// Looks at everything. With options (an open workspace, agent, bare) it also opens libvirt and,
// when prove is set, boots a guest for each answer that is not remembered as yes: Linux and the
// bare guest under KVM, Linux under emulation. *ret_findings and its texts are the caller's:
// doctor_free. Never fails: what cannot be looked at is a finding.
void doctor_examine(const struct platform_options *options, bool prove,
                    struct finding **ret_findings, size_t *ret_count);
void doctor_free(struct finding *findings, size_t count);

const char *finding_state_name(enum finding_state state);

#endif
