// SPDX-License-Identifier: GPL-3.0-or-later
// From the figures of steps to percentiles. Boots and guests are resampled as for every other
// figure; the rounds of one guest are kept together.
#include "reports/life.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/stats/summary.h"
#include "reports/document_run.h"

// The durations of one row, guest by guest, boot by boot.
struct durations {
    double *values;
    size_t count;
    size_t *firsts;   // of each guest: its first value; one more at the end
    size_t *boots;    // of each boot: its first guest
    uint32_t *guests; // of each boot: its guests
    size_t guest_count, boot_count;
    double *scratch; // a resample
};

static void durations_done(struct durations *durations)
{
    free(durations->values);
    free(durations->firsts);
    free(durations->boots);
    free(durations->guests);
    free(durations->scratch);
}

// --- gathering ----------------------------------------------------------------------------------

static void add_guest(struct durations *durations, const struct step_record *step, uint32_t guest,
                      const char *name)
{
    size_t first = durations->count;
    for (size_t i = 0; i < step->figure_count; i++) {
        const struct figure_record *figure = &step->figures[i];
        if (figure->guest != (int64_t)guest || strcmp(figure->name, name) != 0)
            continue;
        durations->values =
            alloc_resized(durations->values, durations->count + 1, sizeof(*durations->values));
        durations->values[durations->count++] = figure->value;
    }
    if (durations->count == first)
        return;
    durations->firsts =
        alloc_resized(durations->firsts, durations->guest_count + 2, sizeof(*durations->firsts));
    durations->firsts[durations->guest_count++] = first;
    durations->firsts[durations->guest_count] = durations->count;
}

static void add_step(struct durations *durations, const struct step_record *step, const char *name)
{
    size_t first = durations->guest_count, boots = durations->boot_count + 1;
    for (uint32_t g = 0; g < step->guests; g++)
        add_guest(durations, step, g, name);
    if (durations->guest_count == first)
        return;
    durations->boots = alloc_resized(durations->boots, boots, sizeof(*durations->boots));
    durations->guests = alloc_resized(durations->guests, boots, sizeof(*durations->guests));
    durations->boots[durations->boot_count] = first;
    durations->guests[durations->boot_count] = (uint32_t)(durations->guest_count - first);
    durations->boot_count = boots;
}

// Of a boot in which a guest was lost nothing counts: the others had the host to themselves.
static bool is_life(const struct step_record *step)
{
    return step->kind == RECORD_STEP_LIFECYCLE && step->state == RECORD_DONE;
}

static void gather(const struct document_run *run, const struct life_row *row,
                   struct durations *ret_durations)
{
    scope_free char *name = alloc_printf("%s%s", lifecycle_words[row->verb].name,
                                         row->is_call ? LIFECYCLE_CALL_SUFFIX : "");
    for (size_t s = 0; s < run->step_count; s++)
        if (is_life(&run->steps[s]) && run->steps[s].guests == row->guests)
            add_step(ret_durations, &run->steps[s], name);
}

// --- statistics ---------------------------------------------------------------------------------

// Draws may hold a guest with many rounds again and again.
static double median_of_draws(const struct bootstrap_draw *draws, size_t drawn, void *context)
{
    struct durations *durations = context;
    size_t count = 0;
    for (size_t i = 0; i < drawn; i++) {
        size_t guest = durations->boots[draws[i].boot] + draws[i].guest;
        count += durations->firsts[guest + 1] - durations->firsts[guest];
    }
    durations->scratch = alloc_resized(durations->scratch, count, sizeof(*durations->scratch));
    count = 0;
    for (size_t i = 0; i < drawn; i++) {
        size_t guest = durations->boots[draws[i].boot] + draws[i].guest;
        for (size_t v = durations->firsts[guest]; v < durations->firsts[guest + 1]; v++)
            durations->scratch[count++] = durations->values[v];
    }
    return summary_quantile(durations->scratch, count, 0.5);
}

static struct bootstrap_plan plan_of(const struct document_run *run, const struct life_row *row,
                                     const struct durations *durations)
{
    uint64_t stream = (uint64_t)row->guests << 8 | (uint64_t)row->verb << 1 | row->is_call;
    return (struct bootstrap_plan){
        .boots = durations->guests,
        .boot_count = durations->boot_count,
        .seed = rng_derive(run->run.seed, stream),
    };
}

