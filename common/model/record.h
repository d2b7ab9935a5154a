// SPDX-License-Identifier: GPL-3.0-or-later
// The facts of a run, as bench gathers them, the store keeps them and reports read them. Plain
// data: every pointer is heap-owned by its struct. Absent numbers are RECORD_ABSENT, never zero.
#ifndef FULLHOUSE_COMMON_MODEL_RECORD_H
#define FULLHOUSE_COMMON_MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/stats/histogram.h"
#include "common/stats/histogram_pack.h"

// A number no source could tell.
#define RECORD_ABSENT (-1)

// enum, text in the store: one list each.
#define RECORD_STATES(X)                                                                           \
    X(RUNNING, "running")         /* under way, or its process died */                             \
    X(DONE, "done")               /* all of it was measured */                                     \
    X(FAILED, "failed")           /* something broke; reason says what */                          \
    X(REFUSED, "refused")         /* would not fit the host; reason has the figures */             \
    X(INTERRUPTED, "interrupted") /* the user said stop, or the process was killed */

enum record_state {
#define X(name, text) RECORD_##name,
    RECORD_STATES(X)
#undef X
        RECORD_STATE_COUNT
};

#define RECORD_STEP_KINDS(X)                                                                       \
    X(CALIBRATE, "calibrate") /* one guest, closed: what it can do alone; sets shares of a rate */ \
    X(LADDER, "ladder")       /* N guests under the scenario's load; N = 1 is solo */              \
    X(INTERFERENCE, "interference") /* a victim beside an aggressor; many steps a boot */          \
    X(LIFECYCLE, "lifecycle")       /* N guests through the verbs of a life, all at once */        \
    X(ISOLATION, "isolation")       /* an accident befalls the first of N guests */                \
    X(CURVE, "curve")               /* memory latency at one size; many steps a boot */            \
    X(COLLECT, "collect")           /* telemetry alone, of whatever ran on the host */

enum record_step_kind {
#define X(name, text) RECORD_STEP_##name,
    RECORD_STEP_KINDS(X)
#undef X
        RECORD_STEP_KIND_COUNT
};

// One second (or so) of one load of one guest. Of a mix, the streams of a window follow each other.
struct window_record {
    uint32_t index; // from 0, warm-up included
    bool measured;  // false: warm-up
    uint64_t duration_ns;
    uint64_t operations;
    uint64_t due;
    uint64_t steal_ns;
    struct histogram_pack *histogram; // latency from due (paced) or start (closed); NULL for none
    uint32_t stream;                  // which load of the guest's, from 0
};

struct guest_record {
    uint32_t index;            // from 0
    enum record_state state;   // DONE or FAILED
    char *reason;              // why it failed, with its console's last lines; "" else
    char *role;                // in its tile, or "victim", "aggressor"; "" where all are alike
    char *load;                // what it ran where the scenario does not say it: "cpu:float", or ""
    char *home;                // CPUs it is bound to, as in pinning.h; "" for none
    int64_t boot_ns;           // from the call that starts it to its hello
    int64_t start_offset_ns;   // begin of its load after that of the step's first guest
    int64_t clock_error_ns;    // half the shortest ping: bound of start_offset_ns
    double clock_rate;         // guest seconds for each host second, over the step; RECORD_ABSENT
    int64_t host_memory_bytes; // proportional set size of its process on the host
    int64_t host_cpu_ns;       // CPU time of its process over the measured windows
    struct window_record *windows;
    size_t window_count;
};

// A number that is no window: what a program printed, how long a verb took.
struct figure_record {
    int64_t guest; // index, RECORD_ABSENT: of the step as a whole
    char *name;    // "iops"
    char *unit;    // "1/s", "ns"; "" for a plain number
    bool higher_is_better;
    int64_t at_ns; // since 1970
    double value;
    uint32_t stream; // which load of the guest's told it, from 0
};

// How often a second the threads of a guest's process were switched to and from, over the measured
// windows; of every guest whose process tells.
#define RECORD_FIGURE_WAKEUPS "wakeups"

// In which window, the warm-up counted in, an accident befell that guest: a figure of its.
#define RECORD_FIGURE_ACCIDENT "accident_window"

