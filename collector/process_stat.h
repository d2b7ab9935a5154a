// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of /proc/PID that are read every second: stat, io and a thread's schedstat, from text
// to numbers. Pure: opens nothing.
#ifndef FULLHOUSE_COLLECTOR_PROCESS_STAT_H
#define FULLHOUSE_COLLECTOR_PROCESS_STAT_H

#include <stdbool.h>
#include <stdint.h>

// Of /proc/PID/stat or /proc/PID/task/TID/stat (proc(5)); of a process it is summed up over its
// threads, those that ended too.
struct process_stat {
    char state; // 'R', 'S', ...; 'Z' and 'X': it has ended, and nobody has asked yet
    uint64_t minor_faults, major_faults;
    uint64_t cpu_ticks; // user and system, in clock ticks
    uint64_t threads;
    uint64_t start_ticks; // since boot: two processes of one number differ here
    uint64_t rss_pages;
    uint32_t cpu; // where it ran last
};

// Whether it has ended: what stat still says of a process nobody has waited for.
bool process_stat_is_dead(const struct process_stat *stat);

struct process_io {
    uint64_t read_bytes, write_bytes; // what storage had to do for it
};

// Of /proc/PID/task/TID/schedstat.
struct thread_schedule {
    uint64_t run_ns;  // on a CPU
    uint64_t wait_ns; // ready to run, and waiting for a CPU
};

// Each gives 0, or -EBADMSG for a text that is not of that form; then nothing is written.
int process_stat_parse(const char *text, struct process_stat *ret_stat);
int process_io_parse(const char *text, struct process_io *ret_io);
int thread_schedule_parse(const char *text, struct thread_schedule *ret_schedule);

#endif
