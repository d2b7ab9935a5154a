// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that are not ours, on hosts of the driver that libvirt has for tests: one with a guest,
// one that is empty, one that does not answer. Migrations: test_migration.c.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "live/live_moves.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves.h"
#include "tests/collector/tree.h"

enum { FULL, EMPTY, DARK, HOSTS };

static struct estate estate;
static struct strbuf said;
static char *journal;

static void put_node(void)
{
    tree_put("/empty.xml",
             "<node><cpu><mhz>2000</mhz><model>x</model><active>4</active><nodes>1</nodes>"
             "<sockets>1</sockets><cores>4</cores><threads>1</threads></cpu>"
             "<memory>4194304</memory></node>");
}

static void make(void)
{
    tree_make();
    put_node();
    estate_init(&estate);
    journal = tree_path("/journal");
    estate_add_host(&estate, "full")->uri = alloc_copy("test:///default");
    estate_add_host(&estate, "empty")->uri = alloc_printf("test://%s/empty.xml", tree_root());
    estate_add_host(&estate, "dark")->uri =
        alloc_printf("qemu+unix:///system?socket=%s/dark", tree_root());
    struct estate_guest *guest = estate_add_guest(&estate, "test");
    guest->host = FULL;
    guest->memory_bytes = 1 << 30;
}

static void drop(void)
{
    estate_done(&estate);
    strbuf_done(&said);
    free(scope_take(journal));
    tree_remove();
}

TestSuite(live_steps, .init = make, .fini = drop);

static void note_said(void *context, const struct live_step *step, const char *words)
{
    (void)step;
    strbuf_printf(context, "%s\n", words);
}

static int apply(struct move *list, size_t count, struct err *err)
{
    const struct moves moves = {.list = list, .count = count};
    const struct live_moves_options options = {
        .journal = journal, .said = note_said, .context = &said};
    return live_moves_apply(&estate, &moves, &options, err);
}

static void expect_stop(int result, struct err *err, const char *words)
{
    cr_assert_lt(result, 0);
    cr_expect_eq(err_exit_code(err), 3);
    cr_expect(strstr(err_text(err), words), "%s", err_text(err));
    err_done(err);
}

static struct move of_host(enum move_kind kind, int32_t host)
{
    return (struct move){.kind = kind, .guest = -1, .from = -1, .to = host};
}

Test(live_steps, stops_before_a_host_that_is_off)
{
    struct err err = {0};
    struct move list[] = {of_host(MOVE_SWITCH_ON, FULL), of_host(MOVE_SWITCH_ON, DARK)};
    expect_stop(apply(list, 2, &err), &err, "dark does not answer: switch it on, then go on");
    cr_expect_str_eq(strbuf_text(&said), "full is on\n");
    free(estate.hosts[DARK].uri);
    estate.hosts[DARK].uri = alloc_printf("test://%s/empty.xml", tree_root());
    cr_assert_eq(apply(list, 2, &err), 0, "%s", err_text(&err));
    cr_expect(strstr(strbuf_text(&said), "dark is on\n"), "%s", strbuf_text(&said));
}

Test(live_steps, lets_only_an_empty_host_go)
{
    struct err err = {0};
    struct move list[] = {of_host(MOVE_SWITCH_OFF, EMPTY), of_host(MOVE_SWITCH_OFF, FULL)};
    expect_stop(apply(list, 2, &err), &err, "full is to be switched off: full still runs test");
    cr_expect_str_eq(strbuf_text(&said), "empty runs no guest any more: switch it off\n");
}

Test(live_steps, waits_for_maintenance_and_goes_on)
{
    struct err err = {0};
    struct move list[] = {of_host(MOVE_MAINTAIN, EMPTY)};
    expect_stop(apply(list, 1, &err), &err, "empty runs no guest any more: maintain it");
    cr_assert_eq(apply(list, 1, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(strbuf_text(&said), "empty answers again: taken as maintained\n");
}

Test(live_steps, has_the_user_start_what_runs_nowhere)
{
    struct err err = {0};
    struct move list[] = {{.kind = MOVE_START, .guest = 0, .from = -1, .to = EMPTY}};
    expect_stop(apply(list, 1, &err), &err, "test runs nowhere: start it on empty");
    list[0].to = FULL;
    tree_drop("/journal");
    cr_assert_eq(apply(list, 1, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(strbuf_text(&said), "test runs on full\n");
}

// Nothing is begun where a host cannot be reached, and the journal stays open for another try.
Test(live_steps, moves_no_guest_to_a_host_that_does_not_answer)
{
    struct err err = {0};
    struct move list[] = {{.kind = MOVE_MIGRATE, .guest = 0, .from = FULL, .to = DARK}};
    expect_stop(apply(list, 1, &err), &err,
                "test, full to dark: test runs on full; dark does not answer. Done: 0 of 1 "
                "migrations; not done: test");
}

Test(live_steps, wants_a_uri_of_every_host)
{
    struct err err = {0};
    struct move list[] = {{.kind = MOVE_MIGRATE, .guest = 0, .from = FULL, .to = EMPTY}};
    free(scope_take(estate.hosts[EMPTY].uri));
    cr_assert_eq(apply(list, 1, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "empty has no libvirt URI"), "%s", err_text(&err));
    err_done(&err);
}

// libvirt's test driver knows no migration: the guest stays, and the message says why and where.
Test(live_steps, says_where_a_guest_is_that_could_not_go)
{
    struct err err = {0};
    struct move list[] = {{.kind = MOVE_MIGRATE, .guest = 0, .from = FULL, .to = EMPTY}};
    expect_stop(apply(list, 1, &err), &err, "test runs on full; test is not on empty");
}

Test(live_steps, refuses_to_go_on_with_no_journal)
{
    struct err err = {0};
    const struct live_moves_options options = {.journal = journal};
    cr_assert_eq(live_moves_resume(&options, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "/journal"), "%s", err_text(&err));
    err_done(&err);
}
