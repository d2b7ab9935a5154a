// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan's file says of a class of guests.
#include "common/base/err.h"
#include "common/base/units.h"
#include "planner/plan/plan_key.h"

enum { VCPUS_MOST = 1024 };
#define GUESTS_MOST 1e7
#define CORES_MOST  1024
#define SCALE_LEAST 0.001
#define SCALE_MOST  1000
#define SCORE_MOST  1e9

// Whole guests; the ends of an interval may lie between.
static int parse_guests(const char *text, double *ret_value, struct err *err)
{
    uint64_t count;
    int r = units_parse_count(text, 0, (uint64_t)GUESTS_MOST, &count, err);
    if (r == 0)
        *ret_value = (double)count;
    return r;
}

static int parse_operations(const char *text, double *ret_value, struct err *err)
{
    struct rate rate;
    int r = units_parse_rate(text, &rate, err);
    if (r == 0 && rate.is_share)
        return err_input(err, "'%s': operations a second are wanted, as 200/s", text);
    if (r == 0)
        *ret_value = rate.value;
    return r;
}

static int set_operations(double *field, const char *text, struct err *err)
{
    int r = units_check_point(text, err);
    return r < 0 ? r : parse_operations(text, field, err);
}

static int set_score(double *field, const char *text, struct err *err)
{
    double score;
    int r = key_value_number(&score, text, 0, SCORE_MOST, err);
    if (r == 0 && score == 0)
        r = err_input(err, "'%s': a score is above 0", text);
    if (r == 0)
        *field = score;
    return r;
}

// A function a key, of one line.
#define KEY(name, expression)                                                                      \
    static int set_##name(void *object, const char *text, struct err *err)                         \
    {                                                                                              \
        struct guest_class *class = object;                                                        \
        return expression;                                                                         \
    }

KEY(count, key_value_uncertain(&class->count, text, parse_guests, 0, GUESTS_MOST, err))
KEY(growth, plan_key_growth(&class->growth, text, err))
KEY(vcpus, key_value_count(&class->vcpus, text, 1, VCPUS_MOST, err))
KEY(memory, key_value_bytes(&class->memory_bytes, text, err))
KEY(disk, key_value_bytes(&class->disk_bytes, text, err))
KEY(disk_rate, set_operations(&class->disk_hz, text, err))
KEY(network, units_parse_bit_rate(text, &class->network_bits_hz, err))
KEY(cpu, key_value_uncertain(&class->cpu.mean_cores, text, units_parse_number, 0, CORES_MOST, err))
KEY(cpu_sd, key_value_number(&class->cpu.sd_cores, text, 0, CORES_MOST, err))
KEY(cpu_p95, key_value_number(&class->cpu.p95_cores, text, 0, CORES_MOST, err))
KEY(cpu_peak, key_value_number(&class->cpu.peak_cores, text, 0, CORES_MOST, err))
KEY(correlation, units_parse_share(text, &class->cpu.correlation, err))
KEY(score_key, set_score(&class->cpu.core_score, text, err))
KEY(runs, key_value_text(&class->run, text, err))
KEY(scale, key_value_number(&class->scale, text, SCALE_LEAST, SCALE_MOST, err))

const struct plan_key plan_class_keys[] = {
    {"count", "count", "", "guests of this class today", .set = set_count},
    {"growth", "change", "0%", "more of them each year: 20% is a fifth more", .set = set_growth},
    {"vcpus", "count", "1, or its run's", "virtual CPUs of one", .set = set_vcpus},
    {"memory", "bytes", "its run's", "memory of one", .set = set_memory},
    {"disk", "bytes", "0, or its run's", "disk space of one", .set = set_disk},
    {"disk-rate", "operations/s", "", "disk operations of one at a busy time",
     .set = set_disk_rate},
    {"network", "bit/s", "", "traffic of one at a busy time, both ways together",
     .set = set_network},
    {"cpu", "cores", "its run's", "mean CPU time of one, in cores: 0.4 is 40 % of one core",
     .set = set_cpu},
    {"cpu-sd", "cores", "from cpu-p95; else 60 % of cpu",
     "its standard deviation, over time and between guests", .set = set_cpu_sd},
    {"cpu-p95", "cores", "", "what one stays below for 95 % of the time", .set = set_cpu_p95},
    {"cpu-peak", "cores", "", "the most that one takes", .set = set_cpu_peak},
    {"cpu-correlation", "share", "20%",
     "mean correlation of two of them over time: 0 when each is busy at its own time, 1 when all "
     "are at once",
     .set = set_correlation},
    {"cpu-score", "score", "that of a middle model",
     "published score of a core of the host where cpu was seen, in the unit of the catalogue",
     .set = set_score_key},
    {"runs", "word", "", "label or number of the runs that measured such guests", .set = set_runs},
    {"scale", "number", "1", "its load over that of these runs: 2 is twice as much",
     .set = set_scale},
    {0},
};
