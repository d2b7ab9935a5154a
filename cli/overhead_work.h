// SPDX-License-Identifier: GPL-3.0-or-later
// From what fullhouse overhead was asked to its reports: campaigns measured, or taken from the
// store.
#ifndef FULLHOUSE_CLI_OVERHEAD_WORK_H
#define FULLHOUSE_CLI_OVERHEAD_WORK_H

#include <stdbool.h>

struct err;
struct overhead_form;
struct scenario;

struct overhead_work {
    const char *workloads; // "cpu,os:all"; NULL: the scenario's own load
    const char *store;     // where runs are kept, NULL: the user's own
    const struct overhead_form *form;
    const char *output, *html; // where the form, and the page beside it, go; NULL: printed, nowhere
    const char *agent_test;    // a fault for tests, or NULL
    bool resume, quiet;
};

// Measures nothing: reports the session of a run by number, label or "latest". 0 or negative errno.
int overhead_work_report(const struct overhead_work *work, const char *word, struct err *err);

// Measures (scenario complete; its seed is chosen here where it is 0) and reports; whatever was
// finished is shown, also after an interrupt or a failure. 0 or negative errno.
int overhead_work_measure(const struct overhead_work *work, struct scenario *scenario,
                          struct err *err);

#endif