static void compute(const struct document_run *run, struct life_row *row,
                    struct durations *durations)
{
    const struct bootstrap_plan plan = plan_of(run, row, durations);
    row->boots = durations->boot_count;
    row->count = durations->count;
    row->p50_ns = bootstrap_estimate(&plan, median_of_draws, durations);
    row->min_ns = summary_quantile(durations->values, durations->count, 0);
    row->p25_ns = summary_quantile(durations->values, durations->count, 0.25);
    row->p75_ns = summary_quantile(durations->values, durations->count, 0.75);
    row->p90_ns = summary_quantile(durations->values, durations->count, 0.9);
    row->p99_ns = summary_quantile(durations->values, durations->count, 0.99);
    row->max_ns = summary_quantile(durations->values, durations->count, 1);
}

// alone: of the same verb with one guest; NULL for none.
static void compare(const struct document_run *run, struct life_row *row,
                    struct durations *durations, const struct life_row *alone)
{
    row->over_alone = (struct estimate){NAN, NAN, NAN};
    if (!alone || row->guests == 1)
        return;
    __attribute__((cleanup(durations_done))) struct durations base = {0};
    gather(run, alone, &base);
    const struct bootstrap_plan plan = plan_of(run, row, durations);
    const struct bootstrap_plan base_plan = plan_of(run, alone, &base);
    row->over_alone =
        bootstrap_ratio(&plan, median_of_draws, durations, &base_plan, median_of_draws, &base);
}

// --- rows ---------------------------------------------------------------------------------------

static const struct life_row *find_alone(const struct life *life, const struct life_row *row)
{
    for (size_t i = 0; i < life->row_count; i++)
        if (life->rows[i].verb == row->verb && life->rows[i].is_call == row->is_call &&
            life->rows[i].guests == 1)
            return &life->rows[i];
    return NULL;
}

static void add_row(const struct document_run *run, struct life *life, enum lifecycle_verb verb,
                    bool is_call, uint32_t guests)
{
    __attribute__((cleanup(durations_done))) struct durations durations = {0};
    struct life_row row = {.verb = verb, .is_call = is_call, .guests = guests};
    gather(run, &row, &durations);
    if (durations.count == 0)
        return;
    compute(run, &row, &durations);
    compare(run, &row, &durations, find_alone(life, &row));
    life->rows = alloc_resized(life->rows, life->row_count + 1, sizeof(*life->rows));
    life->rows[life->row_count++] = row;
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

// The numbers of guests that were led through lives, ascending, each once; new array.
static uint32_t *numbers_of(const struct document_run *run, size_t *ret_count)
{
    uint32_t *numbers = alloc_zeroed(run->step_count + 1, sizeof(*numbers));
    size_t count = 0, kept = 0;
    for (size_t s = 0; s < run->step_count; s++)
        if (is_life(&run->steps[s]))
            numbers[count++] = run->steps[s].guests;
    qsort(numbers, count, sizeof(*numbers), by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || numbers[kept - 1] != numbers[i])
            numbers[kept++] = numbers[i];
    *ret_count = kept;
    return numbers;
}

static void read_events(const struct document_run *run, struct life *life)
{
    for (size_t i = 0; i < run->event_count; i++) {
        struct life_absence absence;
        const char *text = run->events[i].text;
        if (strncmp(text, LIFECYCLE_COMMAND_WORD, strlen(LIFECYCLE_COMMAND_WORD)) == 0)
            life->command = text + strlen(LIFECYCLE_COMMAND_WORD);
        absence.why = lifecycle_absence_parse(text, &absence.verb);
        if (!absence.why)
            continue;
        life->absences =
            alloc_resized(life->absences, life->absence_count + 1, sizeof(*life->absences));
        life->absences[life->absence_count++] = absence;
    }
}

static bool has_lives(const struct document_run *run)
{
    for (size_t s = 0; s < run->step_count; s++)
        if (run->steps[s].kind == RECORD_STEP_LIFECYCLE)
            return true;
    return false;
}

void life_of_run(const struct document_run *run, struct life *ret_life)
{
    *ret_life = (struct life){0};
    if (!has_lives(run))
        return;
    size_t count;
    scope_free uint32_t *numbers = numbers_of(run, &count);
    for (int verb = 0; verb < LIFECYCLE_VERB_COUNT; verb++)
        for (int is_call = 0; is_call < 2; is_call++)
            for (size_t i = 0; i < count; i++)
                add_row(run, ret_life, (enum lifecycle_verb)verb, is_call, numbers[i]);
    read_events(run, ret_life);
}

void life_done(struct life *life)
{
    if (!life)
        return;
    free(life->rows);
    free(life->absences);
    *life = (struct life){0};
}

uint32_t life_storm(const struct life *life)
{
    uint32_t most = 0;
    for (size_t i = 0; i < life->row_count; i++)
        if (life->rows[i].guests > most)
            most = life->rows[i].guests;
    return most;
}
