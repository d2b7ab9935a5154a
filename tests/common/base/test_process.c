// SPDX-License-Identifier: GPL-3.0-or-later
// Other programs, real ones: output, ends of every kind, deadlines, interrupts, nothing left
// behind.
#include "common/base/process.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"

#define SCRIPT(text)                                                                               \
    (const char *const[])                                                                          \
    {                                                                                              \
        "sh", "-c", text, NULL                                                                     \
    }

static struct process_result run(const char *const *argv, const struct process_options *options)
{
    struct process_result result = {0};
    struct err err = {0};
    cr_assert_eq(process_run(argv, options, &result, &err), 0, "%s", err_text(&err));
    return result;
}

static void prints(const char *const *argv, const struct process_options *options,
                   const char *expected)
{
    struct process_result result = run(argv, options);
    cr_assert_str_eq(result.output, expected);
    cr_assert_eq(result.exit_code, 0);
    process_result_done(&result);
    cr_assert_null(result.output);
}

// No process of the group is left, apart from what init has yet to reap.
static void expect_gone(pid_t pid)
{
    uint64_t deadline = clock_monotonic_ns() + 5 * CLOCK_NS_PER_SECOND;
    while (kill(pid, 0) == 0 && clock_monotonic_ns() < deadline)
        clock_sleep_until_ns(clock_monotonic_ns() + CLOCK_NS_PER_MS);
    cr_assert_eq(kill(pid, 0), -1, "process %d is still there", (int)pid);
}

Test(base_process, keeps_standard_output_then_error)
{
    prints(SCRIPT("echo bad >&2; echo good"), NULL, "good\nbad\n");
    prints((const char *const[]){"true", NULL}, NULL, "");
}

Test(base_process, passes_arguments_as_they_are)
{
    prints((const char *const[]){"printf", "%s|", "a b", "$HOME", "*", "", "'\"", NULL}, NULL,
           "a b|$HOME|*||'\"|");
}

Test(base_process, tells_every_kind_of_end)
{
    struct process_result result = run(SCRIPT("exit 7"), NULL);
    cr_assert_eq(result.exit_code, 7);
    process_result_done(&result);
    result = run(SCRIPT("kill -TERM $$"), NULL);
    cr_assert_eq(result.exit_code, 128 + SIGTERM);
    process_result_done(&result);
    process_result_done(NULL);
}

Test(base_process, tells_of_a_missing_program)
{
    struct process_result result = {.exit_code = 77};
    struct err err = {0};
    const char *const argv[] = {"fullhouse-no-such-program", NULL};
    cr_assert_eq(process_run(argv, NULL, &result, &err), -ENOENT);
    cr_assert_eq(result.exit_code, 77);
    cr_assert(strstr(err_text(&err), "fullhouse-no-such-program"), "%s", err_text(&err));
    err_done(&err);
    cr_assert_eq(process_run((const char *const[]){"", NULL}, NULL, &result, NULL), -ENOENT);
    // A folder has the executable bit and is no program.
    cr_assert_eq(process_run((const char *const[]){"/tmp", NULL}, NULL, &result, NULL), -ENOENT);
}

Test(base_process, works_in_another_folder)
{
    struct process_options options = {.work_dir = "/"};
    prints((const char *const[]){"pwd", NULL}, &options, "/\n");
    struct process_result result;
    struct err err = {0};
    options.work_dir = "/no/such/folder";
    cr_assert_eq(process_run(SCRIPT("true"), &options, &result, &err), -ENOENT);
    cr_assert(strstr(err_text(&err), "/no/such/folder"), "%s", err_text(&err));
    err_done(&err);
    options.work_dir = "/dev/null";
    cr_assert_eq(process_run(SCRIPT("true"), &options, &result, NULL), -ENOTDIR);
}

Test(base_process, takes_names_out_of_the_environment)
{
    static const char *const unsets[] = {"FULLHOUSE_A", NULL};
    struct process_options options = {.unsets = unsets};
    setenv("FULLHOUSE_A", "a", 1);
    setenv("FULLHOUSE_AB", "ab", 1);
    prints(SCRIPT("echo ${FULLHOUSE_A-none} ${FULLHOUSE_AB-none}"), &options, "none ab\n");
    prints(SCRIPT("echo $FULLHOUSE_A"), NULL, "a\n");
}

Test(base_process, gives_no_input_unless_told)
{
    prints((const char *const[]){"cat", NULL}, NULL, "");
    prints((const char *const[]){"cat", NULL}, &(struct process_options){.input = ""}, "");
    prints((const char *const[]){"cat", NULL}, &(struct process_options){.input = "in\n"}, "in\n");
}

