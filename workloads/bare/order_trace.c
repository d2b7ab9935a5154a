// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over numbers and brackets of a text that json_scan found sound.
#include "workloads/bare/order_trace.h"

#include <errno.h>

static const char no_lists[] = "trace is no list of lists, each of a duration and shares";
static const char bad_duration[] = "trace has a duration that is no whole number of its range";
static const char bad_share[] = "trace has a share that is no whole number in 0..1000000";
static const char bad_count[] = "trace has more than 32768 steps";
static const char bad_length[] = "trace is too short or too long altogether";

struct walk {
    const char *at;
    const char *end;
    const char *what;         // is wrong
    struct trace_step *steps; // or NULL: only counts
    uint32_t count;
    uint64_t length_ns;
};

static bool refuse(struct walk *walk, const char *what)
{
    if (!walk->what)
        walk->what = what;
    return false;
}

// Steps over this byte when it comes next, behind white space.
static bool take(struct walk *walk, char byte)
{
    while (walk->at < walk->end &&
           (*walk->at == ' ' || *walk->at == '\t' || *walk->at == '\n' || *walk->at == '\r'))
        walk->at++;
    if (walk->at == walk->end || *walk->at != byte)
        return false;
    walk->at++;
    return true;
}

static bool is_digit(const struct walk *walk)
{
    return walk->at < walk->end && *walk->at >= '0' && *walk->at <= '9';
}

// A whole number up to max; anything else, and whatever may follow a number's digits, is refused.
// "-0" is a whole number that says 0.
static bool take_number(struct walk *walk, uint64_t max, uint64_t *ret_number)
{
    bool is_negative = take(walk, '-');
    uint64_t number = 0;

    if (!is_digit(walk))
        return false;
    for (; is_digit(walk); walk->at++) {
        if (number > max / 10)
            return false;
        number = number * 10 + (uint64_t)(*walk->at - '0');
    }
    if (walk->at < walk->end && (*walk->at == '.' || *walk->at == 'e' || *walk->at == 'E'))
        return false;
    *ret_number = number;
    return number <= max && !(is_negative && number);
}

static bool add(struct walk *walk, uint64_t duration_ns, uint32_t share_ppm)
{
    if (walk->count == TRACE_STEPS_MAX)
        return refuse(walk, bad_count);
    if (walk->steps)
        walk->steps[walk->count] = (struct trace_step){duration_ns, share_ppm};
    walk->count++;
    if (walk->length_ns <= TRACE_LENGTH_MAX_NS)
        walk->length_ns += duration_ns;
    return true;
}

static bool take_group(struct walk *walk)
{
    uint64_t duration_ns, share;

    if (!take(walk, '['))
        return refuse(walk, no_lists);
    if (!take_number(walk, TRACE_LENGTH_MAX_NS, &duration_ns) || duration_ns < TRACE_STEP_MIN_NS)
        return refuse(walk, bad_duration);
    if (!take(walk, ','))
        return refuse(walk, no_lists);
    do {
        if (!take_number(walk, TRACE_FULL_PPM, &share))
            return refuse(walk, bad_share);
        if (!add(walk, duration_ns, (uint32_t)share))
            return false;
    } while (take(walk, ','));
    return take(walk, ']') || refuse(walk, bad_share);
}

static bool take_groups(struct walk *walk)
{
    if (!take(walk, '['))
        return refuse(walk, no_lists);
    if (!take(walk, ']')) {
        do {
            if (!take_group(walk))
                return false;
        } while (take(walk, ','));
    }
    if (walk->length_ns < TRACE_LENGTH_MIN_NS || walk->length_ns > TRACE_LENGTH_MAX_NS)
        return refuse(walk, bad_length);
    return true;
}

static struct walk walk_of(const struct json_value *list, struct trace_step *steps)
{
    return (struct walk){
        .at = list->bytes,
        .end = list->bytes + list->length,
        .steps = steps,
    };
}

int order_trace_check(const struct json_value *list, uint32_t *ret_count, const char **ret_what)
{
    struct walk walk = walk_of(list, NULL);

    if (list->kind != JSON_OTHER || !take_groups(&walk)) {
        *ret_what = walk.what ? walk.what : no_lists;
        return -EBADMSG;
    }
    *ret_count = walk.count;
    return 0;
}

void order_trace_read(const struct json_value *list, struct trace_step *steps)
{
    struct walk walk = walk_of(list, steps);

    take_groups(&walk);
}
