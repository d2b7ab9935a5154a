// SPDX-License-Identifier: GPL-3.0-or-later
// Page merging of the host's kernel (KSM, Linux Documentation/admin-guide/mm/ksm.rst), switched on
// for one run at a time and put back as it was. What was found is noted beside the run's folders
// before anything is changed, under a lock that dies with the process: whoever comes after a killed
// run puts it back.
#ifndef FULLHOUSE_BENCH_PAGE_MERGING_H
#define FULLHOUSE_BENCH_PAGE_MERGING_H

struct err;
struct workspace;

// Zero-initialise with lock_fd = -1.
struct page_merging {
    int lock_fd;
    char *note;
};

// Whether this kernel has it, and we may switch it. 0 or -ENOTSUP with what is missing.
int page_merging_check(struct err *err);

// Switches it on, at a pace that goes through a few small guests within a few seconds; the host's
// own pace may take minutes. 0 or negative errno: another run has it.
int page_merging_begin(struct page_merging *merging, const struct workspace *workspace,
                       struct err *err);

// Puts back what was there; accepts one that never began.
void page_merging_end(struct page_merging *merging);

// What a killed run has left switched on is put back. 1 when there was something.
int page_merging_sweep(const struct workspace *workspace);

#endif
