// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of one density (N guests, all its boots), and the verdict on it. The harness and the
// reports both call this, so that what is decided and what is printed are the same number.
#ifndef FULLHOUSE_COMMON_INFERENCE_DENSITY_H
#define FULLHOUSE_COMMON_INFERENCE_DENSITY_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/bootstrap.h"
#include "common/model/record.h"
#include "common/model/slo.h"

#define DENSITY_VERDICTS(X)                                                                        \
    X(UNDECIDED, "undecided")                                                                      \
    X(HOLDS, "holds")                                                                              \
    X(FAILS, "fails")

enum density_verdict {
#define X(name, text) DENSITY_##name,
    DENSITY_VERDICTS(X)
#undef X
        DENSITY_VERDICT_COUNT
};

// What one service-level term came to.
struct density_term {
    struct slo_term term;
    const char *stream;       // of a tile's which it is, borrowed; NULL where there is no tile
    struct estimate estimate; // in the term's own unit: ns, times solo, ratio, operations a second
    struct sequential_evidence evidence; // how far on the good side of the bound
    enum density_verdict verdict;
};

// Everything about one N. Estimates are over boots and guests; rates in operations a second, times
// in ns. Absent figures are NAN.
struct density {
    uint32_t guests; // or tiles (tile_density.h)
    bool counts_tiles;
    bool is_idle;   // nothing was asked but to boot and stay
    bool is_silent; // no operation ended in any measured window although some were asked for
    size_t boots;   // finished steps of this N
    // Of the interval that verdicts are made with (sequential.h), as 0.97: that of the estimates is
    // 0.95. NAN before the first look.
    double confidence;
    struct estimate throughput; // a guest
    struct estimate total;      // all guests: throughput * guests
    struct estimate p50_ns, p90_ns, p99_ns, p999_ns, mean_ns;
    struct estimate achieved;     // 1 for closed load
    struct estimate retained;     // throughput over solo's; 1 at N = 1
    struct estimate inflation;    // p99 over solo's p99; 1 at N = 1
    struct estimate fairness;     // Jain's index
    struct estimate worst;        // worst guest's throughput over the median guest's
    struct estimate memory_bytes; // host memory a guest: mean proportional set size of the guests'
                                  // processes, else the step's memory over its guests
    // Stolen time of all vCPUs of a guest over wall time, as the guest saw it (2 vCPUs: up to 2).
    // NAN when no window of the run tells any: a kernel that does not know says zero.
    struct estimate steal_ratio;
    struct histogram *latency; // all boots and guests, measured windows; heap-owned
    uint64_t operations;       // sum of the measured windows
    uint64_t due;
    struct density_term *terms;
    size_t term_count;
    // Against the largest smaller density that holds: total throughput there and here. NAN and
    // DENSITY_HOLDS where there is none.
    struct estimate total_ratio;
    enum density_verdict rises;
    struct sequential_evidence rise_evidence; // that it does; NAN where there is nothing to rise
    const char *rises_stream;     // of a tile's streams that whose total does not rise, or NULL
    enum density_verdict verdict; // all terms, and rises
};

const char *density_verdict_name(enum density_verdict verdict);

// All densities of a run in ascending N, from its finished ladder steps (others are passed over;
// the order does not matter). The one entry point: what is decided while a run goes on and what is
// printed years later is the same call on the same records, with the run's seed.
//
// The estimates' intervals are 95 % ones, each for itself. Verdicts are made after each look of the
// plan, with intervals at that look's confidence, which is higher, so that with all looks together
// a verdict is right with the plan's confidence. A term holds when that whole interval is on the
// good side, fails when it is wholly on the bad side, else it is undecided; before the first look
// it is undecided. At N = 1 a term relative to solo is decided by its value, which is 1 by
// definition. `rises`: the interval of the ratio of totals wholly above 1 holds, wholly at or below
// 1 fails, else undecided (a straddling one). A density holds when all its terms and `rises` hold,
// and fails when one of them fails. Rates are a second of the host's clock (guest.clock_rate);
// latencies stay on the guest's clock. Extremes (achieved, fairness, worst) are figures of a whole
// boot and vary over boots only.
//
// A density in which no operation ended at all tells nothing but that (is_silent): its throughput
// is absent, and all is undecided but `achieved`, where something fell due.
//
// slo NULL (scenario_slo): idle guests, which do no operations. They have no terms and no total to
// rise; a density that was measured to its end holds.
void density_compute_run(const struct step_record *steps, size_t step_count, const struct slo *slo,
                         const struct sequential_plan *plan, uint64_t seed,
                         struct density **ret_densities, size_t *ret_count);
// Frees the array and what it owns; accepts NULL.
void density_free(struct density *densities, size_t count);

#endif
