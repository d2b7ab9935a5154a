// SPDX-License-Identifier: GPL-3.0-or-later
// A consolidation out of what a command line says: the plan's file, the options beside it, the
// estate, the search.
#ifndef FULLHOUSE_CLI_PACK_PLAN_H
#define FULLHOUSE_CLI_PACK_PLAN_H

#include "cli/plan_pack_settings.h"

struct consolidation;
struct err;
struct request;

struct pack_plan {
    const char *file;  // NULL: options alone
    const char *store; // NULL: the user's own
    struct plan_pack_settings settings;
};

// Fills an empty request, which must outlive the consolidation. 0 also where the user interrupted
// the search: then it is the best so far (interrupt_pending tells).
int pack_plan_make(const struct pack_plan *plan, struct request *request,
                   struct consolidation *ret_consolidation, struct err *err);

#endif
