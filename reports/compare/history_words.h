// SPDX-License-Identifier: GPL-3.0-or-later
// What all forms of a history say in words: the answer, each change and what else changed with it,
// how the end looks. Knows no form; every string is new and the caller's.
#ifndef FULLHOUSE_REPORTS_COMPARE_HISTORY_WORDS_H
#define FULLHOUSE_REPORTS_COMPARE_HISTORY_WORDS_H

#include "compare/history.h"

// The first line of every form: "Worse: nightly: 2 of 18 series are worse than they were. The
// largest: throughput at 4 guests since run 52 (2026-11-20), -9.8 % [-10.7, -8.9]." Where it was
// measured under emulation it says so before anything else.
char *history_answer(const struct history *history);

// What a line is of: "KVM, bare guest; 1 vCPU, 96 MiB; cpu, closed; on lab. 61 runs, 1 to 75,
// 2026-09-01 to 2026-11-25."
char *history_line_words(const struct history_line *line);

// "throughput at 4 guests"
char *history_series_name(const struct history_series *series);

// In a word or two how it stands: "worse since run 52", "recovered", "better since run 60",
// "accepted", "small change", "last run unlike", "steady", "too few runs".
char *history_state_words(const struct history *history, const struct history_line *line,
                          const struct history_series *series);

// "run 52 (2026-11-20)" of a point.
char *history_point_words(const struct history_line *line, const struct history_series *series,
                          size_t point);

// "Regression with run 52 (2026-11-20): 1.23M/s before, 1.11M/s after, -9.8 % [-10.7, -8.9], p
// 0.004" without a full stop.
char *history_change_words(const struct history_line *line, const struct history_series *series,
                           const struct history_change *change);

// What else changed there, or that nothing that is recorded did. One sentence.
char *history_cause_words(const struct history_change *change);

// Of a series that is worse: since when, against what. One sentence.
char *history_worse_words(const struct history_line *line, const struct history_series *series);

// Of a series whose last runs are unlike those before; NULL for any other. One sentence or two.
char *history_end_words(const struct history *history, const struct history_line *line,
                        const struct history_series *series);

// "2 runs are left out: the shapes differ (...); fullhouse history nightly --like 14 shows them."
char *history_left_out_words(const struct history *history, const struct history_left_out *group);

// How it was judged.
char *history_method_words(const struct history *history);

#endif
