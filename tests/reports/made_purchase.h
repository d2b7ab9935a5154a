// SPDX-License-Identifier: GPL-3.0-or-later
// A purchase made by hand, for reports: round numbers that a test can name, no planning.
#ifndef FULLHOUSE_TESTS_REPORTS_MADE_PURCHASE_H
#define FULLHOUSE_TESTS_REPORTS_MADE_PURCHASE_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/plan/plan.h"
#include "planner/purchase/purchase.h"
#include "reports/purchase_report.h"

struct made_purchase_options {
    size_t models;     // 0: 4
    size_t impossible; // of them, the last so many
    const char *name;  // of models, before their number; NULL: "R-"
    bool emulated;     // the second basis, on which every third option stands
    bool bare;         // no curve, no draw, no bar: what a plan of guesses has
    bool mixed;        // a cheaper fleet of two models
};

// Keep it where it is: its parts point to each other.
struct made_purchase {
    struct plan plan;
    struct purchase purchase;
    struct purchase_report report;
};

void made_purchase_init(struct made_purchase *made, const struct made_purchase_options *options);
void made_purchase_done(struct made_purchase *made);

// The whole text of a form. New string.
char *made_purchase_emit(const struct made_purchase *made, const struct purchase_form *form);

#endif
