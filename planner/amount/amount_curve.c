// SPDX-License-Identifier: GPL-3.0-or-later
// Shares of a measured host.
#include "common/base/err.h"
#include "planner/amount/amount_part.h"

int amount_curve(const struct estate *estate, const struct policy *policy, struct store *store,
                 struct amounts *amounts, struct amount_guesses *guesses, struct err *err)
{
    (void)estate, (void)policy, (void)store, (void)amounts, (void)guesses;
    return err_input(err, "cpu.policy curve: not yet");
}
