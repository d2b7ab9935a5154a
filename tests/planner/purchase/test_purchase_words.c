// SPDX-License-Identifier: GPL-3.0-or-later
// The sentences of a plan, from made plans: each names the server, how many, and why.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/purchase/purchase.h"
#include "planner/purchase/purchase_notes.h"
#include "planner/purchase/purchase_words.h"
#include "tests/planner/made_market.h"

enum { YEARS = 2 };

// A purchase of fixed numbers around a made market: its first choice is its first option.
struct made_words {
    struct made_market market;
    struct purchase purchase;
};

static struct outcome made_outcome(double hosts, double spare, double cost)
{
    struct outcome outcome = {
        .is_possible = true,
        .stopped_class = -1,
        .binding = RESOURCE_CPU,
        .limits = {20, 30, INFINITY, INFINITY, INFINITY},
        .guests_a_host = 20,
        .years = YEARS,
        .net_present_cost = cost,
        .guest_month = cost / 1000,
    };
    for (int y = 0; y < YEARS; y++)
        outcome.year[y] = (struct outcome_year){.hosts = hosts, .spare = spare};
    outcome.year[0].bought = hosts;
    return outcome;
}

// Models of the market as choices, each dearer by a tenth than the one before.
static void made_words_init(struct made_words *made, size_t models)
{
    made_market_init(&made->market);
    made_market_class(&made->market, "web", 100, 4, 20);
    for (size_t i = 0; i < models; i++)
        made_market_model(&made->market, i ? "large" : "small", 16, 256, 1000);
    made_market_options(&made->market);
    made->purchase = (struct purchase){
        .plan = &made->market.plan,
        .capacities = made->market.capacities,
        .options = made->market.choices,
        .choice_count = models,
        .choices = alloc_zeroed(models, sizeof(struct purchase_choice)),
    };
    for (size_t i = 0; i < models; i++)
        made->purchase.choices[i] = (struct purchase_choice){
            .option = i, .outcome = made_outcome(6, 1, 10000 * (1 + 0.1 * (double)i))};
}

static void made_words_done(struct made_words *made)
{
    struct purchase *purchase = &made->purchase;
    purchase->capacities = (struct capacities){0}; // the market's
    purchase->options = (struct host_options){0};
    purchase->certainty = (struct certainty){0}; // the test's
    purchase->mix = (struct fleet_mix){0};
    purchase_done(purchase);
    made_market_done(&made->market);
}

static void set_platform(struct made_words *made, const char *platform, bool emulated)
{
    struct capacity_basis *basis = &made->market.capacities.list[0];
    free(basis->platform);
    basis->platform = alloc_copy(platform);
    basis->emulated = emulated;
}

static void says(struct made_words *made, const char *start)
{
    purchase_add_words(&made->purchase);
    cr_expect_eq(strncmp(made->purchase.answer, start, strlen(start)), 0, "%s",
                 made->purchase.answer);
}

static void notes(const struct made_words *made, const char *part, bool wanted)
{
    bool found = false;
    for (size_t i = 0; i < made->purchase.note_count; i++)
        found = found || strstr(made->purchase.notes[i], part);
    cr_expect_eq(found, wanted, "%s", part);
}

Test(planner_purchase_words, says_which_how_many_and_why)
{
    struct made_words made;

    made_words_init(&made, 1);
    says(&made, "Buy 6 small under KVM. CPU (scaled) limits each to 20 guests; 1 of the 6 is "
                "spare. 2 years cost 10,000 EUR in today's money, 10.00 EUR a guest and month.");
    cr_expect_str_eq(made.purchase.choices[0].why,
                     "CPU binds: 20 guests a host; memory alone would let in 30");
    notes(&made, "small itself was not measured", true);
    notes(&made, "No run of its platform", false);
    made_words_done(&made);
}

