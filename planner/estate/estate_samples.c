// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of numbers, whose unit all of them together tell.
#include "planner/estate/estate_samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/estate/estate.h"
#include "planner/estate/estate_csv.h"
#include "planner/estate/estate_grid.h"

enum { SAMPLES_MOST = 1 << 22, SHOWN_MOST = 40 };

struct samples {
    const char *name;
    float *values; // as they stand there
    size_t count, capacity;
    size_t signs, points; // lines with "%" and with "."
    size_t above_line;    // the first line with more than 1; 0 none
};

static int add(struct samples *samples, double value, struct err *err)
{
    if (samples->count == SAMPLES_MOST)
        return err_input(err, "more than %d samples", SAMPLES_MOST);
    if (samples->count == samples->capacity) {
        samples->capacity = samples->capacity ? 2 * samples->capacity : 512;
        samples->values =
            alloc_resized(samples->values, samples->capacity, sizeof *samples->values);
    }
    samples->values[samples->count++] = (float)value;
    return 0;
}

static int take_sample(struct samples *samples, size_t line, char *text, struct err *err)
{
    size_t length = strlen(text);
    double value = 0;
    bool has_sign = length > 0 && text[length - 1] == '%';
    if (has_sign)
        text[length - 1] = '\0';
    int r = units_parse_number(text, &value, err);
    if (r == 0 && (value < 0 || value > 100))
        return err_input(err, "'%.*s': a percentage of its vCPUs from 0 to 100 is wanted",
                         SHOWN_MOST, text);
    if (r == 0)
        r = add(samples, value, err);
    samples->signs += has_sign;
    samples->points += !has_sign && strchr(text, '.') != NULL;
    if (value > 1 && !samples->above_line)
        samples->above_line = line;
    return r;
}

static int on_row(void *samples_, size_t line, char *const *fields, size_t count, struct err *err)
{
    struct samples *samples = samples_;
    int r = count == 1 ? take_sample(samples, line, fields[0], err)
                       : err_input(err, "%zu columns; one sample a line is wanted", count);
    return r < 0 ? err_prefix(err, "%s:%zu", samples->name, line) : 0;
}

// What 1 stands for: a share of all vCPUs, or a hundredth of it.
static int find_unit(const struct samples *samples, double *ret_unit, struct err *err)
{
    bool is_share = samples->points > 0;
    if (samples->signs > 0 && samples->signs < samples->count)
        return err_input(err, "%s: %zu of %zu lines have a %% sign; all or none are wanted",
                         samples->name, samples->signs, samples->count);
    if (is_share && samples->above_line)
        return err_input(err,
                         "%s:%zu: more than 1, where other lines are shares of 1; percents are "
                         "written 35%% or all as whole numbers",
                         samples->name, samples->above_line);
    *ret_unit = is_share ? 1 : 0.01;
    return 0;
}

static int64_t *times_of(size_t count, double step_s)
{
    int64_t *at_ns = alloc_zeroed(count + 1, sizeof *at_ns);
    for (size_t i = 0; i <= count; i++)
        at_ns[i] = llround((double)i * step_s * 1e9);
    return at_ns;
}

static int put(struct estate *estate, size_t guest, struct samples *samples, struct err *err)
{
    double unit = 0, vcpus = estate->guests[guest].vcpus;
    int r = find_unit(samples, &unit, err);
    if (r < 0)
        return r;
    for (size_t i = 0; i < samples->count; i++)
        samples->values[i] = (float)((double)samples->values[i] * unit * vcpus);
    scope_free int64_t *at_ns = times_of(samples->count, estate->trace_step_s);
    struct estate_times times = {at_ns, samples->count, at_ns[1]};
    r = estate_grid_fit(estate, samples->name, &times, true, 1, err);
    if (r == 0 && estate_grid_put(estate, guest, &times, samples->values, err) < 0)
        r = err_prefix(err, "%s", samples->name);
    return r;
}

int estate_samples_read(struct estate *estate, size_t guest, const struct estate_input *input,
                        struct err *err)
{
    struct samples samples = {.name = input->name};
    int r = 0;
    if (isnan(estate->guests[guest].vcpus))
        r = err_input(err, "%s: nothing tells the vCPUs of '%.80s'", input->name,
                      estate->guests[guest].name);
    if (r == 0)
        r = estate_input_read(input, on_row, &samples, err);
    if (r == 0 && samples.count == 0)
        r = err_input(err, "%s: it is empty; one sample a line is wanted", input->name);
    if (r == 0)
        r = put(estate, guest, &samples, err);
    if (r == 0 && estate->trace_step_s == ESTATE_TRACE_STEP_S)
        estate_note(estate, "Traces without times: 5 min from line to line is guessed "
                            "(traces-step).");
    free(samples.values);
    return r;
}

int estate_samples_read_file(struct estate *estate, size_t guest, const char *path, struct err *err)
{
    const struct estate_input input = {.name = path};
    return estate_samples_read(estate, guest, &input, err);
}
