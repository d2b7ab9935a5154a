// SPDX-License-Identifier: GPL-3.0-or-later
// What can befall one guest in the middle of a run, on purpose, to see what the others feel.
#ifndef FULLHOUSE_COMMON_MODEL_ACCIDENT_H
#define FULLHOUSE_COMMON_MODEL_ACCIDENT_H

#include <stdbool.h>

// enum, name, what happens.
#define ACCIDENTS(X)                                                                               \
    X(NONE, "none", "nothing: the boots that the others are held against")                         \
    X(PANIC, "panic",                                                                              \
      "its kernel panics (native: the agent aborts; bare: an illegal instruction)")                \
    X(KILL, "kill", "its process on the host is killed (SIGKILL)")                                 \
    X(MEMORY_HOG, "memory-hog", "it takes all of its memory and keeps writing to it")              \
    X(FORK_BOMB, "fork-bomb", "its processes multiply without end")                                \
    X(DISK_HOG, "disk-hog", "it writes to its data disk as fast as that goes, from four processes")

enum accident {
#define X(name, text, what) ACCIDENT_##name,
    ACCIDENTS(X)
#undef X
        ACCIDENT_COUNT
};

const char *accident_name(enum accident accident);
const char *accident_what(enum accident accident);

// The accident of that name, or -1.
int accident_parse(const char *text);

// "panic, kill, ..." without none, as a new string.
char *accident_list(void);

// Whether the guest itself does it, told to by the host; else the host does it to the guest.
bool accident_is_inside(enum accident accident);

#endif
