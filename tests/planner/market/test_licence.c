// SPDX-License-Identifier: GPL-3.0-or-later
// Packs of licences by hand: minimums, started packs, what each is counted in.
#include <criterion/criterion.h>

#include "planner/market/host_model.h"
#include "planner/market/licence.h"

static double packs(struct licence licence, uint32_t sockets, uint32_t cores)
{
    struct host_model model = {.sockets = sockets, .cores = cores, .threads = 2 * cores};
    return licence_packs(&licence, &model);
}

Test(planner_licence, cores_come_in_packs_with_a_minimum_a_socket_and_a_host)
{
    struct licence two_core = {
        .by = LICENCE_CORE, .pack = 2, .minimum_per_socket = 8, .minimum_per_host = 16};
    cr_expect_eq(packs(two_core, 2, 48), 24);
    cr_expect_eq(packs(two_core, 2, 8), 8);   // 2 x 8, not 2 x 4
    cr_expect_eq(packs(two_core, 1, 8), 8);   // 16 of the host
    cr_expect_eq(packs(two_core, 4, 16), 16); // 4 x 8
    cr_expect_eq(packs(two_core, 1, 17), 9);  // a started pack
    struct licence by_socket_minimum = {.by = LICENCE_CORE, .pack = 1, .minimum_per_socket = 16};
    cr_expect_eq(packs(by_socket_minimum, 2, 24), 32);
    cr_expect_eq(packs(by_socket_minimum, 2, 64), 64);
}

Test(planner_licence, other_metrics_count_other_things)
{
    struct licence socket = {.by = LICENCE_SOCKET, .pack = 1};
    struct licence socket_pair = {.by = LICENCE_SOCKET, .pack = 2};
    struct licence host = {.by = LICENCE_HOST, .pack = 1};
    struct licence guest = {.by = LICENCE_GUEST, .pack = 1};
    cr_expect_eq(packs(socket, 2, 64), 2);
    cr_expect_eq(packs(socket_pair, 2, 64), 1);
    cr_expect_eq(packs(socket_pair, 1, 64), 1);
    cr_expect_eq(packs(host, 4, 64), 1);
    cr_expect_eq(packs(guest, 2, 64), 0);
}

Test(planner_licence, starts_and_ends_empty)
{
    struct licence licence;
    licence_init(&licence);
    cr_expect_eq(licence.pack, 1);
    licence_done(&licence);
    licence_done(NULL);
}
