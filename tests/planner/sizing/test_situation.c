// SPDX-License-Identifier: GPL-3.0-or-later
// Every number at its value, and which licence is for whom.
#include "planner/sizing/situation.h"

#include <criterion/criterion.h>
#include <math.h>

#include "tests/planner/made_plan.h"

Test(planner_situation, holds_every_number_at_its_value)
{
    struct made_plan made;
    struct situation situation;
    made_plan_init(&made);
    made_plan_class(&made, "web", 7, 0.25);
    made_plan_curve(&made, 20, 0.3);
    made_plan_class(&made, "db", 3, 0);
    made_plan_cores(&made, 1.5, 0, 0);
    made_plan_model(&made, "A")->price = uncertain_exact(900, ORIGIN_STATED);
    made_plan_licence(&made, LICENCE_SOCKET, 40);
    made_plan_assume(&made, ASSUME_PUE, 1.3);
    situation_init(&situation, &made.plan, &made.capacities, &made.choices);
    cr_expect_eq(situation.assumptions[ASSUME_PUE], 1.3);
    cr_expect_eq(situation.classes[0].count, 7);
    cr_expect_eq(situation.classes[0].growth, 0.25);
    cr_expect_eq(situation.classes[1].cpu_mean_cores, 1.5);
    cr_expect_eq(situation_share(&situation, 0, 0)->guests, 20);
    cr_expect_eq(situation_share(&situation, 0, 0)->busy_cores, 0.3);
    cr_expect(isnan(situation_share(&situation, 0, 1)->guests));
    cr_expect_eq(situation.options[0].price, 900);
    cr_expect_eq(situation.options[0].capacity, 2);
    cr_expect_eq(situation.options[0].dealt_ratio, 1);
    cr_expect_eq(situation.licence_prices[0], 40);
    cr_expect_eq(situation.packs[0], 1);
    situation_done(&situation);
    situation_done(&situation);
    situation_done(NULL);
}

static double packs(const struct made_plan *made)
{
    struct situation situation;
    situation_init(&situation, &made->plan, &made->capacities, &made->choices);
    double count = situation.packs[0];
    situation_done(&situation);
    return count;
}

Test(planner_situation, a_licence_is_for_its_platform)
{
    struct made_plan made;
    made_plan_init(&made);
    made_plan_model(&made, "A");
    struct licence *licence = made_plan_licence(&made, LICENCE_HOST, 10);
    cr_expect_eq(packs(&made), 1);
    licence->platform = (char *)"kvm";
    cr_expect_eq(packs(&made), 1);
    licence->platform = (char *)"xen";
    cr_expect_eq(packs(&made), 0);
    // Nothing was measured: hosts run what the plan asks for.
    made.basis.platform = (char *)"";
    cr_expect_eq(packs(&made), 0);
    char *asked[] = {(char *)"lxc", (char *)"xen"};
    made.plan.platforms = asked;
    made.plan.platform_count = 2;
    cr_expect_eq(packs(&made), 1);
}

Test(planner_situation, a_licence_by_the_guest_is_for_its_class)
{
    struct made_plan made;
    struct situation situation;
    made_plan_init(&made);
    made_plan_class(&made, "web", 1, 0);
    made_plan_class(&made, "db", 1, 0);
    made_plan_model(&made, "A");
    made_plan_licence(&made, LICENCE_GUEST, 10)->class = (char *)"db";
    made_plan_licence(&made, LICENCE_GUEST, 10);
    made_plan_licence(&made, LICENCE_GUEST, 10)->platform = (char *)"xen";
    situation_init(&situation, &made.plan, &made.capacities, &made.choices);
    cr_expect_eq(situation.licence_class[0], 1);
    cr_expect_eq(situation.licence_class[1], -1);
    cr_expect(situation.guest_applies[0] && situation.guest_applies[1]);
    cr_expect_not(situation.guest_applies[2]);
    cr_expect_eq(situation.packs[0], 0);
    situation_done(&situation);
}
