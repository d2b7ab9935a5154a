// SPDX-License-Identifier: GPL-3.0-or-later
// Plausible runs for the tests of reports: guests that share two CPUs, written to a real store in a
// folder of its own and read back from there. The same seed gives the same run.
#ifndef FULLHOUSE_TESTS_REPORTS_FIXTURE_H
#define FULLHOUSE_TESTS_REPORTS_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reports/document.h"

struct store;

// A store in a fresh folder below /tmp; fixture_done closes it and removes the folder.
struct fixture {
    char *folder;
    struct store *store;
};

// What the run is like. Zeroed: a bare metal run of no steps.
struct fixture_run {
    const char *label;
    const char *platform;   // NULL: "kvm"
    const char *guest_kind; // NULL: "appliance"
    const char *campaign;   // NULL: ""
    const char *arm;        // NULL: ""
    const char *slo;        // NULL: "p99<=3x,achieved>=95%"
    bool emulated;
    const uint32_t *densities;
    size_t density_count;
    uint32_t boots;   // of each density
    double capacity;  // guests that the host can serve at the most; 0: 10
    uint32_t refused; // guests of a last step that was refused; 0: none
    bool dead_guest;  // a step in which a guest died
    bool unseen;      // without memory, boot times and tool cost: absent figures
    bool events;
    bool interrupted;      // the user stopped it
    uint32_t vcpus;        // 0: 1
    uint32_t calibrations; // steps of one guest alone, closed: four times what it is offered later
    double slowness;       // of one operation; 0: 1
    bool idle;             // guests that do nothing: 40 MiB for all of them, 6 MiB for each
};

// The ladder of a run that ends at 7 guests: doubling, then bisecting.
extern const uint32_t fixture_ladder[];
extern const size_t fixture_ladder_count;

void fixture_init(struct fixture *fixture);
void fixture_done(struct fixture *fixture);

// Adds a run and gives its id.
int64_t fixture_add_run(struct fixture *fixture, const struct fixture_run *options);

// Loads runs as a document; fails the test when that fails.
void fixture_load(struct fixture *fixture, const int64_t *ids, size_t count,
                  struct document *document);

// The whole of an emitter's output for a document. New string.
struct emitter;
char *fixture_emit(const struct emitter *emitter, const struct document *document);

#endif
