// SPDX-License-Identifier: GPL-3.0-or-later
// Who talks to whom, with and without tiles.
#include "common/model/peer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/scenario.h"
#include "common/model/tile.h"

static void expect_guest(const struct tile *tile, uint32_t guests, uint32_t index,
                         const char *wanted, uint32_t expected)
{
    struct peer peer;
    struct err err = {0};
    cr_assert_eq(peer_find(tile, guests, index, wanted, &peer, &err), 0, "%s", err_text(&err));
    cr_assert(peer.is_guest);
    cr_assert_eq(peer.guest, expected, "guest %u, peer=%s: %u", index, wanted, peer.guest);
}

static void expect_refusal(const struct tile *tile, uint32_t guests, uint32_t index,
                           const char *wanted, const char *what)
{
    struct peer peer;
    struct err err = {0};
    cr_assert_eq(peer_find(tile, guests, index, wanted, &peer, &err), -EINVAL);
    cr_assert_not_null(strstr(err_text(&err), what), "%s", err_text(&err));
    err_done(&err);
}

Test(model_peer, is_the_host_unless_told)
{
    struct peer peer = {.is_guest = true};
    cr_assert_eq(peer_find(NULL, 1, 0, NULL, &peer, NULL), 0);
    cr_assert_not(peer.is_guest);
    cr_assert_eq(peer_find(NULL, 4, 3, "host", &peer, NULL), 0);
    cr_assert_not(peer.is_guest);
}

Test(model_peer, pairs_guests)
{
    expect_guest(NULL, 4, 0, "guest", 1);
    expect_guest(NULL, 4, 1, "guest", 0);
    expect_guest(NULL, 4, 2, "guest", 3);
    expect_guest(NULL, 3, 2, "guest", 0);
    expect_refusal(NULL, 1, 0, "guest", "one guest alone");
    expect_refusal(NULL, 2, 0, "gust", "neither host nor guest");
}

// Two web servers and a database.
static struct tile shop(void)
{
    struct tile tile = {0};
    tile_add_role(&tile, &(struct role){.name = strdup("web"), .guests = 2});
    tile_add_role(&tile, &(struct role){.name = strdup("db"), .guests = 1});
    return tile;
}

Test(model_peer, finds_roles_in_its_own_tile)
{
    struct tile tile = shop();
    expect_guest(&tile, 6, 0, "db", 2);
    expect_guest(&tile, 6, 1, "db", 2);
    expect_guest(&tile, 6, 3, "db", 5);
    expect_guest(&tile, 6, 2, "web", 0);
    expect_guest(&tile, 6, 5, "web", 3);
    expect_guest(&tile, 6, 0, "web", 1);
    expect_guest(&tile, 6, 4, "web", 3);
    expect_guest(&tile, 6, 3, "guest", 4);
    expect_guest(&tile, 6, 5, "guest", 3);
    expect_refusal(&tile, 6, 2, "db", "cannot talk to itself");
    expect_refusal(&tile, 6, 2, "dv", "nor a role of this tile");
    tile_done(&tile);
}

static void expect_scenario(const char *text, const char *what)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_assert_eq(scenario_load_text(&scenario, "s.yaml", text, &err), 0, "%s", err_text(&err));
    int result = scenario_check(&scenario, &err);
    cr_assert_eq(result, what ? -EINVAL : 0, "%s", err_text(&err));
    cr_assert(!what || strstr(err_text(&err), what), "%s", err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}

#define PAIR "load: {workload: network, options: 'peer=guest'"

Test(model_peer, scenarios_are_held_to_it)
{
    expect_scenario("guests: 2..4\n" PAIR "}\n", NULL);
    expect_scenario("guests: 1..4\n" PAIR "}\n", "one guest alone");
    expect_scenario("guests: 2..4\n" PAIR ", rate: 1000/s}\n", NULL);
    expect_scenario("guests: 2..4\n" PAIR ", rate: 25%}\n", "a share");
    expect_scenario("guests: 2..4\nslo: 'p99<=2ms'\n" PAIR "}\n", NULL);
    expect_scenario("guests: 2..4\nslo: 'p99<=3x'\n" PAIR "}\n", "slo:");
    expect_scenario("guests: 2..4\nslo: 'retained>=50%'\n" PAIR "}\n", "slo:");
    expect_scenario("load: {workload: network, options: 'peer=nobody'}\n", "neither host nor");
}