// More than any pipe holds, in both directions at once and on both outputs.
Test(base_process, does_not_deadlock_on_large_streams)
{
    enum { SIZE = 3 << 20 };
    scope_free char *input = alloc_zeroed(SIZE + 1, 1);
    memset(input, 'x', SIZE);
    struct process_options options = {.input = input, .timeout_ns = 50 * CLOCK_NS_PER_SECOND};
    struct process_result result = run(SCRIPT("tee /dev/stderr"), &options);
    cr_assert_eq(strlen(result.output), 2 * SIZE);
    process_result_done(&result);
}

Test(base_process, survives_a_child_that_reads_nothing)
{
    enum { SIZE = 1 << 20 };
    scope_free char *input = alloc_zeroed(SIZE + 1, 1);
    memset(input, 'x', SIZE);
    prints((const char *const[]){"true", NULL}, &(struct process_options){.input = input}, "");
}

Test(base_process, drops_what_passes_its_bound)
{
    struct process_result result = run(SCRIPT("head -c 80000000 /dev/zero | tr '\\0' y"), NULL);
    size_t length = strlen(result.output);
    cr_assert(length > 60000000 && length <= 64 << 20, "%zu", length);
    process_result_done(&result);
}

// The shell's child must go too: it would hold the pipes and the machine.
Test(base_process, kills_the_whole_group_at_its_deadline)
{
    char dir[] = "/tmp/fullhouse-process-XXXXXX";
    cr_assert_not_null(mkdtemp(dir));
    struct process_options options = {.work_dir = dir, .timeout_ns = 300 * CLOCK_NS_PER_MS};
    struct process_result result = {.exit_code = 77};
    struct err err = {0};
    uint64_t start = clock_monotonic_ns();
    int failed = process_run(
        SCRIPT("trap '' TERM INT HUP; sleep 600 & echo $! > pid; echo slow work >&2; wait"),
        &options, &result, &err);
    cr_assert_eq(failed, -ETIMEDOUT);
    cr_assert_lt(clock_monotonic_ns() - start, 10 * CLOCK_NS_PER_SECOND);
    cr_assert_eq(result.exit_code, 77);
    cr_assert(strstr(err_text(&err), "300 ms (its last words: slow work)"), "%s", err_text(&err));
    err_done(&err);
    scope_free char *pid_file = path_join(dir, "pid");
    scope_free char *pid = NULL;
    cr_assert_eq(path_read(pid_file, 100, &pid, NULL, NULL), 0);
    expect_gone((pid_t)atoi(pid));
    cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "a child was not reaped");
    path_remove_tree(dir, NULL);
}

// A grandchild that keeps the outputs open and lives on is not waited for.
Test(base_process, ends_with_the_child_not_with_its_pipes)
{
    uint64_t start = clock_monotonic_ns();
    struct process_result result = run(SCRIPT("sleep 30 & echo $!"), NULL);
    cr_assert_lt(clock_monotonic_ns() - start, 10 * CLOCK_NS_PER_SECOND);
    pid_t pid = (pid_t)atoi(result.output);
    cr_assert_gt(pid, 1);
    cr_assert_eq(kill(pid, SIGKILL), 0);
    process_result_done(&result);
}

// And one that never stops writing cannot keep us either.
Test(base_process, ends_although_a_grandchild_writes_on)
{
    struct process_result result = run(SCRIPT("echo $$; yes >&2 & echo $!"), NULL);
    char *rest;
    strtol(result.output, &rest, 10);
    pid_t pid = (pid_t)strtol(rest, NULL, 10);
    cr_assert_gt(pid, 1);
    kill(pid, SIGKILL);
    process_result_done(&result);
}

Test(base_process, stops_when_interrupted)
{
    struct process_result result;
    struct err err = {0};
    cr_assert_eq(interrupt_install(NULL), 0);
    pid_t self = getpid();
    pid_t sender = fork();
    if (sender == 0) {
        clock_sleep_until_ns(clock_monotonic_ns() + 200 * CLOCK_NS_PER_MS);
        kill(self, SIGINT);
        _exit(0);
    }
    uint64_t start = clock_monotonic_ns();
    cr_assert_eq(process_run(SCRIPT("sleep 30"), NULL, &result, &err), -EINTR);
    cr_assert_lt(clock_monotonic_ns() - start, 10 * CLOCK_NS_PER_SECOND);
    cr_assert_eq(err_exit_code(&err), 130);
    err_done(&err);
    // Nothing new is started either.
    cr_assert_eq(process_run(SCRIPT("true"), NULL, &result, NULL), -EINTR);
    interrupt_clear();
    waitpid(sender, NULL, 0);
}

