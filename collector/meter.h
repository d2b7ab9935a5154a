// SPDX-License-Identifier: GPL-3.0-or-later
// What sources of the host make points with: counters told by object and name, of which only the
// gain since the sample before is of use. Objects (disks, NICs, CPUs) come and go between samples.
#ifndef FULLHOUSE_COLLECTOR_METER_H
#define FULLHOUSE_COLLECTOR_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct procfs_file;
struct source_tick;

// Counters of the kernel that are 32 bits wide go on at zero.
#define METER_RANGE_32 (UINT64_C(1) << 32)

struct meter_cell {
    char *key; // object and name; NULL for a free place
    uint64_t value;
    uint64_t sample; // which sample saw it last
};

struct meter {
    const struct source_tick *tick; // of the sample under way; borrowed
    uint64_t sample;                // from 1
    uint64_t mono_ns;               // of the sample under way
    double seconds;                 // since the sample before; NAN at the first
    struct meter_cell *cells;       // hashed, a power of two of them
    size_t capacity, count;
    struct procfs_file *files; // of meter_read
    size_t file_count;
};

// A sample begins.
void meter_begin(struct meter *meter, const struct source_tick *tick);

// A file of a fixed path, kept open between samples: its text, valid until the next one is read. 0
// or negative errno.
int meter_read(struct meter *meter, const char *path, const char **ret_text);

// How far a counter came since the sample before: NAN when that one had none, or it went back.
double meter_gain(struct meter *meter, const char *object, const char *name, uint64_t now);

// The same of a counter that begins anew after range (0: never does).
double meter_gain_within(struct meter *meter, const char *object, const char *name, uint64_t now,
                         uint64_t range);

// Adds points: a value; a counter's gain a second times unit; a gain itself times unit.
void meter_value(struct meter *meter, const char *object, const char *metric, double value);
void meter_rate(struct meter *meter, const char *object, const char *metric, uint64_t now,
                double unit);
void meter_count(struct meter *meter, const char *object, const char *metric, uint64_t now,
                 double unit);

// What a word of a text stands for.
enum meter_kind { METER_VALUE, METER_RATE, METER_COUNT };
struct meter_field {
    const char *key; // "pgfault", "MemFree"
    const char *metric;
    enum meter_kind kind;
    double unit; // of the number in the text, in that of the metric
};

// Adds a point for every line "KEY NUMBER" or "KEY: NUMBER" of a text whose key is in the list;
// prefix is skipped where a line begins with it ("Node 0 ").
void meter_fields(struct meter *meter, const char *object, const char *text, const char *prefix,
                  const struct meter_field *fields, size_t count);

// One point of a file that holds a number: none where it cannot be read.
void meter_file(struct meter *meter, const char *object, const char *folder,
                const struct meter_field *field);

// A new one as a source's state, and its end (accepts NULL): struct source_ops.close.
struct meter *meter_new(void);
void meter_free(void *state);

#endif
