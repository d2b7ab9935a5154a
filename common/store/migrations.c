// SPDX-License-Identifier: GPL-3.0-or-later
// One SQL text for each step forward; a text that was released is never changed, only followed.
// Units are in the names; NULL is a number no source could tell. Written for any SQLite tool to
// read: states are words, a seed is decimal text because SQLite has no unsigned integers, and
// sample_window.latency is the byte format of common/stats/histogram_codec.h.
#include "common/store/migrations.h"

// AUTOINCREMENT: the number of a removed run, noted down somewhere, never means another run.
static const char first[] =
    "CREATE TABLE host("
    " id INTEGER PRIMARY KEY, name TEXT NOT NULL, cpu_model TEXT NOT NULL, cpus INTEGER NOT NULL,"
    " cores INTEGER NOT NULL, sockets INTEGER NOT NULL, numa_nodes INTEGER NOT NULL,"
    " memory_bytes INTEGER NOT NULL, kernel TEXT NOT NULL, virtualization TEXT NOT NULL,"
    " topology_xml TEXT NOT NULL);"
    "CREATE TABLE run("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, host_id INTEGER NOT NULL REFERENCES host(id),"
    " label TEXT NOT NULL, platform TEXT NOT NULL, platform_note TEXT NOT NULL,"
    " emulated INTEGER NOT NULL, guest_kind TEXT NOT NULL, guest_kernel TEXT NOT NULL,"
    " hypervisor TEXT NOT NULL, seed TEXT NOT NULL, scenario TEXT NOT NULL,"
    " tool_version TEXT NOT NULL, started_at_ns INTEGER, ended_at_ns INTEGER,"
    " state TEXT NOT NULL, reason TEXT NOT NULL, answer TEXT NOT NULL);"
    "CREATE INDEX run_by_host ON run(host_id);"
    "CREATE TABLE step("
    " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,"
    " kind TEXT NOT NULL, guests INTEGER NOT NULL, repeat INTEGER NOT NULL, state TEXT NOT NULL,"
    " reason TEXT NOT NULL, verdict TEXT NOT NULL, started_at_ns INTEGER, rate_hz REAL NOT NULL,"
    " warmup_windows INTEGER NOT NULL, steady INTEGER NOT NULL, boot_ns INTEGER,"
    " barrier_ns INTEGER, memory_bytes INTEGER, tool_cpu_ns INTEGER, measured_ns INTEGER);"
    "CREATE INDEX step_by_run ON step(run_id);"
    "CREATE TABLE guest("
    " id INTEGER PRIMARY KEY, step_id INTEGER NOT NULL REFERENCES step(id) ON DELETE CASCADE,"
    " guest_index INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, boot_ns INTEGER,"
    " start_offset_ns INTEGER, clock_error_ns INTEGER, clock_rate REAL,"
    " host_memory_bytes INTEGER, host_cpu_ns INTEGER, UNIQUE(step_id, guest_index));"
    "CREATE TABLE sample_window("
    " guest_id INTEGER NOT NULL REFERENCES guest(id) ON DELETE CASCADE,"
    " window_index INTEGER NOT NULL, measured INTEGER NOT NULL, duration_ns INTEGER NOT NULL,"
    " operations INTEGER NOT NULL, due INTEGER NOT NULL, steal_ns INTEGER NOT NULL,"
    " latency BLOB, UNIQUE(guest_id, window_index));"
    "CREATE TABLE telemetry("
    " step_id INTEGER NOT NULL REFERENCES step(id) ON DELETE CASCADE, at_ns INTEGER NOT NULL,"
    " source TEXT NOT NULL, object TEXT NOT NULL, metric TEXT NOT NULL, value REAL);"
    "CREATE INDEX telemetry_by_step ON telemetry(step_id);"
    "CREATE TABLE event("
    " run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE, at_ns INTEGER NOT NULL,"
    " text TEXT NOT NULL);"
    "CREATE INDEX event_by_run ON event(run_id);";

// Runs that were made in turns, step by step, share a mark.
static const char second[] = "ALTER TABLE run ADD COLUMN campaign TEXT NOT NULL DEFAULT '';";

