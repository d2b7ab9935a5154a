// SPDX-License-Identifier: GPL-3.0-or-later
// What a process costs and how it is found: on children of our own, and on a made-up /proc.
#include "collector/process.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

static const struct procfs host = {.root = ""};
enum { TOUCHED = 32 << 20 };

TestSuite(collector_process, .init = tree_make, .fini = tree_remove);

static void touch_memory(void)
{
    char *bytes = mmap(NULL, TOUCHED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; i < TOUCHED; i += 4096)
        ((volatile char *)bytes)[i] = 1;
}

// A child that holds memory and burns CPU until it is killed.
static pid_t start_burner(void)
{
    int ready[2];
    cr_assert_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        touch_memory();
        if (write(ready[1], "x", 1) != 1)
            _exit(1);
        alarm(30);
        for (volatile unsigned long i = 0;; i++)
            ;
    }
    char byte;
    close(ready[1]);
    cr_assert_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static bool reaches(pid_t pid, uint64_t goal_ns, uint64_t deadline_ns)
{
    uint64_t cpu_ns = 0;
    while (clock_monotonic_ns() < deadline_ns) {
        cr_assert_eq(process_cpu_ns(&host, pid, &cpu_ns), 0);
        if (cpu_ns >= goal_ns)
            return true;
        usleep(5000);
    }
    return false;
}

Test(collector_process, costs_cpu_time)
{
    pid_t pid = start_burner();
    uint64_t began_ns = clock_monotonic_ns(), first_ns = 0, last_ns = 0;
    cr_assert_eq(process_cpu_ns(&host, pid, &first_ns), 0);
    cr_assert(reaches(pid, first_ns + 100 * CLOCK_NS_PER_MS, began_ns + 20 * CLOCK_NS_PER_SECOND));
    cr_assert_eq(process_cpu_ns(&host, pid, &last_ns), 0);
    uint64_t wall_ns = clock_monotonic_ns() - began_ns;
    end(pid);
    cr_assert_leq(last_ns - first_ns, wall_ns + 20 * CLOCK_NS_PER_MS, "one thread, one CPU");
}

Test(collector_process, costs_the_memory_it_touched)
{
    pid_t pid = start_burner();
    uint64_t bytes = 0;
    int result = process_pss_bytes(&host, pid, &bytes);
    end(pid);
    cr_assert_eq(result, 0);
    cr_assert_geq(bytes, TOUCHED);
    cr_assert_lt(bytes, TOUCHED + (UINT64_C(256) << 20));
}

Test(collector_process, is_gone)
{
    pid_t pid = start_burner();
    end(pid);
    uint64_t value = 7;
    cr_assert_lt(process_cpu_ns(&host, pid, &value), 0);
    cr_assert_lt(process_pss_bytes(&host, pid, &value), 0);
    cr_assert_eq(value, 7);
}

Test(collector_process, has_a_name_with_brackets_and_spaces)
{
    tree_put("/proc/5/stat", "5 (a) 1 2 (b) S 1 5 5 0 -1 4194560 1 2 3 4 70 30 5 6 20 0\n");
    uint64_t ns = 0;
    cr_assert_eq(process_cpu_ns(tree_procfs(), 5, &ns), 0);
    cr_assert_eq(ns, 100 * (CLOCK_NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK)));
}

Test(collector_process, is_refused_when_damaged)
{
    static const char *const stats[] = {"", "5 (a", "5 (a)", "5 (a) S 1 2 3",
                                        "5 (a) S 1 5 5 0 -1 4194560 1 2 3 4 70"};
    uint64_t value = 7;
    for (size_t i = 0; i < sizeof stats / sizeof *stats; i++) {
        tree_put("/proc/5/stat", stats[i]);
        cr_assert_eq(process_cpu_ns(tree_procfs(), 5, &value), -EBADMSG, "case %zu", i);
    }
    tree_put("/proc/5/smaps_rollup", "Rss: 1 kB\n");
    cr_assert_eq(process_pss_bytes(tree_procfs(), 5, &value), -ENOENT);
    cr_assert_eq(value, 7);
}

// Arguments are separated by NULs.
static void put_arguments(const char *pid, const char *arguments, size_t length)
{
    scope_free char *path = alloc_printf("/proc/%s/cmdline", pid);
    tree_put_bytes(path, arguments, length);
}
#define put_process(pid, arguments) put_arguments(pid, arguments, sizeof(arguments))

static size_t found(const char *program, const char *needle)
{
    scope_free pid_t *pids = NULL;
    size_t count = 0;
    cr_assert_eq(process_find_all(tree_procfs(), program, needle, &pids, &count, NULL), 0);
    return count;
}

