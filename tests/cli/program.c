// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the commands share.
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"

static char *folder;
static char *paths[16]; // freed at the end of the test
static size_t path_count;

void program_set_up(void)
{
    folder = alloc_copy("/tmp/fullhouse-cli.XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    setenv("FULLHOUSE_STATE", program_path("state"), 1);
    setenv("FULLHOUSE_CACHE", program_path("cache"), 1);
}

void program_tear_down(void)
{
    path_remove_tree(folder, NULL);
    while (path_count > 0)
        free(paths[--path_count]);
    free(folder);
}

const char *program_path(const char *name)
{
    cr_assert_lt(path_count, sizeof paths / sizeof *paths);
    return paths[path_count++] = path_join(folder, name);
}

const char *program_file(const char *name, const char *text)
{
    const char *path = program_path(name);
    cr_assert_eq(path_write(path, text, strlen(text), 0600, NULL), 0);
    return path;
}

char *program_output(int exit_code, const char *const *arguments)
{
    const char *argv[32] = {TEST_BUILD_DIR "/fullhouse"};
    for (size_t i = 0; arguments[i]; i++) {
        cr_assert_lt(i + 2, sizeof argv / sizeof *argv);
        argv[i + 1] = arguments[i];
    }
    const struct process_options options = {.timeout_ns = 50 * CLOCK_NS_PER_SECOND};
    struct process_result result = {0};
    struct err err = {0};
    cr_assert_eq(process_run(argv, &options, &result, &err), 0, "%s", err_text(&err));
    cr_assert_eq(result.exit_code, exit_code, "exit code %d: %s", result.exit_code, result.output);
    return result.output;
}

void program_says(int exit_code, const char *message, const char *const *arguments)
{
    scope_free char *output = program_output(exit_code, arguments);
    scope_free char *expected = alloc_printf("fullhouse: %s\n", message);
    cr_assert_str_eq(output, expected);
}

void program_mentions(int exit_code, const char *message, const char *const *arguments)
{
    scope_free char *output = program_output(exit_code, arguments);
    cr_assert_not_null(strstr(output, message), "'%s' is not in: %s", message, output);
}