struct step_record {
    int64_t id; // in the store; 0 before it is there
    enum record_step_kind kind;
    uint32_t guests; // N, or N times those of a tile
    uint32_t tiles;  // N where guests come in tiles, else 0
    uint32_t repeat; // from 0: which fresh boot of this N
    enum record_state state;
    char *reason;
    char *verdict;         // the density's verdict as it stood after this step, or ""
    int64_t started_at_ns; // since 1970
    double rate_hz;        // offered a guest; 0 closed
    uint32_t warmup_windows;
    bool steady;          // warm-up ended by the steady-state test, not by its bound
    int64_t boot_ns;      // from the first start to the last hello
    int64_t barrier_ns;   // from the first guest's start of load to the last one's
    int64_t memory_bytes; // MemAvailable before the step less its lowest value while it ran
    int64_t tool_cpu_ns;  // CPU time Fullhouse itself took over the measured windows
    int64_t measured_ns;  // host time of the measured windows
    int64_t spent_ns;     // host time of all of it, from the first start until it was cleared away
    struct guest_record *guest_list; // `guests` of them, or none when refused
    size_t guest_count;
    struct figure_record *figures; // in the order in which they were told
    size_t figure_count;
};

struct host_record {
    char *name; // host name
    char *cpu_model;
    uint32_t cpus;  // online, usable by us
    uint32_t cores; // 0 unknown
    uint32_t sockets;
    uint32_t numa_nodes;
    uint64_t memory_bytes;
    char *kernel;
    char *virtualization; // "KVM" when the host is itself a guest, "" for none found
    char *topology_xml;   // hwloc
    char *map;            // host_map_format, "" of a host that was recorded before there were maps
    char *settings;       // lines "microcode: 0x42": what else decides how fast it is, or ""
};

// So many guests (or tiles) one limit of the host lets in.
struct limit_record {
    char *name;        // "memory"
    uint32_t guests;   // UINT32_MAX: as many as there may be
    uint32_t measured; // by what one took in a step of so many; 0: by an estimate
};

struct run_record {
    int64_t id;
    char *label;
    char *platform;      // what ran: "native", "kvm", "tcg"
    char *platform_note; // why this one, when `auto` chose; "" else
    bool emulated;       // every number of it was measured under emulation
    char *guest_kind;    // "process", "appliance"
    char *guest_kernel;  // version text, "" for native
    char *hypervisor;    // "QEMU 7.2.9, libvirt 9.0.0, qemu:///embed", "" for native
    uint64_t seed;
    char *scenario; // YAML
    char *tool_version;
    int64_t started_at_ns; // since 1970
    int64_t ended_at_ns;   // RECORD_ABSENT while running
    enum record_state state;
    char *reason;
    char *answer;   // the verdict in one sentence, "" until there is one
    char *campaign; // a mark that the runs of one campaign share, made in turns; "" for none
    char *arm; // what it does that the others of its campaign do not: "pinning=spread"; "" for none
    double usable_cpus; // of the host, by affinity and quota; RECORD_ABSENT where nobody asked
    struct host_record host;
    struct limit_record *limits; // as the run ended; none where they are not known
    size_t limit_count;
};

struct event_record {
    int64_t at_ns; // since 1970
    char *text;
};

const char *record_state_name(enum record_state state);
int record_state_parse(const char *text); // or -1
const char *record_step_kind_name(enum record_step_kind kind);
int record_step_kind_parse(const char *text); // or -1

// N: how many tiles, or guests where there are no tiles.
uint32_t step_record_units(const struct step_record *step);

// Puts a heap-owned text into a field of a record and frees what was there.
void record_set(char **field, char *taken);

// Everything absent, every text "" (heap-owned like any other: replace it with record_set).
void step_record_init(struct step_record *step);
void guest_record_init(struct guest_record *guest);
void run_record_init(struct run_record *run);

// Appends a window to a guest; the histogram is taken over.
void guest_record_add_window(struct guest_record *guest, const struct window_record *window);

// Appends a limit to a run.
void run_record_add_limit(struct run_record *run, const char *name, uint32_t guests,
                          uint32_t measured);
void run_record_clear_limits(struct run_record *run);

// Appends a figure to a step; its texts are taken over.
void step_record_add_figure(struct step_record *step, const struct figure_record *figure);

// The step's first figure of that name of that guest, or NULL.
const struct figure_record *step_record_figure(const struct step_record *step, uint32_t guest,
                                               const char *name);

void figure_record_done(struct figure_record *figure);
void window_record_done(struct window_record *window);
void guest_record_done(struct guest_record *guest);
void step_record_done(struct step_record *step);
void host_record_done(struct host_record *host);
void run_record_done(struct run_record *run);
void event_record_done(struct event_record *event);

#endif