// Numbers that are no windows: what a program printed, how long a verb took. guest_index is NULL
// for those of the step as a whole.
static const char third[] =
    "CREATE TABLE figure("
    " step_id INTEGER NOT NULL REFERENCES step(id) ON DELETE CASCADE, guest_index INTEGER,"
    " name TEXT NOT NULL, unit TEXT NOT NULL, higher_is_better INTEGER NOT NULL,"
    " at_ns INTEGER NOT NULL, value REAL NOT NULL);"
    "CREATE INDEX figure_by_step ON figure(step_id);";

// Guests of several kinds, and several loads in one guest: a window is told by its stream, too.
static const char fourth[] =
    "ALTER TABLE step ADD COLUMN tiles INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE guest ADD COLUMN role TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE guest ADD COLUMN load TEXT NOT NULL DEFAULT '';"
    "CREATE TABLE stream_window("
    " guest_id INTEGER NOT NULL REFERENCES guest(id) ON DELETE CASCADE,"
    " stream INTEGER NOT NULL DEFAULT 0, window_index INTEGER NOT NULL,"
    " measured INTEGER NOT NULL, duration_ns INTEGER NOT NULL,"
    " operations INTEGER NOT NULL, due INTEGER NOT NULL, steal_ns INTEGER NOT NULL,"
    " latency BLOB, UNIQUE(guest_id, stream, window_index));"
    "INSERT INTO stream_window(guest_id, window_index, measured, duration_ns, operations, due,"
    " steal_ns, latency) SELECT guest_id, window_index, measured, duration_ns, operations, due,"
    " steal_ns, latency FROM sample_window;"
    "DROP TABLE sample_window;"
    "ALTER TABLE stream_window RENAME TO sample_window;";

// Of a guest with several loads: which of them told it.
static const char fifth[] = "ALTER TABLE figure ADD COLUMN stream INTEGER NOT NULL DEFAULT 0;";

// Telemetry in blocks (common/model/telemetry_block.h): the names of series stand once for all
// steps. Rows of the table telemetry stay what they were.
static const char sixth[] =
    "CREATE TABLE series("
    " id INTEGER PRIMARY KEY, source TEXT NOT NULL, object TEXT NOT NULL, metric TEXT NOT NULL,"
    " UNIQUE(source, object, metric));"
    "CREATE TABLE series_block("
    " id INTEGER PRIMARY KEY, step_id INTEGER NOT NULL REFERENCES step(id) ON DELETE CASCADE,"
    " series_id INTEGER NOT NULL REFERENCES series(id), first_at_ns INTEGER NOT NULL,"
    " count INTEGER NOT NULL, data BLOB NOT NULL);"
    "CREATE INDEX series_block_by_step ON series_block(step_id);"
    "CREATE TABLE telemetry_absent("
    " id INTEGER PRIMARY KEY, step_id INTEGER NOT NULL REFERENCES step(id) ON DELETE CASCADE,"
    " source TEXT NOT NULL, object TEXT NOT NULL, why TEXT NOT NULL,"
    " UNIQUE(step_id, source, object, why));";

// Of a campaign's runs, what sets each apart beyond its platform; and how many CPUs there were to
// be had, by affinity and quota.
static const char seventh[] = "ALTER TABLE run ADD COLUMN arm TEXT NOT NULL DEFAULT '';"
                              "ALTER TABLE run ADD COLUMN usable_cpus REAL;";

// Where guests were bound to, and the host as those see it who place and draw guests.
static const char eighth[] = "ALTER TABLE guest ADD COLUMN home TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE host ADD COLUMN map TEXT NOT NULL DEFAULT '';";

// Microcode, mitigations, clocks and the like, as lines of text.
static const char ninth[] = "ALTER TABLE host ADD COLUMN settings TEXT NOT NULL DEFAULT '';";

// What a step cost in time, and how many guests each limit of the host lets in.
static const char tenth[] =
    "ALTER TABLE step ADD COLUMN spent_ns INTEGER;"
    "CREATE TABLE run_limit("
    " run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE, name TEXT NOT NULL,"
    " guests INTEGER NOT NULL, measured INTEGER NOT NULL, UNIQUE(run_id, name));";

