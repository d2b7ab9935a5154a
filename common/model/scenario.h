// SPDX-License-Identifier: GPL-3.0-or-later
// Everything a run is asked to do, from a YAML file, from options, or both (options win). It is
// stored with the run as YAML, so that the run can be made again.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/model/accident.h"
#include "common/model/boot_way.h"
#include "common/model/density_list.h"
#include "common/model/emulator.h"
#include "common/model/disk.h"
#include "common/model/load.h"
#include "common/model/memory_backing.h"
#include "common/model/overcommit.h"
#include "common/model/pinning.h"
#include "common/model/shape.h"
#include "common/model/slo.h"
#include "common/model/sweep.h"
#include "common/model/tile.h"

struct err;

// Bounds every source of a scenario is checked against.
enum {
    SCENARIO_LABEL_MAX = 200, // bytes
    SCENARIO_GUESTS_MAX = 65536,
    SCENARIO_REPEATS_MAX = 100,
    SCENARIO_WINDOWS_MAX = 86400,
    SCENARIO_VCPUS_MAX = 1024,
    SCENARIO_THREADS_MAX = 1024,
};

// The smallest working set of a memory curve.
enum { SCENARIO_CURVE_LEAST_BYTES = 4096 };

// guests_max of an open ladder ("1..limit"): it climbs until a limit of the host says stop.
enum { SCENARIO_GUESTS_LIMIT = 0 };

// windows of a replay: as many as its trace takes. And of what says nothing.
enum { SCENARIO_WINDOWS_TRACE = 0, SCENARIO_WINDOWS_USUAL = 5 };

struct scenario {
    char *label;                   // free text, "" for none
    char *platform;                // "auto", "kvm"; several make a campaign: "native,kvm,tcg"
    char *guest;                   // "auto", "appliance", "bare", or an image's path
    char *connect;                 // libvirt URI, "" for the embedded driver
    char *kernel;                  // path of a guest kernel, "" to look for one
    struct emulator emulator;      // program, machine and CPU model of guests
    uint32_t guests_min;           // the ladder's ends, in guests, or in tiles where there is one
    uint32_t guests_max;           // or SCENARIO_GUESTS_LIMIT
    struct overcommit overcommit;  // the same as a ratio: then it says what the guests are
    struct density_list densities; // measured as they are, without a search; the ends are its first
                                   // and last then
    struct shape shape;
    enum memory_backing memory_backing;
    double cpu_quota_ratio; // of each vCPU that a guest may use; 1: all of it
    enum pinning pinning;   // how guests are bound to the host's CPUs
    char *network_mode; // how guests are connected: "auto", "bridge", "user", "sriov:CARD", or a
                        // bridge of the host
    char *network_addresses; // of the first guest on a network of the user's, "192.168.7.64/24"
    struct disk disk;        // of each guest, where a load needs one
    struct load load;
    struct slo slo;
    struct tile tile;   // several kinds of guests; then shape and load are nobody's
    char *interference; // workloads that are put beside each other, as "cpu,memory:triad"; "": none
    enum accident fault;      // befalls one of guests_max guests, many times over; none: a ladder
    uint64_t curve_min_bytes; // memory latency over working sets from here ...
    uint64_t curve_max_bytes; // ... to there; 0: no curve
    uint32_t repeats_min;     // fresh boots of every density, at least ...
    uint32_t repeats_max;     // ... and while a verdict is undecided at the most
    uint64_t budget_ns;       // all of it is to end in about that time; 0: no end but its own
    bool all_terms;           // goes on until every service-level term has its own maximum
    double confidence;        // of a verdict, over all looks; 0.95
    uint32_t windows;         // measured windows of a step, or SCENARIO_WINDOWS_TRACE
    uint64_t window_ns;
    uint32_t warmup_max_windows; // warm-up ends when steady, at the latest after these
    uint32_t boot_parallel;      // guests started at once; 0: four for each CPU of the host
    uint64_t boot_timeout_ns;    // from start to hello
    struct boot_way boot;        // what guests boot from, by which firmware
    char *boot_medium;           // an image where the hypervisor finds it, "" to make one
    uint64_t reserve_bytes;      // host memory never given to guests; 0: the host's own choice
    uint64_t seed;               // 0: chosen and recorded at start
    bool unique_content;         // guests fill memory with data unlike any other guest's
    struct sweep sweep;          // keys of the above and their values: arms (scenario_arm.h)
};

// Sensible values for everything; release with scenario_done.
void scenario_init(struct scenario *scenario);
void scenario_done(struct scenario *scenario);
void scenario_copy(struct scenario *into, const struct scenario *from);

// Reads a YAML file over what *scenario holds already (keys that are absent keep their value).
// Wrong key, type, unit or value: "file:line: key: what is wrong, what would be right", -EINVAL.
int scenario_load(struct scenario *scenario, const char *path, struct err *err);

// The same from text; name stands for the file in messages.
int scenario_load_text(struct scenario *scenario, const char *name, const char *text,
                       struct err *err);

// Sets one key by its path in the file, as "guests" or "load.rate", from the text that would stand
// there: an option and a file read the same values. -EINVAL: "key: what is wrong, what would be
// right", and the nearest key for one there is not. What a tile says of its roles cannot be set. A
// rate makes a closed load constant; arrivals "closed" drops the rate. A key that
// was swept no longer is.
int scenario_set(struct scenario *scenario, const char *key, const char *text, struct err *err);

// Checks what no single key can see (guests_min <= guests_max, a share needs paced arrivals, ...).
int scenario_check(const struct scenario *scenario, struct err *err);

// What is judged by: its service levels, or NULL where the load is idle and nothing but being there
// is asked.
const struct slo *scenario_slo(const struct scenario *scenario);

// The same of one stream of a role of its tile.
const struct slo *scenario_stream_slo(const struct scenario *scenario, const struct role *role,
                                      size_t stream);

// How many windows of a step are measured: the longest trace's worth for SCENARIO_WINDOWS_TRACE, 0
// where there is no trace then.
uint32_t scenario_windows(const struct scenario *scenario);

// vCPUs of what the ladder counts: a guest, or a tile.
uint32_t scenario_unit_vcpus(const struct scenario *scenario);

// How many platforms it names; at least 1.
size_t scenario_platform_count(const struct scenario *scenario);

// The scenario of one of its platforms alone, as that run of a campaign carries it out and stores
// it: with its own guest, or the scenario's; native has none. index < scenario_platform_count.
void scenario_copy_platform(struct scenario *into, const struct scenario *from, size_t index);

// As YAML, every key that has a value; scenario_load_text of it over scenario_init gives the same
// scenario. New string; for a scenario that scenario_check accepts.
char *scenario_format(const struct scenario *scenario);

#endif
