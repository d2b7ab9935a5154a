// SPDX-License-Identifier: GPL-3.0-or-later
// Campaigns made up from what each platform shall have done, for tests of overhead.
#ifndef FULLHOUSE_TESTS_COMPARE_MADE_OVERHEAD_H
#define FULLHOUSE_TESTS_COMPARE_MADE_OVERHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"
#include "common/model/scenario.h"
#include "compare/side.h"

enum { MADE_OVERHEAD_RUNS = 32 };

// A run with a boot of each density in each repeat. A guest does `operations` a second times the
// drift of the repeat; the latency is 1 ms over that.
struct made_overhead_run {
    const char *workload, *variant, *platform, *guest_kind, *campaign;
    bool is_emulated;
    const char *refused; // why this host cannot, NULL: it can
    uint32_t densities[4];
    double operations[4]; // by density
    uint32_t repeats;
    double spread; // boots of a density lie so far apart, as a ratio
};

// Zero-initialise; stays where it is.
struct made_overhead {
    struct run_record records[MADE_OVERHEAD_RUNS];
    struct scenario scenarios[MADE_OVERHEAD_RUNS];
    struct step_record *steps[MADE_OVERHEAD_RUNS];
    struct side_run runs[MADE_OVERHEAD_RUNS];
    size_t count;
};

void made_overhead_add(struct made_overhead *made, const struct made_overhead_run *run);
void made_overhead_done(struct made_overhead *made);

// Two loads: cpu:integer of native, container, kvm (bare guest) and tcg, which grows dearer from
// four guests; disk:randread, of which kvm is refused. Labels and reasons have markup in them.
void made_overhead_usual(struct made_overhead *made);

#endif
