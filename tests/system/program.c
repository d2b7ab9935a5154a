// SPDX-License-Identifier: GPL-3.0-or-later
// Starts and waits.
#include "tests/system/program.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/path.h"
#include "tests/collector/tree.h"

static const char binary[] = TEST_BUILD_DIR "/fullhouse";
enum { ARGUMENTS_MAX = 40, OUTPUT_MAX = 1 << 20 };

struct program program_start(const char *const *arguments)
{
    static unsigned number;
    char *argv[ARGUMENTS_MAX + 2] = {(char *)(uintptr_t)binary};
    for (size_t i = 0; arguments[i]; i++) {
        cr_assert_lt(i, ARGUMENTS_MAX);
        argv[i + 1] = (char *)(uintptr_t)arguments[i];
    }
    struct program program = {.output = alloc_printf("%s/output.%u", tree_root(), number++)};
    int fd = open(program.output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    program.pid = fork();
    if (program.pid == 0) {
        setpgid(0, 0);
        dup2(fd, 1);
        dup2(fd, 2);
        execv(binary, argv);
        _exit(127);
    }
    setpgid(program.pid, program.pid);
    close(fd);
    return program;
}

void program_signal(const struct program *program, int signal_number)
{
    kill(-program->pid, signal_number);
}

int program_wait(const struct program *program, uint64_t deadline_ns)
{
    int status;
    while (waitpid(program->pid, &status, WNOHANG) == 0) {
        if (clock_monotonic_ns() >= deadline_ns)
            return -1;
        usleep(2000);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

char *program_said(const struct program *program)
{
    char *text = NULL;
    return path_read(program->output, OUTPUT_MAX, &text, NULL, NULL) < 0 ? alloc_copy("") : text;
}

int program_run(const char *const *arguments, char **ret_said)
{
    struct program program = program_start(arguments);
    int code = program_wait(&program, clock_monotonic_ns() + 60 * CLOCK_NS_PER_SECOND);
    if (code < 0)
        program_signal(&program, SIGKILL);
    *ret_said = program_said(&program);
    program_done(&program);
    return code;
}

void program_done(struct program *program)
{
    free(program->output);
}