// A program expects the signals a shell would give it, not those we ignore or block.
Test(base_process, starts_programs_with_fresh_signals)
{
    sigset_t all;
    cr_assert_eq(interrupt_install(NULL), 0);
    signal(SIGUSR1, SIG_IGN);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    struct process_result result =
        run(SCRIPT("sed -n 's/^Sig\\(Blk\\|Ign\\):.//p' /proc/self/status"), NULL);
    char *rest;
    // The C library keeps signals 32 and 33 for itself; 1 to 31 are the ones programs know.
    cr_assert_eq(strtoull(result.output, &rest, 16) & 0x7fffffff, 0, "%s", result.output);
    cr_assert_eq(strtoull(rest, NULL, 16) & 0x7fffffff, 0, "%s", result.output);
    process_result_done(&result);
}

Test(base_process, leads_its_own_group)
{
    prints(SCRIPT("test $(cut -d' ' -f5 /proc/$$/stat) = $$ && echo yes"), NULL, "yes\n");
}

Test(base_process, leaks_no_descriptor)
{
    // The test runner's own descriptors are not the matter here.
    cr_assert_eq(close_range(3, ~0U, CLOSE_RANGE_CLOEXEC), 0);
    int before = dup(0);
    close(before);
    prints(SCRIPT("ls /proc/self/fd | wc -l"), &(struct process_options){.input = "x"}, "4\n");
    struct process_result result;
    process_run((const char *const[]){"fullhouse-no-such-program", NULL}, NULL, &result, NULL);
    int after = dup(0);
    close(after);
    cr_assert_eq(before, after);
}

// However few descriptors are left, it fails in words and gives back those it had.
Test(base_process, fails_cleanly_without_descriptors)
{
    struct process_result result;
    int first_free = dup(0);
    close(first_free);
    for (int spare = 0; spare < 6; spare++) {
        struct err err = {0};
        struct rlimit limit = {.rlim_cur = (rlim_t)(first_free + spare), .rlim_max = 1024};
        cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
        int failed = process_run(SCRIPT("true"), NULL, &result, &err);
        cr_assert_eq(failed, -EMFILE, "%d spare: %d", spare, failed);
        cr_assert_str_eq(err_text(&err), "starting sh: Too many open files");
        err_done(&err);
        int after = fcntl(0, F_DUPFD, 0);
        cr_assert_eq(after, spare ? first_free : -1);
        if (after >= 0)
            close(after);
    }
    cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "a child was not reaped");
}

Test(base_process, tells_of_a_file_that_is_no_program)
{
    char path[] = "/tmp/fullhouse-no-program-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_eq(fchmod(fd, 0755), 0);
    close(fd);
    struct process_result result;
    struct err err = {0};
    int failed = process_run((const char *const[]){path, NULL}, NULL, &result, &err);
    unlink(path);
    cr_assert_eq(failed, -ENOEXEC);
    cr_assert(strstr(err_text(&err), path), "%s", err_text(&err));
    err_done(&err);
}

// Where children are reaped by the kernel their end cannot be told, and that is said.
Test(base_process, does_not_invent_an_exit_code)
{
    struct process_result result = {.exit_code = 77};
    signal(SIGCHLD, SIG_IGN);
    cr_assert_eq(process_run(SCRIPT("exit 3"), NULL, &result, NULL), -ECHILD);
    cr_assert_eq(result.exit_code, 77);
}

Test(base_process, works_with_standard_streams_closed)
{
    int saved = dup(STDOUT_FILENO);
    int saved_error = dup(STDERR_FILENO);
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    struct process_result result = {0};
    int failed = process_run(SCRIPT("cat; echo bad >&2"),
                             &(struct process_options){.input = "in\n"}, &result, NULL);
    dup2(saved, STDOUT_FILENO);
    dup2(saved_error, STDERR_FILENO);
    cr_assert_eq(failed, 0);
    cr_assert_str_eq(result.output, "in\nbad\n");
    process_result_done(&result);
}

Test(base_process, finds_programs_in_the_path)
{
    scope_free char *shell = process_find("sh");
    cr_assert(shell && shell[0] == '/' && path_exists(shell));
    cr_assert_null(process_find("fullhouse-no-such-program"));
    cr_assert_null(process_find(""));
    cr_assert_null(process_find("/etc/passwd"));
    setenv("PATH", "/nowhere:/bin:/usr/bin", 1);
    scope_free char *found = process_find("sh");
    cr_assert_str_eq(found, "/bin/sh");
    unsetenv("PATH");
    scope_free char *by_default = process_find("sh");
    cr_assert_not_null(by_default);
}
