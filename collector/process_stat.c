// SPDX-License-Identifier: GPL-3.0-or-later
// Reads numbers from left to right, without scanf: this is done for each guest each second.
#include "collector/process_stat.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "collector/procfs.h"

// Fields of stat as proc(5) counts them; the third is the first behind the name.
enum {
    FIELD_AFTER_NAME = 3,
    FIELD_MINOR_FAULTS = 10,
    FIELD_MAJOR_FAULTS = 12,
    FIELD_USER = 14,
    FIELD_SYSTEM = 15,
    FIELD_THREADS = 20,
    FIELD_START = 22,
    FIELD_RSS = 24,
    FIELD_CPU = 39,
};

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

// The number at *at, which is moved behind it. A sign or letters make 0 of it: no field of ours
// has one. False where a number beyond 64 bits stands.
static bool take_number(const char **at, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (; is_digit(**at); ++*at)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(**at - '0'), &value))
            return false;
    *ret_value = value;
    return true;
}

// Up to the first blank; false at the end of the line.
static bool skip_word(const char **at)
{
    while (**at && **at != ' ' && **at != '\n')
        ++*at;
    if (**at != ' ')
        return false;
    ++*at;
    return true;
}

// field[n] becomes the number of field n, as far as FIELD_CPU.
static int take_fields(const char *at, uint64_t field[FIELD_CPU + 1])
{
    for (int i = FIELD_AFTER_NAME; i <= FIELD_CPU; i++) {
        if (!take_number(&at, &field[i]))
            return -EBADMSG;
        if (i < FIELD_CPU && !skip_word(&at))
            return -EBADMSG;
    }
    return field[FIELD_CPU] <= UINT32_MAX ? 0 : -EBADMSG;
}

int process_stat_parse(const char *text, struct process_stat *ret_stat)
{
    uint64_t field[FIELD_CPU + 1] = {0};
    // The name may hold spaces and brackets.
    const char *rest = strrchr(text, ')');
    if (!rest || rest[1] != ' ' || take_fields(rest + 2, field) < 0)
        return -EBADMSG;
    *ret_stat = (struct process_stat){
        .state = rest[2],
        .minor_faults = field[FIELD_MINOR_FAULTS],
        .major_faults = field[FIELD_MAJOR_FAULTS],
        .cpu_ticks = field[FIELD_USER] + field[FIELD_SYSTEM],
        .threads = field[FIELD_THREADS],
        .start_ticks = field[FIELD_START],
        .rss_pages = field[FIELD_RSS],
        .cpu = (uint32_t)field[FIELD_CPU],
    };
    return 0;
}

bool process_stat_is_dead(const struct process_stat *stat)
{
    return stat->state == 'Z' || stat->state == 'X';
}

int process_io_parse(const char *text, struct process_io *ret_io)
{
    struct process_io io;
    if (procfs_field(text, "read_bytes", &io.read_bytes) < 0 ||
        procfs_field(text, "write_bytes", &io.write_bytes) < 0)
        return -EBADMSG;
    *ret_io = io;
    return 0;
}

int thread_schedule_parse(const char *text, struct thread_schedule *ret_schedule)
{
    struct thread_schedule schedule;
    const char *at = text;
    if (!is_digit(*at) || !take_number(&at, &schedule.run_ns) || *at++ != ' ' || !is_digit(*at) ||
        !take_number(&at, &schedule.wait_ns))
        return -EBADMSG;
    *ret_schedule = schedule;
    return 0;
}
