// SPDX-License-Identifier: GPL-3.0-or-later
// Real programs run to every kind of end.
#include "workloads/linux/child.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "tests/collector/tree.h"

TestSuite(workloads_child, .init = tree_make, .fini = tree_remove);

static struct child_result result;
static struct err err;

static int run(const char *path, const char *const *argv, uint64_t timeout_ns, int stop_fd)
{
    static const char *const environment[] = {"PATH=/usr/bin:/bin", "WORD=here", NULL};
    const struct child_command command = {
        .path = path,
        .argv = argv,
        .environment = environment,
        .timeout_ns = timeout_ns,
        .stop_fd = stop_fd,
    };

    return child_run(&command, &result, &err);
}

static int run_script(const char *script)
{
    const char *const argv[] = {"sh", "-c", script, NULL};

    return run("/bin/sh", argv, 20 * CLOCK_NS_PER_SECOND, -1);
}

static void expect(const char *word)
{
    cr_expect_not_null(strstr(err_text(&err), word), "'%s' lacks '%s'", err_text(&err), word);
}

static void clear(void)
{
    child_result_done(&result);
    err_done(&err);
}

Test(workloads_child, keeps_what_a_program_prints)
{
    cr_assert_eq(run_script("echo out; echo $WORD >&2"), 0, "%s", err_text(&err));
    cr_expect_str_eq(strbuf_text(&result.output), "out\n");
    cr_expect_str_eq(strbuf_text(&result.errors), "here\n");
    cr_expect_gt(result.ran_ns, 0);
    clear();
}

Test(workloads_child, tells_an_exit_code_with_the_last_words)
{
    cr_assert_eq(run_script("echo much; echo last words >&2; exit 7"), -EIO);
    expect("/bin/sh ended with exit code 7");
    expect("last words");
    clear();
}

Test(workloads_child, names_the_signal_of_a_crash)
{
    cr_assert_eq(run_script("kill -SEGV $$"), -EIO);
    expect("SIGSEGV");
    expect("printed nothing");
    clear();
}

Test(workloads_child, kills_a_hanging_program_with_all_its_children)
{
    const char *const argv[] = {"sh", "-c", "sleep 1000 & echo $!; wait", NULL};
    uint64_t began_ns = clock_monotonic_ns();
    pid_t grandchild;

    cr_assert_eq(run("/bin/sh", argv, 300 * CLOCK_NS_PER_MS, -1), -ETIMEDOUT);
    expect("did not end within 300 ms and was killed");
    cr_expect_lt(clock_monotonic_ns() - began_ns, 20 * CLOCK_NS_PER_SECOND);
    grandchild = (pid_t)strtol(strbuf_text(&result.output), NULL, 10);
    cr_assert_gt(grandchild, 1);
    // Killed; whoever inherits it may take a moment to reap it.
    for (int i = 0; i < 2000 && kill(grandchild, 0) == 0; i++) {
        char path[64], state[512] = "";
        int fd;

        snprintf(path, sizeof path, "/proc/%d/stat", grandchild);
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || read(fd, state, sizeof state - 1) <= 0 || strstr(state, ") Z"))
            grandchild = -1;
        if (fd >= 0)
            close(fd);
        if (grandchild < 0)
            break;
        clock_sleep_until_ns(clock_monotonic_ns() + 5 * CLOCK_NS_PER_MS);
    }
    cr_expect(grandchild < 0 || kill(grandchild, 0) < 0, "the grandchild lives");
    clear();
}

Test(workloads_child, ends_when_the_load_is_over)
{
    const char *const argv[] = {"sleep", "1000", NULL};
    int stop_fd = eventfd(1, EFD_CLOEXEC);

    cr_assert_eq(run("/bin/sleep", argv, 600 * CLOCK_NS_PER_SECOND, stop_fd), -ECANCELED);
    cr_expect_eq(err.kind, ERR_NONE);
    close(stop_fd);
    clear();
}

Test(workloads_child, bounds_what_it_keeps)
{
    cr_assert_eq(run_script("head -c 5000000 /dev/zero; head -c 100000 /dev/zero >&2; "
                            "echo end >&2"),
                 0);
    cr_expect(result.is_cut);
    cr_expect_eq(result.output.length, CHILD_OUTPUT_MAX);
    cr_expect_eq(result.errors.length, CHILD_ERRORS_MAX);
    cr_expect_str_eq(result.errors.text + result.errors.length - 4, "end\n");
    clear();
}

Test(workloads_child, tells_why_a_program_does_not_start)
{
    const char *const argv[] = {"program", NULL};
    char *path = tree_path("/script");

    cr_assert_eq(run("/nowhere/program", argv, CLOCK_NS_PER_SECOND, -1), -ENOENT, "%s",
                 err_text(&err));
    expect("/nowhere/program");
    clear();
    tree_put("/script", "#!/nowhere/interpreter\n");
    cr_assert_eq(chmod(path, 0755), 0);
    cr_assert_eq(run(path, argv, CLOCK_NS_PER_SECOND, -1), -ENOENT);
    expect("interpreter");
    clear();
    tree_put("/script", "no program at all");
    cr_assert_eq(chmod(path, 0755), 0);
    cr_assert_eq(run(path, argv, CLOCK_NS_PER_SECOND, -1), -ENOEXEC);
    expect("architecture");
    clear();
    free(path);
}