Test(collector_process, is_found_by_program_and_argument)
{
    put_process("11",
                "/usr/bin/qemu-system-x86_64\0-name\0guest=a\0-chardev\0socket,id=c,path=/c/0/s");
    put_process("12", "qemu-system-x86_64\0-kernel\0/c/0/k");
    put_process("13", "qemu-system-x86_64\0-kernel\0/d/0/k");
    put_process("14", "/bin/cat\0/c/0/k");
    put_process("15", "/opt/qemu/cat\0/c/0/k");
    put_process("16", "");
    put_arguments("17", "", 0);
    tree_put("/proc/notapid/cmdline", "qemu /c/0/k");
    cr_assert_eq(found("qemu", "/c/0/"), 2);
    cr_assert_eq(found("qemu", "/d/0/"), 1);
    cr_assert_eq(found("qemu", "/none/"), 0);
    cr_assert_eq(found("cat", "/c/0/"), 2);
}

Test(collector_process, is_not_found_below_a_longer_path)
{
    put_process("11", "qemu-system-x86_64\0-kernel\0/var/tmp/x/embed/0/k");
    put_process("12", "qemu-system-x86_64\0-chardev\0file,path=/home/tmp/x/embed/0/k");
    put_process("13", "qemu-system-x86_64\0-object\0{\"file\":\"/tmp/x/embed/0/key\"}");
    put_process("14", "qemu-system-x86_64\0-qmp\0unix:/tmp/x/embed/0/q,server=on");
    put_process("15", "qemu-system-x86_64\0-a\0/other/tmp/x/embed/0/,b=/tmp/x/embed/0/q");
    cr_assert_eq(found("qemu", "/tmp/x/embed/0/"), 3);
}

Test(collector_process, is_found_on_this_host_but_never_ourselves)
{
    char needle[] = "/fullhouse-find-XXXXXX";
    // A word nobody else has on the command line.
    for (char *at = strchr(needle, 'X'); *at; at++)
        *at = (char)('a' + (getpid() >> (at - needle)) % 16);
    int pipes[2];
    cr_assert_eq(pipe(pipes), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(pipes[1]);
        dup2(pipes[0], 0);
        execl("/bin/sh", "sh", "-c", "read line", needle, (char *)NULL);
        _exit(127);
    }
    scope_free pid_t *pids = NULL;
    size_t count = 0;
    for (int i = 0; i < 400 && count == 0; i++, usleep(5000)) {
        free(pids);
        cr_assert_eq(process_find_all(&host, "", needle, &pids, &count, NULL), 0);
    }
    end(pid);
    cr_assert_eq(count, 1);
    cr_assert_eq(pids[0], pid);
}

Test(collector_process, is_not_found_where_there_is_no_proc)
{
    pid_t *pids = NULL;
    size_t count = 3;
    cr_assert_eq(process_find_all(tree_procfs(), "qemu", "/", &pids, &count, NULL), -ENOENT);
    cr_assert_eq(count, 3);
    cr_assert_null(pids);
}

// --- wake-ups ----------------------------------------------------------------------------------

Test(collector_process, wakeups_are_those_of_all_its_threads)
{
    uint64_t count = 7;
    tree_put("/proc/5/task/5/status", "voluntary_ctxt_switches:\t30\n"
                                      "nonvoluntary_ctxt_switches:\t4\n");
    tree_put("/proc/5/task/6/status", "voluntary_ctxt_switches:\t100\n"
                                      "nonvoluntary_ctxt_switches:\t1\n");
    cr_assert_eq(process_switches(tree_procfs(), 5, &count), 0);
    cr_assert_eq(count, 135);
    // One that ended between the list and the look.
    tree_put("/proc/5/task/7/status", "Name: x\n");
    cr_assert_eq(process_switches(tree_procfs(), 5, &count), 0);
    cr_assert_eq(count, 135);
}

Test(collector_process, no_thread_that_tells_is_absent_and_not_zero)
{
    uint64_t count = 7;
    cr_assert_eq(process_switches(tree_procfs(), 9, &count), -ENOENT);
    tree_put("/proc/5/task/5/status", "Name: x\n");
    cr_assert_eq(process_switches(tree_procfs(), 5, &count), -ENOENT);
    cr_assert_eq(count, 7);
}

Test(collector_process, every_sleep_of_ours_is_one)
{
    enum { SLEEPS = 20 };
    uint64_t before, after;
    cr_assert_eq(process_switches(&host, getpid(), &before), 0);
    for (int i = 0; i < SLEEPS; i++)
        usleep(1000);
    cr_assert_eq(process_switches(&host, getpid(), &after), 0);
    cr_assert_geq(after - before, SLEEPS);
}
