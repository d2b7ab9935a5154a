// SPDX-License-Identifier: GPL-3.0-or-later
// A plan made by hand, in fixed arrays and without a file: classes, models and what a reference
// host holds. Everything in it may be changed before a situation is made of it.
#ifndef FULLHOUSE_TESTS_PLANNER_MADE_PLAN_H
#define FULLHOUSE_TESTS_PLANNER_MADE_PLAN_H

#include "planner/sizing/outcome.h"
#include "planner/sizing/situation.h"

enum { MADE_CLASSES = 64, MADE_MODELS = 256, MADE_LICENCES = 8 };

struct made_plan {
    struct plan plan;
    struct guest_class classes[MADE_CLASSES];
    struct class_capacity capacity[MADE_CLASSES]; // of each class on the basis
    struct host_model models[MADE_MODELS];
    struct host_option options[MADE_MODELS]; // one for each model
    struct licence licences[MADE_LICENCES];
    struct capacity_basis basis; // kvm on 8 cores
    struct capacities capacities;
    struct host_options choices;
};

// Nothing in it; assumptions that cost or keep nothing free, but for a horizon of 4 years and a
// lifetime of 5. Its pointers lead into itself: it must not be moved.
void made_plan_init(struct made_plan *made);

// One guest of 1 vCPU and nothing else, without a curve or CPU demand that would be known.
struct guest_class *made_plan_class(struct made_plan *made, const char *name, double count,
                                    double growth);
// Of so many guests on the reference host by a curve, each busy with so many cores.
void made_plan_curve(struct made_plan *made, double guests, double busy_cores); // of the last class
void made_plan_cores(struct made_plan *made, double mean, double sd, double correlation);

// 1 socket, 16 cores and threads, 512 GiB, 2 rack units, 100 W to 350 W; twice the reference host.
// Costs nothing.
struct host_model *made_plan_model(struct made_plan *made, const char *name);

struct licence *made_plan_licence(struct made_plan *made, enum licence_metric by, double price);

void made_plan_assume(struct made_plan *made, enum assumption which, double value);

// Of one option: a situation made, evaluated and released.
struct outcome made_plan_outcome(const struct made_plan *made, size_t option);
struct outcome made_plan_confirmed(const struct made_plan *made, size_t option);

#endif
