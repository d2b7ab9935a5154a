// SPDX-License-Identifier: GPL-3.0-or-later
// scripts/run-tests with a runner that is made up: what fails beside others is tried once more
// alone, and only what fails then, too, is a failure.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"

static char *root;

static void make_root(void)
{
    root = alloc_copy("/tmp/fullhouse-run-tests-XXXXXX");
    cr_assert_not_null(mkdtemp(root));
}

static void remove_root(void)
{
    path_remove_tree(root, NULL);
    free(root);
}

TestSuite(scripts_run_tests, .init = make_root, .fini = remove_root);

// A runner of two tests: a::firm fails always, or never; a::shaky fails beside others.
static char *put_runner(bool firm_fails)
{
    char *path = path_join(root, "runner");
    scope_free char *text =
        alloc_printf("#!/bin/bash\n"
                     "for word; do case $word in --tap=*) tap=${word#--tap=};; esac; done\n"
                     "filter=$2 passing=0 failing=0\n"
                     "tell() { echo \"$2ok - a::$1  (0.00s)\" >>\"${tap:-/dev/null}\"; }\n"
                     "good() { passing=$((passing + 1)); tell \"$1\" ''; }\n"
                     "bad() { failing=$((failing + 1)); tell \"$1\" 'not '; }\n"
                     "case $filter in\n"
                     "'!'*) %s firm; bad shaky;;\n"
                     "a/firm) %s firm;;\n"
                     "a/shaky) good shaky;;\n"
                     "*) good other;;\n"
                     "esac\n"
                     "echo \"[====] Synthesis: Tested: 2 | Passing: $passing | Failing: $failing | "
                     "Crashing: 0\"\n"
                     "[ $failing -eq 0 ]\n",
                     firm_fails ? "bad" : "good", firm_fails ? "bad" : "good");
    cr_assert_eq(path_write(path, text, strlen(text), 0700, NULL), 0);
    return path;
}

static char *run(const char *runner, int *ret_code)
{
    const char *const argv[] = {TEST_SOURCE_DIR "/scripts/run-tests", runner, "1", NULL};
    const struct process_options options = {.timeout_ns = UINT64_C(20000000000)};
    struct process_result result = {0};
    struct err err = {0};

    cr_assert_eq(process_run(argv, &options, &result, &err), 0, "%s", err_text(&err));
    *ret_code = result.exit_code;
    return result.output;
}

Test(scripts_run_tests, tries_what_failed_once_more_alone_and_tells)
{
    int code;
    scope_free char *runner = put_runner(false);
    scope_free char *output = run(runner, &code);

    cr_expect_eq(code, 0, "%s", output);
    cr_expect_not_null(strstr(output, "a::shaky failed beside others: once more, alone"));
    cr_expect_not_null(strstr(output, "a::shaky passed alone"));
    cr_expect_not_null(strstr(output, "\n4 passed, 0 failed, 1 only alone\n"), "%s", output);
}

Test(scripts_run_tests, fails_where_it_fails_alone_too)
{
    int code;
    scope_free char *runner = put_runner(true);
    scope_free char *output = run(runner, &code);

    cr_expect_eq(code, 1, "%s", output);
    cr_expect_null(strstr(output, "a::firm passed alone"));
    cr_expect_not_null(strstr(output, "\n3 passed, 1 failed, 1 only alone\n"), "%s", output);
}
