// SPDX-License-Identifier: GPL-3.0-or-later
// What stood in for what nobody told, counted guest by guest, and said in one sentence a kind.
#ifndef FULLHOUSE_PLANNER_AMOUNT_AMOUNT_GUESS_H
#define FULLHOUSE_PLANNER_AMOUNT_AMOUNT_GUESS_H

#include <stddef.h>

struct amounts;

// enum, of one guest, of several.
#define AMOUNT_GUESSES(X)                                                                          \
    X(TRACE_P95, "has no trace of CPU use: its 95th percentile counts at all times",               \
      "have no trace of CPU use: their 95th percentile counts at all times")                       \
    X(TRACE_PEAK, "has no trace of CPU use: its peak counts at all times",                         \
      "have no trace of CPU use: their peak counts at all times")                                  \
    X(TRACE_MEAN, "has no trace of CPU use: its mean counts, which it exceeds at times",           \
      "have no trace of CPU use: their mean counts, which they exceed at times")                   \
    X(PEAK_VCPUS, "tells no peak of CPU use: all of its vCPUs count",                              \
      "tell no peak of CPU use: all of their vCPUs count")                                         \
    X(VCPUS, "tells no CPU use: all of its vCPUs count as busy (guessed)",                         \
      "tell no CPU use: all of their vCPUs count as busy (guessed)")                               \
    X(MEAN_P95, "tells no mean CPU use: its 95th percentile counts",                               \
      "tell no mean CPU use: their 95th percentile counts")                                        \
    X(MEAN_PEAK, "tells no mean CPU use: its peak counts",                                         \
      "tell no mean CPU use: their peak counts")                                                   \
    X(OFF, "is off: nothing but its disk counts", "are off: nothing but their disks count")        \
    X(NO_DISK, "tells no disk space: it counts as none", "tell no disk space: it counts as none")  \
    X(NO_DISK_RATE, "tells no disk operations: they count as none",                                \
      "tell no disk operations: they count as none")                                               \
    X(NO_NETWORK, "tells no network rate: it counts as none",                                      \
      "tell no network rate: it counts as none")                                                   \
    X(CURVE_VCPUS, "has other vCPUs than the guests of its run: its share is scaled by them",      \
      "have other vCPUs than the guests of their runs: their shares are scaled by them")           \
    X(CURVE_NONE,                                                                                  \
      "has no run: its share is guessed from its CPU use over the measured host's cores",          \
      "have no run: their shares are guessed from their CPU use over the measured host's cores")   \
    X(NO_KIND, "has no workload in the matrix of neighbours: nobody slows it, and it nobody",      \
      "have no workload in the matrix of neighbours: nobody slows them, and they nobody")

enum amount_guess {
#define X(name, one, several) AMOUNT_GUESS_##name,
    AMOUNT_GUESSES(X)
#undef X
        AMOUNT_GUESS_COUNT
};

struct amount_guesses {
    size_t count[AMOUNT_GUESS_COUNT];
    const char *first[AMOUNT_GUESS_COUNT]; // a guest's name, borrowed
};

void amount_guess(struct amount_guesses *guesses, enum amount_guess which, const char *guest);
void amount_guesses_tell(const struct amount_guesses *guesses, struct amounts *amounts);

// Adds a sentence.
void amounts_note(struct amounts *amounts, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
