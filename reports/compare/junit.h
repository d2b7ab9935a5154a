// SPDX-License-Identifier: GPL-3.0-or-later
// JUnit's XML as CI servers read it: suites of cases, each passed, failed or skipped. Written as it
// goes; text of any origin stays well-formed XML 1.0. Counts must be known when a suite is opened.
#ifndef FULLHOUSE_REPORTS_COMPARE_JUNIT_H
#define FULLHOUSE_REPORTS_COMPARE_JUNIT_H

#include <stddef.h>

struct strbuf;

struct junit_counts {
    size_t tests, failures, skipped;
};

enum junit_result {
    JUNIT_PASSED,
    JUNIT_FAILED,
    JUNIT_SKIPPED,
};

struct junit_case {
    const char *class_name; // groups cases; the same from run to run, or their history is lost
    const char *name;
    enum junit_result result;
    const char *type;    // of a failure: "worse"
    const char *message; // one line of what came out; of any result
    const char *text;    // more of it, or NULL
};

void junit_open(struct strbuf *out, const char *name, const struct junit_counts *counts);
void junit_open_suite(struct strbuf *out, const char *name, const struct junit_counts *counts);
// Properties come first in a suite, all between these two.
void junit_open_properties(struct strbuf *out);
void junit_add_property(struct strbuf *out, const char *name, const char *value);
void junit_close_properties(struct strbuf *out);
void junit_add_case(struct strbuf *out, const struct junit_case *test);
void junit_close_suite(struct strbuf *out);
void junit_close(struct strbuf *out);

#endif
