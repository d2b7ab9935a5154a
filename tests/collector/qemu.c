// SPDX-License-Identifier: GPL-3.0-or-later
// Starts QEMU without anything that it could do.
#include "tests/collector/qemu.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "collector/vcpu_threads.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/process.h"
#include "common/base/scope.h"

static const struct procfs this_host = {.root = ""};

static void wait_for_vcpus(pid_t pid, unsigned vcpus)
{
    struct procfs_pool pool;
    struct vcpu_threads threads;
    uint64_t deadline_ns = clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND;
    procfs_pool_init(&pool, &this_host, 0);
    vcpu_threads_init(&threads, &pool, pid, false);
    while (threads.count < vcpus && clock_monotonic_ns() < deadline_ns) {
        usleep(5000);
        vcpu_threads_find(&threads);
    }
    cr_assert_eq(threads.count, vcpus, "QEMU has %zu vCPU threads", threads.count);
    vcpu_threads_done(&threads);
    procfs_pool_done(&pool);
}

static void become_qemu(char *const *argv)
{
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execvp(argv[0], argv);
    _exit(127);
}

pid_t qemu_start(const char *name, unsigned vcpus)
{
    scope_free char *program = process_find("qemu-system-x86_64");
    if (!program)
        cr_skip_test("no qemu-system-x86_64");
    scope_free char *guest = alloc_printf("guest=%s,debug-threads=on", name);
    scope_free char *smp = alloc_printf("%u", vcpus);
    char *argv[] = {program,
                    (char *)"-name",
                    guest,
                    (char *)"-smp",
                    smp,
                    (char *)"-accel",
                    (char *)"tcg",
                    (char *)"-S",
                    (char *)"-display",
                    (char *)"none",
                    (char *)"-nodefaults",
                    (char *)"-m",
                    (char *)"16",
                    NULL};
    pid_t pid = fork();
    if (pid == 0)
        become_qemu(argv);
    wait_for_vcpus(pid, vcpus);
    return pid;
}

void qemu_end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}
