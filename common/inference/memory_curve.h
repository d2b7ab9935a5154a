// SPDX-License-Identifier: GPL-3.0-or-later
// Memory latency over the size of what is read, and where it rises: made of a run's steps of kind
// `curve`, each of which says in its figures what it measured. Knows nothing of any processor.
#ifndef FULLHOUSE_COMMON_INFERENCE_MEMORY_CURVE_H
#define FULLHOUSE_COMMON_INFERENCE_MEMORY_CURVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"

struct step_record;

// The figures of a step of a curve. One step of a run, or more, also say which data caches the host
// has, as "cache L1d", in bytes.
#define MEMORY_CURVE_SIZE  "working_set"       // bytes
#define MEMORY_CURVE_PAGE  "page"              // bytes
#define MEMORY_CURVE_LOAD  "load_latency"      // ns: median time of an operation over its loads
#define MEMORY_CURVE_MEAN  "load_latency_mean" // ns: time of the windows over their loads
#define MEMORY_CURVE_CACHE "cache "            // and its name

struct memory_curve_point {
    uint64_t bytes;
    size_t boots;
    struct estimate load_ns; // median over boots
};

// Latency rises steeply after points[from] until points[to].
struct memory_curve_rise {
    size_t from;
    size_t to;
    double half_bytes; // where it is half done: latency is the geometric mean of both ends
};

struct memory_curve {
    uint64_t page_bytes;
    struct memory_curve_point *points; // ascending
    size_t point_count;
    struct memory_curve_rise *rises; // ascending
    size_t rise_count;
};

struct memory_curve_cache {
    char *name; // "L1d"
    uint64_t bytes;
};

struct memory_curves {
    struct memory_curve *list; // largest pages first
    size_t count;
    struct memory_curve_cache *caches; // as the host tells them, smallest first
    size_t cache_count;
};

// What the finished steps of kind `curve` make; empty where there is none. Release with
// memory_curves_done.
void memory_curves_of(const struct step_record *steps, size_t count, uint64_t seed,
                      struct memory_curves *ret_curves);
void memory_curves_done(struct memory_curves *curves);

// Finds the rises of a curve that has its points: runs of neighbours in which latency grows by at
// least a fifth with each doubling of the size, and by three tenths in all. Single points that
// stand out are passed over (median of three neighbours). Where a rise slackens and then sets in
// again twice as steep, another one begins.
void memory_curve_find_rises(struct memory_curve *curve);

// The rise that stands where a cache of that size ends: the largest size that fits it lies between
// the rise's begin and where it is half done, or one point beside that. Misses set in before a
// cache is full where sets fill unevenly, and after where what is replaced is not the oldest. Of
// several the one whose half lies nearest; NULL where there is none.
const struct memory_curve_rise *memory_curve_rise_at(const struct memory_curve *curve,
                                                     uint64_t bytes);

// Whether the curve goes far enough beyond that size to show what comes after it.
bool memory_curve_spans(const struct memory_curve *curve, uint64_t bytes);

#endif
