// SPDX-License-Identifier: GPL-3.0-or-later
// Standard output that fails. The shell makes the redirections here.
#include <criterion/criterion.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "tests/cli/program.h"

TestSuite(cli_streams, .init = program_set_up, .fini = program_tear_down);

static void prints(const char *script, const char *expected)
{
    const struct process_options options = {.timeout_ns = 50 * CLOCK_NS_PER_SECOND};
    struct process_result result = {0};
    struct err err = {0};
    setenv("PROGRAM", TEST_BUILD_DIR "/fullhouse", 1);
    cr_assert_eq(process_run(ARGUMENTS("bash", "-c", script), &options, &result, &err), 0, "%s",
                 err_text(&err));
    cr_assert_str_eq(result.output, expected);
    process_result_done(&result);
}

Test(cli_streams, tells_of_a_full_disk)
{
    prints("\"$PROGRAM\" list 2>&1 >/dev/full; echo $?",
           "fullhouse: standard output: No space left on device\n3\n");
    prints("\"$PROGRAM\" --help 2>&1 >/dev/full; echo $?",
           "fullhouse: standard output: No space left on device\n3\n");
}

// A pipe without a reader, for certain: the only one closed it before.
Test(cli_streams, is_silent_when_the_reader_hangs_up)
{
    setenv("FIFO", program_path("fifo"), 1);
    prints("mkfifo \"$FIFO\"; exec 3<>\"$FIFO\"; exec 4>\"$FIFO\"; exec 3>&-; "
           "\"$PROGRAM\" list >&4; echo $?",
           "141\n");
}

Test(cli_streams, tells_of_a_closed_stream)
{
    prints("\"$PROGRAM\" list 2>&1 >&-; echo $?",
           "fullhouse: standard output: Bad file descriptor\n3\n");
}

// A pipe nobody writes into: the user can still leave.
Test(cli_streams, ends_while_it_waits_for_a_scenario)
{
    setenv("FIFO", program_path("fifo"), 1);
    prints("mkfifo \"$FIFO\"; timeout --preserve-status 1 \"$PROGRAM\" bench --scenario \"$FIFO\"; "
           "echo $?",
           "143\n");
}
