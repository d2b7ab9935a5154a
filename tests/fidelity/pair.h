// SPDX-License-Identifier: GPL-3.0-or-later
// The table of pairs: a workload of ours beside the tool that people trust for the same question,
// and where in what that one prints the number is. To add a pair: a record in pair_KIND.c.
#ifndef FULLHOUSE_TESTS_FIDELITY_PAIR_H
#define FULLHOUSE_TESTS_FIDELITY_PAIR_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct words_setting;

// Which of our figures is compared.
enum pair_figure {
    PAIR_OPERATIONS_HZ,
    PAIR_BYTES_HZ,
    PAIR_MEAN_NS, // of latency
    PAIR_P50_NS,
    PAIR_FIGURE_COUNT
};

// Where it stands in what fullhouse-guest --measure prints.
const char *pair_figure_pointer(enum pair_figure figure);

// A workload of ours as it is asked for; NULL where nothing is said. Words may have braces
// (words.h).
struct pair_ours {
    const char *workload;
    const char *variant;
    const char *options;
    const char *working_set;
    const char *threads;
    const char *cpu;    // it is bound to this one, as a peer is that binds itself
    bool has_responder; // the other end of a network workload is started for it, on {port}
    enum pair_figure figure;
    double scale; // what the figure is multiplied by, to be in the pair's unit
};

struct pair_theirs {
    const char *name;          // "likwid-bench"
    const char *package;       // what installs it
    const char *const *words;  // the command, NULL-terminated, with braces
    const char *const *server; // what it talks to, started first, listens on {port}; or NULL
    const char *take;          // take.h
    double scale;
};

struct pair {
    const char *name; // "memory:copy", and what is compared where that is not plain
    const char *unit;
    bool higher_is_better;
    struct pair_ours ours;
    struct pair_theirs theirs;
    bool on_one_cpu;  // natively both ends of both sides share one, so that where the kernel puts
                      // them does not decide
    bool same;        // the definition is the same
    const char *note; // what makes it the same, or what differs
    bool in_guest;    // also measured inside a guest, the peer by the workload `exec`
};

// All of them; NULL after the last.
const struct pair *pair_at(size_t index);

// NULL when the peer and its server are installed, else a new string that says what installs them.
char *pair_missing(const struct pair *pair);

// The command of each side as new, NULL-terminated lists (words_free). 0 or -EINVAL.
int pair_our_words(const struct pair *pair, const struct words_setting *setting, char ***ret_words,
                   struct err *err);
int pair_their_words(const struct pair *pair, const struct words_setting *setting,
                     char ***ret_words, struct err *err);

#endif
