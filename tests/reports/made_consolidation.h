// SPDX-License-Identifier: GPL-3.0-or-later
// A consolidation made by hand, for reports: round numbers that a test can name, no planning.
#ifndef FULLHOUSE_TESTS_REPORTS_MADE_CONSOLIDATION_H
#define FULLHOUSE_TESTS_REPORTS_MADE_CONSOLIDATION_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/consolidation/consolidation.h"
#include "reports/consolidation_report.h"

struct made_consolidation_options {
    size_t hosts;     // 0: 12; every third one goes
    size_t guests;    // a host; 0: 6
    const char *name; // of hosts and guests, before their number; NULL: "h" and "g"
    size_t misplaced, stuck, broken;
    bool still;    // nothing moves, and no host goes
    bool untraced; // nothing was replayed
    bool apart;    // judged on other windows than planned on
    bool rolling;  // hosts are maintained instead of switched off
    bool unproven;
    bool ruled; // two rules
    bool bare;  // no money, no energy, no bound known
};

// Keep it where it is: its parts point to each other.
struct made_consolidation {
    struct request request;
    struct consolidation consolidation;
    struct consolidation_report report;
};

void made_consolidation_init(struct made_consolidation *made,
                             const struct made_consolidation_options *options);
void made_consolidation_done(struct made_consolidation *made);

// The whole text of a form. New string.
char *made_consolidation_emit(const struct made_consolidation *made,
                              const struct consolidation_form *form);

#endif
