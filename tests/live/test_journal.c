// SPDX-License-Identifier: GPL-3.0-or-later
// A journal written, cut off at every byte, given to other moves, and forged.
#include "live/live_journal.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "live/live_moves.h"
#include "tests/collector/tree.h"
#include "tests/live/made_journal.h"

static struct made_journal made;

static void make(void)
{
    tree_make();
    made_journal_init(&made);
}

static void drop(void)
{
    made_journal_done(&made);
    tree_remove();
}

TestSuite(live_journal, .init = make, .fini = drop);

static struct live_journal open_journal(const char *path)
{
    struct live_journal journal = {.fd = -1};
    struct err err = {0};
    cr_assert_eq(live_journal_open(path, &made.estate, &made.moves, 0.3, &journal, &err), 0, "%s",
                 err_text(&err));
    return journal;
}

static void note(struct live_journal *journal, size_t index, enum live_event event)
{
    const struct live_step step = {.seconds = 3.5, .downtime_s = NAN, .moved_bytes = 1e9};
    struct err err = {0};
    cr_assert_eq(live_journal_note(journal, index, event, event == LIVE_DONE ? &step : NULL,
                                   "said \"so\"", &err),
                 0, "%s", err_text(&err));
}

static char *read_text(const char *path)
{
    char *bytes = NULL;
    cr_assert_eq(path_read(path, 1 << 20, &bytes, NULL, NULL), 0);
    return bytes;
}

Test(live_journal, tells_the_next_run_how_far_each_step_is)
{
    scope_free char *path = tree_path("/journal");
    struct live_journal journal = open_journal(path);
    note(&journal, 0, LIVE_BEGUN);
    note(&journal, 0, LIVE_DONE);
    note(&journal, 1, LIVE_BEGUN);
    live_journal_done(&journal);
    journal = open_journal(path);
    cr_expect_eq(journal.steps[0], LIVE_DONE);
    cr_expect_eq(journal.steps[1], LIVE_BEGUN);
    cr_expect_eq(journal.steps[2], LIVE_OPEN);
    live_journal_done(&journal);
}

Test(live_journal, holds_all_that_is_needed_to_go_on)
{
    scope_free char *path = tree_path("/journal");
    struct live_journal journal = open_journal(path);
    struct live_record record;
    struct err err = {0};
    live_journal_done(&journal);
    cr_assert_eq(live_journal_read(path, &record, &err), 0, "%s", err_text(&err));
    cr_expect_eq(live_record_compare(&record, &made.estate, &made.moves, &err), 0);
    // h3 has no part in it.
    cr_expect_eq(record.estate.host_count, 2);
    cr_expect_str_eq(record.estate.hosts[1].uri, "qemu+ssh://h2/system");
    cr_expect_eq(record.estate.guest_count, 3);
    cr_expect_eq(record.estate.guests[2].host, 1);
    cr_expect_eq(record.estate.guests[2].memory_bytes, made.estate.guests[2].memory_bytes);
    cr_expect_eq(record.moves.list[0].seconds.value, 4);
    cr_expect(record.moves.list[0].converges);
    cr_expect_eq(record.downtime_allowed_s, 0.3);
    live_record_done(&record);
}

// Killed in the middle of any line: what was whole counts, and it can be gone on with.
Test(live_journal, survives_being_cut_off_anywhere)
{
    scope_free char *path = tree_path("/journal");
    scope_free char *cut = tree_path("/cut");
    struct live_journal journal = open_journal(path);
    scope_free char *plan = read_text(path);
    note(&journal, 0, LIVE_BEGUN);
    live_journal_done(&journal);
    scope_free char *text = read_text(path);
    for (size_t length = 0; length < strlen(text); length++) {
        cr_assert_eq(path_write(cut, text, length, 0600, NULL), 0);
        journal = open_journal(cut);
        cr_assert_eq(journal.steps[0], LIVE_OPEN, "%zu", length);
        note(&journal, 0, LIVE_BEGUN);
        live_journal_done(&journal);
        scope_free char *again = read_text(cut);
        cr_assert_eq(strncmp(again, plan, strlen(plan)), 0, "%zu", length);
        cr_assert_eq(strlen(again), strlen(text), "%zu", length);
    }
}

Test(live_journal, is_refused_with_other_moves)
{
    scope_free char *path = tree_path("/journal");
    struct live_journal journal = open_journal(path);
    struct err err = {0};
    live_journal_done(&journal);
    made.list[1].to = 2;
    cr_assert_eq(live_journal_open(path, &made.estate, &made.moves, 0.3, &journal, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "a journal of other moves: its step 2 is \"g2 from h1 to h2, "
                                     "wave 2\", this plan's \"g2 from h1 to h3, wave 2\""),
              "%s", err_text(&err));
    err_done(&err);
    made.list[1].to = 1;
    made.moves.count = 2;
    cr_assert_eq(live_journal_open(path, &made.estate, &made.moves, 0.3, &journal, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "it has 3, this plan 2"), "%s", err_text(&err));
    err_done(&err);
}

