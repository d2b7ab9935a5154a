// SPDX-License-Identifier: GPL-3.0-or-later
// A program of the user's own as a load: what is started, and which numbers are taken from what it
// prints. Says nothing of how it comes into a guest or how it is run there.
#ifndef FULLHOUSE_COMMON_MODEL_EXEC_PLAN_H
#define FULLHOUSE_COMMON_MODEL_EXEC_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

// Bounds every source of a plan is checked against.
enum {
    EXEC_METRICS_MAX = 32,
    EXEC_TEXTS_MAX = 256,       // arguments, settings of the environment, files: of each
    EXEC_TEXT_MAX = 4000,       // bytes of any of them
    EXEC_NAME_MAX = 64,         // bytes of a metric's name and unit
    EXEC_BYTES_MAX = 128 << 10, // of all texts together: they travel in one line
};
#define EXEC_TIMEOUT_MIN_NS     UINT64_C(1000000)            // 1 ms
#define EXEC_TIMEOUT_MAX_NS     UINT64_C(24 * 3600000000000) // a day
#define EXEC_TIMEOUT_DEFAULT_NS UINT64_C(60000000000)        // a minute

// A number that every run must print. Exactly one of pointer and pattern is not "".
struct exec_metric {
    char *name;    // of letters, digits, '_', '-'
    char *pointer; // RFC 6901, into the JSON on the standard output, as "/jobs/0/read/iops"
    char *pattern; // POSIX extended, matched line by line; its one group is the number
    char *unit;    // "us"; "" for none
    bool higher_is_better;
    double scale; // what the number is multiplied by, to be in that unit
};

struct exec_plan {
    char *program;    // a path, or a name that is looked for in PATH
    char **arguments; // without the program itself
    size_t argument_count;
    char **environment; // "NAME=value", over what the agent has
    size_t environment_count;
    char **files; // packed besides: a path, or "from:to"
    size_t file_count;
    uint64_t timeout_ns; // of one run
    struct exec_metric *metrics;
    size_t metric_count;
};

// An empty plan with a timeout; never NULL.
struct exec_plan *exec_plan_new(void);
// A deep copy; NULL stays NULL.
struct exec_plan *exec_plan_copy(const struct exec_plan *plan);
// Accepts NULL.
void exec_plan_free(struct exec_plan *plan);

// Appends a copy of text to one of a plan's lists.
void exec_plan_add(char ***list, size_t *count, const char *text);
// Appends a metric with empty texts and a scale of 1; the plan's, to be filled.
struct exec_metric *exec_plan_add_metric(struct exec_plan *plan);

// 0, or -EINVAL with what is wrong and what would be right: no program, a name twice, a pattern
// that does not compile or has not one group, a pointer that does not begin with '/', ...
int exec_plan_check(const struct exec_plan *plan, struct err *err);

// The same of one metric alone, and of its name among those before it.
int exec_plan_check_metric(const struct exec_plan *plan, size_t index, struct err *err);

// "name=value": the length of the name, 0 when there is none.
size_t exec_plan_name_length(const char *setting);

#endif
