// SPDX-License-Identifier: GPL-3.0-or-later
// A program of the user's own, run again and again. One operation is one run of it, from its start
// to its end; what it printed is read afterwards, outside of the latency.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/model/exec_plan.h"
#include "workloads/linux/child.h"
#include "workloads/linux/exec_reading.h"
#include "workloads/linux/figures.h"
#include "workloads/linux/place.h"
#include "workloads/linux/workload_table.h"

struct exec_state {
    const struct home_place *home;
    char *path;               // of the program
    const char **argv;        // its texts are the plan's
    const char **environment; // its texts are the plan's and our own environment's
    int stop_fd;              // written to when a run is to be cut short
    uint64_t ran_ns;
};

_Static_assert(sizeof(struct exec_state) <= WORKLOAD_STATE_BYTES, "too large a state");

static int is_named_in(const struct exec_plan *plan, const char *entry)
{
    size_t length = exec_plan_name_length(entry);

    for (size_t i = 0; i < plan->environment_count; i++)
        if (exec_plan_name_length(plan->environment[i]) == length &&
            strncmp(plan->environment[i], entry, length) == 0)
            return 1;
    return 0;
}

// Ours, with the plan's over it. LC_ALL=C: numbers are read with a decimal point.
static const char **new_environment(const struct exec_plan *plan)
{
    static char plain[] = "LC_ALL=C";
    const char **environment;
    size_t count = 0, used = 0;

    while (environ && environ[count])
        count++;
    environment = alloc_zeroed(count + plan->environment_count + 2, sizeof *environment);
    for (size_t i = 0; i < count; i++)
        if (!is_named_in(plan, environ[i]) && strncmp(environ[i], "LC_ALL=", 7) != 0)
            environment[used++] = environ[i];
    if (!is_named_in(plan, plain))
        environment[used++] = plain;
    for (size_t i = 0; i < plan->environment_count; i++)
        environment[used++] = plan->environment[i];
    return environment;
}

static const char **new_argv(const struct exec_plan *plan)
{
    const char **argv = alloc_zeroed(plan->argument_count + 2, sizeof *argv);

    argv[0] = plan->program;
    for (size_t i = 0; i < plan->argument_count; i++)
        argv[i + 1] = plan->arguments[i];
    return argv;
}

static int no_program(const struct exec_plan *plan, struct err *err)
{
    if (strchr(plan->program, '/') && access(plan->program, F_OK) == 0)
        return err_system(err, EACCES, "%s is no program that may be executed", plan->program);
    return err_system(err, ENOENT, "%s: no such program here", plan->program);
}

static int prepare(void *state_, const struct workload_place *place)
{
    struct exec_state *state = state_;
    const struct exec_plan *plan = place->home->exec;

    if (!plan)
        return err_input(place->home->err, "exec: no program was named");
    *state = (struct exec_state){.home = place->home, .path = process_find(plan->program)};
    if (!state->path)
        return no_program(plan, place->home->err);
    state->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (state->stop_fd < 0) {
        free(state->path);
        return err_system(place->home->err, errno, "exec");
    }
    state->argv = new_argv(plan);
    state->environment = new_environment(plan);
    return 0;
}

static int take_figures(struct exec_state *state, const struct child_result *result)
{
    const struct exec_plan *plan = state->home->exec;
    scope_free double *values = alloc_zeroed(plan->metric_count + 1, sizeof *values);
    int rc = exec_reading_take(plan, result, values, state->home->err);

    for (size_t i = 0; rc == 0 && i < plan->metric_count; i++)
        figures_add(state->home->figures, plan->metrics[i].name, plan->metrics[i].unit,
                    plan->metrics[i].higher_is_better, values[i]);
    return rc;
}

static int operate(void *state_)
{
    struct exec_state *state = state_;
    const struct child_command command = {
        .path = state->path,
        .argv = state->argv,
        .environment = state->environment,
        .timeout_ns = state->home->exec->timeout_ns,
        .stop_fd = state->stop_fd,
    };
    struct child_result result;
    int rc = child_run(&command, &result, state->home->err);

    state->ran_ns = result.ran_ns;
    if (rc == 0)
        rc = take_figures(state, &result);
    child_result_done(&result);
    return rc;
}

static uint64_t latency_ns(const void *state)
{
    return ((const struct exec_state *)state)->ran_ns;
}

static void hurry(void *state)
{
    eventfd_write(((struct exec_state *)state)->stop_fd, 1);
}

static void finish(void *state_)
{
    struct exec_state *state = state_;

    close(state->stop_fd);
    free(state->path);
    free(state->argv);
    free(state->environment);
}

static const struct workload_variant variants[] = {
    {
        .name = "run",
        .operation = "one run of the scenario's program, from its start to its end",
        .comparable = "the same program started by hand; its own figures are its own affair",
        .threads = 1,
        .prepare = prepare,
        .operate = operate,
        .latency_ns = latency_ns,
        .hurry = hurry,
        .finish = finish,
    },
};

const struct workload workload_exec = {
    .name = "exec",
    .help = "runs a program of your own and takes figures from what it prints",
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
};
