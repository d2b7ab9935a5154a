// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest costs the host at one density: memory, CPU time against what its load needs, and
// the time until it says hello. Knows records and densities; prints nothing.
#ifndef FULLHOUSE_REPORTS_COST_H
#define FULLHOUSE_REPORTS_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"
#include "reports/quantity.h"

struct document_run;
struct table;

// Absent figures are NAN; a figure without an interval has NAN for its ends.
struct cost {
    uint32_t guests;
    struct estimate memory_bytes; // a guest, as struct density has it
    struct estimate cpu_ratio;    // CPU time of a guest's process, of one core
    struct estimate wakeups_hz;   // switches of the threads of a guest's process
    struct estimate offered;      // paced: of what one guest alone can do
    // The agent's own count: operations done times the time that one takes undisturbed (median
    // of one guest alone), of one core. Known for paced loads that compute all the time of an
    // operation.
    struct estimate counted_ratio;
    struct estimate over_count;                 // cpu_ratio over counted_ratio
    struct estimate hello_p50_ns, hello_p95_ns; // of single guests, from start to hello
    struct estimate all_up_ns;                  // median over steps: first start to last hello
};

// What one more guest takes: the slope of the memory of all guests over the densities, with its
// interval over steps.
struct marginal_memory {
    struct estimate process_bytes;   // proportional set sizes of the guests' processes
    struct estimate available_bytes; // what the host's available memory fell by
    size_t steps;                    // behind process_bytes
};

// One for each density of the run, in the same order; new array. Needs densities and timings.
struct cost *cost_of_run(const struct document_run *run);
void cost_free(struct cost *costs);

struct marginal_memory cost_marginal_memory(const struct document_run *run);

// Which tables of a narrow terminal a figure goes to.
enum cost_group { COST_GROUP_HOST, COST_GROUP_LOAD, COST_GROUP_TIME, COST_GROUP_COUNT };

// The figures as one list. To show another, add a line to the table in cost_columns.c.
struct cost_column {
    const char *key;     // with its unit, for machines: "hello_p95_ns"
    const char *heading; // for people
    const char *help;
    enum quantity quantity;
    enum cost_group group;
    size_t offset; // of the estimate in struct cost
};

extern const struct cost_column cost_columns[];
extern const size_t cost_column_count;

const struct estimate *cost_column_estimate(const struct cost_column *column,
                                            const struct cost *cost);

// False where no density of the run knows the figure: tables for people leave it out.
bool cost_column_is_known(const struct cost_column *column, const struct document_run *run);

// Whether any density knows the agent's own count.
bool cost_counted_is_known(const struct document_run *run);

// Whether tables tell the number of boots: where no table of densities does.
bool cost_shows_boots(const struct document_run *run);

// Adds guests and the known figures of the groups first..last, a row a density.
void cost_table_fill(struct table *table, const struct document_run *run, enum cost_group first,
                     enum cost_group last, bool intervals);

#endif
