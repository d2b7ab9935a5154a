// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the shares of draws in which each option is the cheapest against the answer by the values.
#include "planner/purchase/purchase_sureness.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "planner/purchase/purchase_words.h"

// The option that is most often the cheapest where it is not that one; SIZE_MAX for none.
static size_t strongest_rival(const struct purchase *purchase)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < purchase->certainty.option_count; i++) {
        const struct option_certainty *one = &purchase->certainty.options[i];
        if (i == purchase->choices[0].option || !(one->cheapest_ratio > 0))
            continue;
        if (best == SIZE_MAX ||
            one->cheapest_ratio > purchase->certainty.options[best].cheapest_ratio)
            best = i;
    }
    return best;
}

static double cost_of(const struct purchase *purchase, size_t option)
{
    for (size_t i = 0; i < purchase->choice_count; i++)
        if (purchase->choices[i].option == option)
            return purchase->choices[i].outcome.net_present_cost;
    return NAN;
}

// The values say one thing and the draws another: neither may be kept from the reader.
static void add_close_call(struct strbuf *out, const struct purchase *purchase, size_t rival)
{
    char more[UNITS_TEXT_SIZE], best[UNITS_TEXT_SIZE], other[UNITS_TEXT_SIZE];
    size_t option = purchase->choices[0].option;
    const struct option_certainty *sure = purchase->certainty.options;
    scope_free char *name = purchase_option_name(purchase, rival);
    double ratio = cost_of(purchase, rival) / cost_of(purchase, option) - 1;
    bool is_dearer = ratio >= 0.00005; // else it would be 0.00 %
    strbuf_printf(out,
                  " It is too close to call: %s costs %s%s by these values, %s is the cheapest "
                  "in %s of %u draws and this one in %s.",
                  name, is_dearer ? units_format_share(more, ratio) : "as much",
                  is_dearer ? " more" : "", is_dearer ? "but" : "and",
                  units_format_share(other, sure[rival].cheapest_ratio), purchase->certainty.draws,
                  units_format_share(best, sure[option].cheapest_ratio));
}

// The intervals are of the draws in which the hosts do; the others must not go unsaid.
static void add_possible(struct strbuf *out, const struct option_certainty *best, uint32_t draws)
{
    char share[UNITS_TEXT_SIZE];
    if (best->possible_ratio < 1)
        strbuf_printf(out, " In %s of %u draws no number of such hosts would do.",
                      units_format_share(share, 1 - best->possible_ratio), draws);
}

static size_t contestants(const struct purchase *purchase)
{
    size_t count = 0;
    for (size_t i = 0; i < purchase->choice_count; i++)
        count += !purchase->choices[i].is_alternative;
    return count;
}

void purchase_add_sureness(struct strbuf *out, const struct purchase *purchase)
{
    const struct certainty *certainty = &purchase->certainty;
    if (!certainty->options)
        return;
    add_possible(out, &certainty->options[purchase->choices[0].option], certainty->draws);
    if (contestants(purchase) < 2)
        return;
    char share[UNITS_TEXT_SIZE];
    size_t rival = strongest_rival(purchase);
    const struct option_certainty *best = &certainty->options[purchase->choices[0].option];
    if (rival != SIZE_MAX && certainty->options[rival].cheapest_ratio > best->cheapest_ratio) {
        add_close_call(out, purchase, rival);
        return;
    }
    strbuf_printf(out, " It is the cheapest in %s of %u draws",
                  units_format_share(share, best->cheapest_ratio), certainty->draws);
    if (rival != SIZE_MAX) {
        scope_free char *name = purchase_option_name(purchase, rival);
        strbuf_printf(out, ", %s in %s", name,
                      units_format_share(share, certainty->options[rival].cheapest_ratio));
    }
    strbuf_add(out, ".");
}
