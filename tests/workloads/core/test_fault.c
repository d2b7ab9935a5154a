// SPDX-License-Identifier: GPL-3.0-or-later
// Faults by name, and the three that kill by the processor's word.
#include "workloads/core/fault.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

Test(workloads_fault, are_known_by_their_names)
{
    static const char *const names[] = {
#define X(name, text) text,
        FAULTS(X)
#undef X
    };

    for (int i = 0; i < (int)(sizeof names / sizeof names[0]); i++)
        cr_assert_eq(fault_parse(names[i]), i + 1);
    cr_assert_eq(fault_parse(""), -1);
    cr_assert_eq(fault_parse("die"), -1);
    cr_assert_eq(fault_parse("divides"), -1);
}

// The signal that a child dies of when it commits the fault, 0 when it survives.
static int signal_of(enum fault fault)
{
    static const int signals[] = {SIGFPE, SIGSEGV, SIGILL, SIGBUS};
    pid_t child = fork();
    int status;

    cr_assert_geq(child, 0);
    if (child == 0) {
        // The test framework and sanitizers have handlers of their own.
        for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
            signal(signals[i], SIG_DFL);
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        fault_commit(fault);
        _exit(0);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

Test(workloads_fault, raise_the_processor_s_exceptions)
{
    cr_assert_eq(signal_of(FAULT_DIVIDE), SIGFPE);
    cr_assert_eq(signal_of(FAULT_ADDRESS), SIGSEGV);
    cr_assert_eq(signal_of(FAULT_INSTRUCTION), SIGILL);
}

Test(workloads_fault, of_other_kinds_raise_nothing)
{
    cr_assert_eq(signal_of(FAULT_NONE), 0);
    cr_assert_eq(signal_of(FAULT_MUTE), 0);
    cr_assert_eq(signal_of(FAULT_DIE_WINDOW), 0);
}

Test(workloads_fault, of_the_second_window_are_known)
{
    cr_assert_not(fault_is_in_window(FAULT_NONE));
    cr_assert_not(fault_is_in_window(FAULT_DIE_START));
    cr_assert(fault_is_in_window(FAULT_DIE_WINDOW));
    cr_assert(fault_is_in_window(FAULT_DIVIDE));
    cr_assert(fault_is_in_window(FAULT_INSTRUCTION));
}