const char *const store_migrations[] = {first, second,  third,  fourth, fifth,
                                        sixth, seventh, eighth, ninth,  tenth};
const int store_schema_version = sizeof(store_migrations) / sizeof(store_migrations[0]);

// Temporary views stand before the tables of the same names and leave the file as it is.
#define NO_CAMPAIGN                                                                                \
    "CREATE TEMP VIEW run AS SELECT *, '' AS campaign, '' AS arm, NULL AS usable_cpus"             \
    " FROM main.run;"
#define NO_ARMS "CREATE TEMP VIEW run AS SELECT *, '' AS arm, NULL AS usable_cpus FROM main.run;"
#define NO_FIGURES                                                                                 \
    "CREATE TEMP VIEW figure AS SELECT 0 AS step_id, NULL AS guest_index, '' AS name, '' AS unit," \
    " 0 AS higher_is_better, 0 AS at_ns, 0.0 AS value, 0 AS stream WHERE 0;"
#define NO_FIGURE_STREAMS                                                                          \
    "CREATE TEMP VIEW figure AS SELECT rowid, *, 0 AS stream FROM main.figure;"

#define NO_ROLES                                                                                   \
    "CREATE TEMP VIEW step AS SELECT *, 0 AS tiles, NULL AS spent_ns FROM main.step;"              \
    "CREATE TEMP VIEW guest AS SELECT *, '' AS role, '' AS load, '' AS home FROM main.guest;"      \
    "CREATE TEMP VIEW sample_window AS SELECT *, 0 AS stream FROM main.sample_window;"

#define NO_SERIES                                                                                  \
    "CREATE TEMP VIEW series AS SELECT 0 AS id, '' AS source, '' AS object, '' AS metric WHERE 0;" \
    "CREATE TEMP VIEW series_block AS SELECT 0 AS id, 0 AS step_id, 0 AS series_id,"               \
    " 0 AS first_at_ns, 0 AS count, x'' AS data WHERE 0;"                                          \
    "CREATE TEMP VIEW telemetry_absent AS SELECT 0 AS id, 0 AS step_id, '' AS source,"             \
    " '' AS object, '' AS why WHERE 0;"

#define NO_HOMES    "CREATE TEMP VIEW guest AS SELECT *, '' AS home FROM main.guest;"
#define NO_MAP      "CREATE TEMP VIEW host AS SELECT *, '' AS map, '' AS settings FROM main.host;"
#define NO_SETTINGS "CREATE TEMP VIEW host AS SELECT *, '' AS settings FROM main.host;"

#define NO_LIMITS                                                                                  \
    "CREATE TEMP VIEW run_limit AS SELECT 0 AS run_id, '' AS name, 0 AS guests, 0 AS measured"     \
    " WHERE 0;"
#define NO_SPENT "CREATE TEMP VIEW step AS SELECT *, NULL AS spent_ns FROM main.step;"

const char *const store_views[] = {
    [1] = NO_CAMPAIGN NO_FIGURES NO_ROLES NO_SERIES NO_MAP NO_LIMITS,
    [2] = NO_FIGURES NO_ROLES NO_SERIES NO_ARMS NO_MAP NO_LIMITS,
    [3] = NO_ROLES NO_FIGURE_STREAMS NO_SERIES NO_ARMS NO_MAP NO_LIMITS,
    [4] = NO_FIGURE_STREAMS NO_SERIES NO_ARMS NO_HOMES NO_MAP NO_SPENT NO_LIMITS,
    [5] = NO_SERIES NO_ARMS NO_HOMES NO_MAP NO_SPENT NO_LIMITS,
    [6] = NO_ARMS NO_HOMES NO_MAP NO_SPENT NO_LIMITS,
    [7] = NO_HOMES NO_MAP NO_SPENT NO_LIMITS,
    [8] = NO_SETTINGS NO_SPENT NO_LIMITS,
    [9] = NO_SPENT NO_LIMITS,
};
