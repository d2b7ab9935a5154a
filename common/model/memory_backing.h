// SPDX-License-Identifier: GPL-3.0-or-later
// What stands behind the guests' memory on the host, and what gives some of it back.
#ifndef FULLHOUSE_COMMON_MODEL_MEMORY_BACKING_H
#define FULLHOUSE_COMMON_MODEL_MEMORY_BACKING_H

struct err;

// enum, word; the first is what holds when nothing is said.
#define MEMORY_BACKINGS(X)                                                                         \
    X(PLAIN, "plain")     /* anonymous pages that nobody shares */                                 \
    X(HUGE, "huge")       /* pages of hugetlbfs, set aside before */                               \
    X(KSM, "ksm")         /* the host's kernel merges pages that are alike */                      \
    X(BALLOON, "balloon") /* a balloon leaves the guest what it uses */                            \
    X(FREE_PAGE_REPORTING, "free-page-reporting") /* the guest tells of pages it has freed */

#define X(name, word) MEMORY_BACKING_##name,
enum memory_backing { MEMORY_BACKINGS(X) MEMORY_BACKING_COUNT };
#undef X

const char *memory_backing_name(enum memory_backing backing);

// From a word. 0, or -EINVAL with the words there are; *ret_backing kept then.
int memory_backing_parse(const char *text, enum memory_backing *ret_backing, struct err *err);

#endif
