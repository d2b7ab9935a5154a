// SPDX-License-Identifier: GPL-3.0-or-later
// What all forms of contrasts say in words: the answer, who was held against whom, what only shows
// at density, how much more would decide. Knows no form; every string is new and the caller's.
#ifndef FULLHOUSE_REPORTS_COMPARE_CONTRAST_WORDS_H
#define FULLHOUSE_REPORTS_COMPARE_CONTRAST_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "compare/contrast.h"

struct contrasts;
struct strbuf;

// The first line of every form, in two parts. The claim, with the mark of emulation before anything
// else: "Under emulation. Worse: B against A".
char *contrasts_claim(const struct contrasts *contrasts);
// What is behind it: "Of 18 figures 2 worse, 1 better, 3 undecided, 12 the same. The largest:
// throughput at 8 guests, -7.1 % [-9.0, -5.2]."
char *contrasts_reckoning(const struct contrasts *contrasts, bool is_strict);
// Both.
char *contrasts_answer(const struct contrasts *contrasts, bool is_strict);

// What emulation means for the figures, as a sentence; NULL where there was none.
char *contrasts_emulation(const struct contrasts *contrasts);

// Whether this counts as a failure: worse, or undecided where is_strict.
bool contrast_verdict_fails(enum contrast_verdict verdict, bool is_strict);

// A contrast among others: what both are alike in, else who it is.
char *contrast_heading(const struct contrast *contrast);

// "baseline: run 12: tcg, bare guest, QEMU 7.2.22, host h"; side 0 is A.
char *contrast_side_words(const struct contrast *contrast, size_t side);

// How they were judged: threshold, confidence, false discoveries, in turns or not; each way once.
char *contrasts_method_words(const struct contrasts *contrasts);

// Of each measure that is worse (or better) at some densities and not at lower ones: "throughput is
// worse from 8 guests on; the same at 1, 2 and 4." NULL where none is so.
char *contrast_onset_words(const struct contrast *contrast);

// The judged ones of that verdict by measure with their guests: "throughput at 1, 2, 4; p99 at 1".
// NULL where there is none.
char *contrast_list_words(const struct contrast *contrast, enum contrast_verdict verdict);

// The same of those that are told and not judged.
char *contrast_unjudged_words(const struct contrast *contrast);

// Why judged ones are undecided or on one side only, each reason once, and what it befell.
struct contrast_reason {
    char *names; // "throughput at 8; p99 at 4, 8"
    const char *why;
};
// *ret_count of them; release with contrast_reasons_free.
struct contrast_reason *contrast_reasons(const struct contrast *contrast, size_t *ret_count);
void contrast_reasons_free(struct contrast_reason *reasons, size_t count);

// Appends one more to such a list; last: the one before it, or NULL.
void contrast_list_add(struct strbuf *text, const struct judgement *last,
                       const struct judgement *next);

// "throughput at 8 guests"
char *judgement_name(const struct contrast *contrast, const struct judgement *judgement);

// One judgement as a sentence without a full stop: "worse, -7.1 % [-9.0, -5.2] (412/s to 383/s), p
// = 0.003, 6 and 6 boots"; of an undecided one with what would decide, and its reason as a
// sentence behind it.
char *judgement_words(const struct contrast *contrast, const struct judgement *judgement);

// Whether it is known what would decide.
bool judgement_has_more(const struct judgement *judgement);

// What would decide: "4 more boots a side", "more than 1000", "" where it is decided or not known.
char *judgement_more(const struct contrast *contrast, const struct judgement *judgement);

// The same for a column: "+4 boots", "too many boots", "".
char *judgement_more_short(const struct contrast *contrast, const struct judgement *judgement);

// The smallest effect this host can tell apart, "1.2 %"; "-" where nobody knows.
char *judgement_noise(const struct judgement *judgement);

// What densities count: "guest" or "tile".
const char *contrast_density(const struct contrast *contrast);

// "boots", or "runs" where both sides have several.
const char *contrast_unit(const struct contrast *contrast);

// Whether ratios were put over those of a reference workload.
bool contrast_has_reference(const struct contrast *contrast);

// The verdict with a capital: "Worse".
char *contrast_verdict_title(enum contrast_verdict verdict);

#endif
