// SPDX-License-Identifier: GPL-3.0-or-later
// By what the CPU demand of a class of guests is known to an option: by a curve and how far that
// reaches, by its CPU time, or by nothing.
#ifndef FULLHOUSE_PLANNER_PURCHASE_PURCHASE_CLASS_H
#define FULLHOUSE_PLANNER_PURCHASE_PURCHASE_CLASS_H

#include "planner/purchase/purchase.h"

// Whether it is so of a class for the best choice.
typedef bool purchase_class_test(const struct purchase *purchase, size_t class);

purchase_class_test purchase_class_is_measured;     // a curve of its platform told
purchase_class_test purchase_class_is_told;         // no curve did, and its CPU time is known
purchase_class_test purchase_class_is_untold;       // neither: all of its vCPUs are counted
purchase_class_test purchase_class_is_at_least;     // all densities that were measured hold
purchase_class_test purchase_class_is_extrapolated; // the number lies beyond what was measured

// "web, db": the classes for which it is so; "" for none. New string.
char *purchase_class_list(const struct purchase *purchase, purchase_class_test *test);

#endif
