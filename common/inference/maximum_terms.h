// SPDX-License-Identifier: GPL-3.0-or-later
// Several maxima from one search: of each service-level term by itself, of total throughput, and
// what the host's limits let in; and which of them is the one that binds.
#ifndef FULLHOUSE_COMMON_INFERENCE_MAXIMUM_TERMS_H
#define FULLHOUSE_COMMON_INFERENCE_MAXIMUM_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/maximum.h"
#include "common/model/record.h"

enum maximum_kind { MAXIMUM_OF_TERM, MAXIMUM_OF_TOTAL, MAXIMUM_OF_LIMIT };

struct maximum_term {
    enum maximum_kind kind;
    char *name;         // "p99", "db/disk p99", "total throughput", "memory"; owned
    uint32_t low, high; // the largest N that holds lies from here to there; high UINT32_MAX: none
                        // that was tried fails. A limit's are the same number.
    bool is_measured;   // of a limit: by what guests took, not by an estimate
    bool binds;         // it is what the run's maximum ends with
};

struct maximum_terms {
    struct maximum_term *list; // terms in their order, total throughput if it broke, limits
    size_t count;
};

// densities ascending in N; maximum of the same. low is the largest N at which the term holds with
// it holding at every smaller tried N, high one less than the smallest that fails it. Release with
// maximum_terms_done.
void maximum_terms_init(struct maximum_terms *terms, const struct density *densities, size_t count,
                        const struct maximum *maximum, const struct limit_record *limits,
                        size_t limit_count);
void maximum_terms_done(struct maximum_terms *terms);

// "7", "7 to 9", "at least 8", "none", "about 23" (a limit that is estimated) as a new string.
char *maximum_term_format(const struct maximum_term *term);

// "By itself each would allow: cpu p99: 11, disk p99: 7, memory: 23; binding: disk p99." as a new
// string; of the limits only the tightest. NULL where there is nothing to tell apart.
char *maximum_terms_sentence(const struct maximum_terms *terms);

// The sentence of the maximum (maximum.h) and, where there is one, that of the terms behind it, as
// a new string: the whole answer of a run.
char *maximum_terms_answer(const struct maximum_terms *terms, const struct maximum *maximum,
                           bool emulated);

#endif