Test(planner_purchase_words, calls_platforms_by_what_they_are)
{
    static const struct {
        const char *platform;
        bool emulated;
        const char *start;
    } cases[] = {
        {"native", false, "Buy 6 small with guests as plain processes. "},
        {"tcg", true,
         "Measured under emulation (TCG), not hardware virtualization: Buy 6 small under TCG. "},
        {"", false, "Nothing was measured: Buy 6 small. CPU (guessed) limits each"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made_words made;
        made_words_init(&made, 1);
        set_platform(&made, cases[i].platform, cases[i].emulated);
        says(&made, cases[i].start);
        notes(&made, "under emulation (TCG)", cases[i].emulated);
        made_words_done(&made);
    }
}

Test(planner_purchase_words, counts_one_as_one)
{
    struct made_words made;

    made_words_init(&made, 1);
    made.purchase.choices[0].outcome = made_outcome(1, 0, 10000);
    made.purchase.choices[0].outcome.guests_a_host = 1;
    made.purchase.choices[0].outcome.binding = RESOURCE_MEMORY;
    says(&made, "Buy 1 small under KVM. Memory limits it to 1 guest; none is spare.");
    made_words_done(&made);
}

Test(planner_purchase_words, tells_growth_and_what_is_spare)
{
    struct made_words made;

    made_words_init(&made, 1);
    made.purchase.choices[0].outcome = made_outcome(8, 2, 10000);
    made.purchase.choices[0].outcome.year[1].hosts = 11;
    says(&made, "Buy 8 small under KVM, and grow to 11 by year 2. CPU (scaled) limits each to 20 "
                "guests; 2 of the 8 are spare.");
    made_words_done(&made);
}

Test(planner_purchase_words, tells_how_sure_it_is)
{
    struct made_words made;
    struct option_certainty sure[] = {{.cheapest_ratio = 0.7}, {.cheapest_ratio = 0.3}};

    made_words_init(&made, 2);
    for (int i = 0; i < 2; i++) {
        sure[i].cost = (struct estimate){.value = 1e4, .low = 9000, .high = 12000};
        sure[i].guest_month = (struct estimate){.value = 10, .low = 9, .high = 12};
    }
    made.purchase.certainty = (struct certainty){.options = sure, .option_count = 2, .draws = 1000};
    purchase_add_words(&made.purchase);
    cr_expect(strstr(made.purchase.answer, "10,000 EUR [9,000, 12,000] in today's money"), "%s",
              made.purchase.answer);
    cr_expect(strstr(made.purchase.answer,
                     "It is the cheapest in 70.0% of 1000 draws, large under KVM in 30.0%."),
              "%s", made.purchase.answer);
    made_words_done(&made);
}

Test(planner_purchase_words, calls_what_is_close_close)
{
    struct made_words made;
    struct estimate unknown = {.value = NAN, .low = NAN, .high = NAN};
    struct option_certainty sure[] = {{.cheapest_ratio = 0.4}, {.cheapest_ratio = 0.6}};

    made_words_init(&made, 2);
    sure[0].cost = sure[0].guest_month = unknown;
    made.purchase.certainty = (struct certainty){.options = sure, .option_count = 2, .draws = 1000};
    purchase_add_words(&made.purchase);
    cr_expect(
        strstr(made.purchase.answer,
               "It is too close to call: large under KVM costs 10.0% more by these values, but "
               "is the cheapest in 60.0% of 1000 draws and this one in 40.0%."),
        "%s", made.purchase.answer);

    free(made.purchase.answer);
    made.purchase.choices[1].outcome.net_present_cost = 10000;
    free(made.purchase.choices[0].why);
    free(made.purchase.choices[1].why);
    purchase_add_words(&made.purchase);
    cr_expect(strstr(made.purchase.answer, "large under KVM costs as much by these values, and is"),
              "%s", made.purchase.answer);
    made_words_done(&made);
}

Test(planner_purchase_words, names_the_hosts_of_a_cheaper_fleet)
{
    struct made_words made;
    struct fleet_mix_part parts[] = {{.option = 0, .hosts = {3, 4}},
                                     {.option = 1, .hosts = {1, 2}}};

    made_words_init(&made, 2);
    made.purchase.mix = (struct fleet_mix){.is_found = true,
                                           .is_optimal = false,
                                           .gap = 0.02,
                                           .parts = parts,
                                           .part_count = 2,
                                           .net_present_cost = 9000};
    purchase_add_words(&made.purchase);
    cr_expect(strstr(made.purchase.answer,
                     "A mixed fleet would be 10.0% cheaper: 4 small under KVM "
                     "and 2 large under KVM."),
              "%s", made.purchase.answer);
    notes(&made, "one could be by up to 2 %", true);
    made_words_done(&made);
}

Test(planner_purchase_words, says_which_rule_stops_it)
{
    struct made_words made;
    struct outcome *outcome;

    made_words_init(&made, 1);
    outcome = &made.purchase.choices[0].outcome;
    outcome->is_possible = false;
    outcome->stop = OUTCOME_STOP_GUEST;
    outcome->stopped_class = 0;
    outcome->binding = RESOURCE_MEMORY;
    free(made.market.plan.catalogue.name);
    made.market.plan.catalogue.name = alloc_copy("servers.csv");
    says(&made, "No model of servers.csv can hold this demand. small under KVM: not one guest of "
                "web fits such a host: memory.");
    made_words_done(&made);
}

Test(planner_purchase_words, says_what_was_not_measured_to_its_end)
{
    struct made_words made;

    made_words_init(&made, 1);
    made.market.capacities.list[0].classes[0].is_at_least = true;
    purchase_add_words(&made.purchase);
    cr_expect(strstr(made.purchase.answer, "CPU (scaled) limits each to 20 guests or more;"), "%s",
              made.purchase.answer);
    notes(&made, "All densities that were measured hold for: web.", true);
    made_words_done(&made);

    made_words_init(&made, 1);
    made.market.capacities.list[0].classes[0].guests = uncertain_absent();
    purchase_add_words(&made.purchase);
    notes(&made, "tells what CPU time these take: web.", true);
    made_words_done(&made);
}