Test(live_journal, is_one_runs_at_a_time)
{
    scope_free char *path = tree_path("/journal");
    struct live_journal journal = open_journal(path), other;
    struct err err = {0};
    cr_assert_lt(live_journal_open(path, &made.estate, &made.moves, 0.3, &other, &err), 0);
    cr_expect(strstr(err_text(&err), "another run is at work"), "%s", err_text(&err));
    cr_expect_eq(err_exit_code(&err), 3);
    err_done(&err);
    live_journal_done(&journal);
}

// Another's file is left as it is, with or without a newline.
Test(live_journal, leaves_other_files_alone)
{
    static const char *const texts[] = {"name,cores\nh1,4\n", "hello", "{\"journal\":\"diary\"}\n",
                                        "[1]\n", "{}\n"};
    scope_free char *path = tree_path("/file");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct live_journal journal;
        struct err err = {0};
        cr_assert_eq(path_write(path, texts[i], strlen(texts[i]), 0600, NULL), 0);
        cr_assert_eq(live_journal_open(path, &made.estate, &made.moves, 0.3, &journal, &err),
                     -EINVAL);
        cr_expect(strstr(err_text(&err), "/file:1: "), "%s", err_text(&err));
        err_done(&err);
        scope_free char *after = read_text(path);
        cr_expect_str_eq(after, texts[i]);
    }
    struct err err = {0};
    struct live_journal journal;
    cr_assert_eq(live_journal_open("/dev/null", &made.estate, &made.moves, 0.3, &journal, &err),
                 -EINVAL);
    err_done(&err);
}

#define PLAN                                                                                       \
    "{\"journal\":\"fullhouse moves\",\"version\":1,\"hosts\":2,\"guests\":1,\"moves\":1}\n"       \
    "{\"host\":\"a\"}\n{\"host\":\"b\"}\n{\"guest\":\"g\",\"on\":\"a\"}\n"

Test(live_journal, names_the_line_that_is_wrong)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"{\"journal\":\"fullhouse moves\",\"version\":2,\"hosts\":0,\"guests\":0,\"moves\":0}\n",
         "j:1: version 2; this program reads version 1"},
        {"{\"journal\":\"fullhouse moves\",\"version\":1,\"hosts\":-1,\"guests\":0,\"moves\":0}\n",
         "j:1: 'hosts' is missing, or no whole number"},
        {PLAN "{\"move\":\"migrate\",\"guest\":\"g\",\"from\":\"a\",\"to\":\"a\",\"wave\":0}\n",
         "j:5: a migration wants two hosts"},
        {PLAN "{\"move\":\"migrate\",\"guest\":\"x\",\"from\":\"a\",\"to\":\"b\",\"wave\":0}\n",
         "j:5: no line of a guest says 'x'"},
        {PLAN "{\"move\":\"migrate\",\"guest\":\"g\",\"from\":\"a\",\"to\":\"c\",\"wave\":0}\n",
         "j:5: no line of a host says 'c'"},
        {PLAN "{\"move\":\"fly\",\"guest\":\"g\",\"to\":\"b\",\"wave\":0}\n",
         "j:5: 'fly' is no kind of move"},
        {PLAN "{\"move\":\"switch-off\",\"to\":\"b\",\"wave\":0,\"seconds\":-1}\n",
         "j:5: 'seconds' is no number from 0"},
        {PLAN
         "{\"move\":\"switch-off\",\"to\":\"b\",\"wave\":0}\n{\"step\":1,\"event\":\"done\"}\n",
         "j:6: step 1 of 1"},
        {PLAN "{\"move\":\"switch-off\",\"to\":\"b\",\"wave\":0}\n{\"step\":0,\"event\":\"odd\"}\n",
         "j:6: 'odd' is no event"},
        {PLAN "not json\n", "j:5: no JSON object"},
        {"{\"journal\":\"fullhouse moves\",\"version\":1,\"hosts\":2,\"guests\":0,\"moves\":0}\n"
         "{\"host\":\"a\"}\n{\"host\":\"a\"}\n",
         "j:3: a second host 'a'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct live_record record;
        struct err err = {0};
        cr_assert_eq(live_record_parse("j", cases[i].text, strlen(cases[i].text), &record, &err),
                     -EINVAL, "%zu", i);
        cr_expect(strncmp(err_text(&err), cases[i].why, strlen(cases[i].why)) == 0, "%s",
                  err_text(&err));
        err_done(&err);
    }
}
