// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a program for its version. What it can do libvirt asks by itself.
#include "bench/emulator_program.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"

// A wrapper may take its time.
static const uint64_t DEADLINE_NS = 20 * CLOCK_NS_PER_SECOND;

// "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7)": the number.
static int read_version(const char *program, const struct process_result *told, char **ret_version,
                        struct err *err)
{
    static const char word[] = " version ";
    const char *found = told->exit_code == 0 ? strstr(told->output, word) : NULL;
    const char *number = found ? found + strlen(word) : "";
    size_t length = strcspn(number, " \t\n(");
    if (strncmp(told->output, "QEMU", 4) != 0 || length == 0)
        return err_host(err, NULL,
                        "qemu: %s does not tell its version as QEMU does (exit %d: %.*s)", program,
                        told->exit_code, (int)strcspn(told->output, "\n"), told->output);
    *ret_version = alloc_printf("QEMU %.*s (%s)", (int)length, number, program);
    return 0;
}

int emulator_program_version(const char *program, char **ret_version, struct err *err)
{
    const struct process_options options = {.timeout_ns = DEADLINE_NS};
    struct process_result told = {0};
    if (access(program, X_OK) < 0)
        return err_host(err, NULL, "qemu: %s: %s", program,
                        errno == ENOENT ? "there is no such program" : strerror(errno));
    int result =
        process_run((const char *const[]){program, "--version", NULL}, &options, &told, err);
    if (result < 0)
        return result == -EINTR ? result : err_prefix(err, "qemu");
    result = read_version(program, &told, ret_version, err);
    process_result_done(&told);
    return result;
}
