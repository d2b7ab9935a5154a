// SPDX-License-Identifier: GPL-3.0-or-later
// The table of pairs, walked: whole records, workloads that there are, commands that can be filled
// in, packages that install-deps installs. And one pair measured for real, where its peer is there.
#include <criterion/criterion.h>
#include <math.h>
#include <regex.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/fidelity/native.h"
#include "tests/fidelity/pair.h"
#include "tests/fidelity/result.h"
#include "tests/fidelity/words.h"
#include "workloads/core/workload.h"
#include "workloads/linux/workload_named.h"

static const struct words_setting setting = {.seconds = 0.1,
                                             .pace = 1,
                                             .file = "/x",
                                             .file_bytes = 4096,
                                             .port = 5201,
                                             .agent = TEST_BUILD_DIR "/fullhouse-guest"};

static bool can_be_taken(const char *take)
{
    regex_t expression;
    bool has_group;

    if (take[0] == '/' || strncmp(take, "median /", strlen("median /")) == 0)
        return true;
    if (regcomp(&expression, take, REG_EXTENDED) != 0)
        return false;
    has_group = expression.re_nsub == 1;
    regfree(&expression);
    return has_group;
}

Test(fidelity_pair, every_record_is_whole)
{
    for (size_t i = 0; pair_at(i); i++) {
        const struct pair *pair = pair_at(i);

        cr_assert(pair->name && pair->name[0]);
        cr_assert(pair->unit && pair->unit[0], "%s", pair->name);
        cr_assert(pair->note && pair->note[0], "%s", pair->name);
        cr_assert(pair->theirs.name && pair->theirs.package, "%s", pair->name);
        cr_assert_gt(pair->ours.scale, 0, "%s", pair->name);
        cr_assert_gt(pair->theirs.scale, 0, "%s", pair->name);
        cr_assert(can_be_taken(pair->theirs.take), "%s: %s", pair->name, pair->theirs.take);
        for (size_t j = 0; j < i; j++)
            cr_assert(strcmp(pair->name, pair_at(j)->name) != 0 ||
                          strcmp(pair->theirs.name, pair_at(j)->theirs.name) != 0,
                      "%s twice", pair->name);
    }
}

Test(fidelity_pair, workloads_are_there_and_commands_can_be_filled_in)
{
    for (size_t i = 0; pair_at(i); i++) {
        const struct pair *pair = pair_at(i);
        const struct workload *workload;
        const struct workload_variant *variant;
        char **words;
        struct err err = {0};

        cr_assert_eq(
            workload_named(pair->ours.workload, pair->ours.variant, &workload, &variant, &err), 0,
            "%s", err_text(&err));
        cr_assert(pair->ours.figure != PAIR_BYTES_HZ || variant->bytes, "%s", pair->name);
        cr_assert_eq(pair_our_words(pair, &setting, &words, &err), 0, "%s", err_text(&err));
        words_free(words);
        cr_assert_eq(pair_their_words(pair, &setting, &words, &err), 0, "%s", err_text(&err));
        words_free(words);
    }
}

Test(fidelity_pair, peers_are_packages_of_the_group)
{
    scope_free char *packages = NULL;

    cr_assert_eq(path_read(TEST_SOURCE_DIR "/scripts/packages", 1 << 16, &packages, NULL, NULL), 0);
    for (size_t i = 0; pair_at(i); i++) {
        scope_free char *line = alloc_printf("\nfidelity  %s ", pair_at(i)->theirs.package);
        cr_assert_not_null(strstr(packages, line), "%s", pair_at(i)->theirs.package);
    }
}

static struct result measured(const struct pair *pair)
{
    const struct native_plan plan = {.setting = &setting, .runs = 2};
    struct result result;

    cr_assert_eq(native_measure(&plan, pair, &result, NULL), 0);
    return result;
}

// A peer that every host has: itself.
static const char *const echo[] = {"sh", "-c", "echo 'it did 2000 ops'", NULL};

static struct pair made_pair(void)
{
    return (struct pair){
        .name = "null:empty",
        .unit = "kops",
        .ours = {.workload = "null", .threads = "1", .figure = PAIR_OPERATIONS_HZ, .scale = 1e-3},
        .theirs = {.name = "sh",
                   .package = "dash",
                   .words = echo,
                   .take = "did ([0-9]+) ops",
                   .scale = 1e-3},
        .note = "made up",
    };
}

Test(fidelity_pair, both_sides_are_run_in_turn)
{
    const struct pair pair = made_pair();
    struct result result = measured(&pair);

    cr_assert_null(result.absent, "%s", result.absent);
    cr_assert_eq(result.runs, 2);
    cr_assert_gt(result_our_median(&result), 10);
    cr_assert_eq(result_their_median(&result), 2);
    cr_assert_str_eq(result.theirs, "sh -c echo 'it did 2000 ops'");
    cr_assert_str_eq(result.ours,
                     "fullhouse-guest --json --measure null --threads 1 --seconds 0.1");
    result_done(&result);
}

static void is_absent(const struct pair *pair, const char *why, bool failed)
{
    struct result result = measured(pair);

    cr_assert_not_null(result.absent);
    cr_assert_not_null(strstr(result.absent, why), "%s", result.absent);
    cr_assert_eq(result.failed, failed);
    cr_assert_eq(result.runs, 0);
    cr_assert(isnan(result_our_median(&result)));
    result_done(&result);
}

Test(fidelity_pair, what_is_missing_or_fails_is_absent_and_says_why)
{
    static const char *const missing[] = {"env", "A=b", "no-such-program-here", NULL};
    static const char *const fails[] = {"sh", "-c", "echo bad luck; exit 4", NULL};
    struct pair pair = made_pair();

    pair.theirs.words = missing;
    is_absent(&pair, "sh is not installed: apt-get install dash", false);
    pair.theirs.words = fails;
    is_absent(&pair, "exit code 4: bad luck", true);
    pair = made_pair();
    pair.theirs.take = "did ([0-9]+) things";
    is_absent(&pair, "nothing matches", true);
    pair = made_pair();
    pair.ours.variant = "full";
    is_absent(&pair, "full", true);
}
