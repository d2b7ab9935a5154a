// SPDX-License-Identifier: GPL-3.0-or-later
// The sentences about a run that every form of a report shares. Plain text, not yet escaped.
#ifndef FULLHOUSE_REPORTS_DESCRIBE_H
#define FULLHOUSE_REPORTS_DESCRIBE_H

#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"

struct document_run;

// The mark of emulation, or NULL for a run without. New string.
char *describe_emulation(const struct run_record *run);

// What was measured on, in the words of every heading: "KVM, bare guest", "emulation (TCG),
// appliance", "native process"; with what else sets it apart in its campaign: "KVM, bare guest,
// pinning=spread". New string.
char *describe_platform(const struct run_record *run);

// The platform alone: "KVM", "TCG", "native". New string.
char *describe_short_platform(const struct run_record *run);

// What names a run among the others of its campaign where there is little room: what sets it apart
// ("pinning=spread"), or its platform alone. New string.
char *describe_arm(const struct run_record *run);

// What the guest kind means for a run's figures, in one sentence; NULL for one nobody knows.
const char *describe_guest_kind(const struct run_record *run);

// What was run, and where: shape, load, host. New string.
char *describe_run(const struct document_run *run);

// "KVM, bare guest (run 12, nightly)". New string.
char *describe_name(const struct run_record *run);

// "1 vCPU, 96 MiB". New string.
char *describe_shape(const struct document_run *run);

// How dense: "12", or "12 (3.00)" with vCPUs a CPU where densities were asked for so; and what
// stands above it, "guests" or "guests (vCPUs/CPU)". The first a new string.
char *describe_count(const struct document_run *run, uint32_t guests);
const char *describe_count_heading(const struct document_run *run);

// vCPUs a usable CPU at so many guests (or tiles); NAN where the CPUs are not known.
double describe_overcommit(const struct document_run *run, uint32_t guests);

// "One more guest takes 152 MiB [150, 153] of host memory (...)." NULL when the densities do not
// tell. New string.
char *describe_marginal_memory(const struct document_run *run);

// What a guest's load costs the host beside the agent's own count, at the smallest density that
// knows both: "Offered 10.0% of what ...". NULL for none. New string.
char *describe_cpu_cost(const struct document_run *run);

// What the objective's term came to: "p99<=3x: 2.31x [2.20, 2.44], holds". New string.
struct density_term;
char *describe_term(const struct density_term *term);

// Something that did not go as asked.
struct mishap {
    char *what; // one line: "step with 8 guests, boot 2: refused"
    char *why;  // reason with figures or a console's last lines; may have many lines, may be ""
};

// A run that did not come to its end, steps that were refused, failed or interrupted, and guests
// that died, in the order they were met.
// New array of *ret_count; release with mishaps_free.
struct mishap *describe_mishaps(const struct document_run *run, size_t *ret_count);
void mishaps_free(struct mishap *mishaps, size_t count);

#endif
