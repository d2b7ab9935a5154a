// SPDX-License-Identifier: GPL-3.0-or-later
// One server at a time into the catalogue; what is not sound ends the reading.
#include "planner/market/catalogue_row.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/market/catalogue.h"
#include "planner/market/catalogue_cell.h"

int catalogue_reading_currency(struct catalogue_reading *reading, unsigned line, const char *code)
{
    struct catalogue *catalogue = &reading->catalogue;
    if (catalogue->currency && strcmp(catalogue->currency, code) != 0)
        return err_input(reading->err,
                         "%s:%u: an amount in %s, but others are in %s; a catalogue has one "
                         "currency, and nothing is converted",
                         reading->name, line, code, catalogue->currency);
    if (reading->currency && strcmp(reading->currency, code) != 0)
        return err_input(reading->err,
                         "%s:%u: the catalogue is in %s, but the plan counts in %s; nothing is "
                         "converted: write its amounts in %s, or plan in %s",
                         reading->name, line, code, reading->currency, reading->currency, code);
    if (!catalogue->currency)
        catalogue->currency = alloc_copy(code);
    return 0;
}

int catalogue_row_begin(struct catalogue_reading *reading, unsigned line)
{
    int r = catalogue_row_end(reading);
    if (r < 0)
        return r;
    if (reading->catalogue.count == CATALOGUE_MODELS_MOST)
        return err_input(reading->err,
                         "%s:%u: more than %d models; leave in those that may be bought",
                         reading->name, line, CATALOGUE_MODELS_MOST);
    host_model_init(&reading->model);
    reading->model.line = line;
    memset(reading->is_there, 0, sizeof(reading->is_there));
    reading->is_open = true;
    return 0;
}

int catalogue_row_set(struct catalogue_reading *reading, unsigned line, size_t column,
                      const char *text)
{
    scope_free char *code = NULL;
    if (!*text)
        return 0;
    if (catalogue_cell_read(column, text, &reading->model, &code, reading->err) < 0)
        return err_prefix(reading->err, "%s:%u: %s", reading->name, line,
                          catalogue_columns[column].name);
    reading->is_there[column] = true;
    return code ? catalogue_reading_currency(reading, line, code) : 0;
}

static int refuse(const struct catalogue_reading *reading, const char *text)
{
    const struct host_model *model = &reading->model;
    return err_input(reading->err, "%s:%u: %s: %s", reading->name, model->line, model->name, text);
}

static int check_processors(const struct catalogue_reading *reading)
{
    const struct host_model *model = &reading->model;
    scope_free char *text = NULL;
    if (model->cores < model->sockets)
        text = alloc_printf("cores: %u for %u sockets; those of the whole host are wanted, one a "
                            "socket at least",
                            model->cores, model->sockets);
    else if (model->threads < model->cores)
        text = alloc_printf("threads: %u for %u cores; those of the whole host are wanted, one a "
                            "core at least",
                            model->threads, model->cores);
    else if (model->turbo_hz < model->base_hz)
        text = alloc_printf("turbo-ghz: %g is below base-ghz, %g", model->turbo_hz / 1e9,
                            model->base_hz / 1e9);
    return text ? refuse(reading, text) : 0;
}

// Power rises with load; where it seems to fall, columns are mixed up or a digit is wrong.
static int check_watts(const struct catalogue_reading *reading)
{
    const double *watts = reading->model.watts;
    for (unsigned i = 1; i < POWER_POINTS; i++) {
        if (watts[i] >= watts[i - 1])
            continue;
        scope_free char *before =
            i == 1 ? alloc_copy("watts-idle") : alloc_printf("watts-%u", 10 * (i - 1));
        scope_free char *text =
            alloc_printf("watts-%u: %g W is less than %s, %g W; power does not fall with load",
                         10 * i, watts[i], before, watts[i - 1]);
        return refuse(reading, text);
    }
    return 0;
}

static int check_there(const struct catalogue_reading *reading)
{
    const struct host_model *model = &reading->model;
    if (catalogue_column_check(reading->is_there, "without a value", reading->err) == 0)
        return 0;
    if (model->name)
        err_prefix(reading->err, "%s", model->name);
    return err_prefix(reading->err, "%s:%u", reading->name, model->line);
}

static void append(struct catalogue_reading *reading)
{
    struct catalogue *catalogue = &reading->catalogue;
    if (catalogue->count == reading->room) {
        reading->room = reading->room ? 2 * reading->room : 16;
        catalogue->models =
            alloc_resized(catalogue->models, reading->room, sizeof(catalogue->models[0]));
    }
    catalogue->models[catalogue->count++] = reading->model;
    reading->is_open = false;
}

int catalogue_row_end(struct catalogue_reading *reading)
{
    if (!reading->is_open)
        return 0;
    int r = check_there(reading);
    if (r < 0)
        return r;
    if (reading->model.threads == 0)
        reading->model.threads = reading->model.cores;
    r = check_processors(reading);
    if (r == 0)
        r = check_watts(reading);
    if (r == 0)
        append(reading);
    return r;
}

static int by_name_and_line(const void *left_, const void *right_)
{
    const struct host_model *const *left = left_;
    const struct host_model *const *right = right_;
    int order = strcmp((*left)->name, (*right)->name);
    return order ? order
                 : (int)((*left)->line > (*right)->line) - (int)((*left)->line < (*right)->line);
}

static int check_names(const struct catalogue_reading *reading)
{
    const struct catalogue *catalogue = &reading->catalogue;
    scope_free const struct host_model **sorted = alloc_zeroed(catalogue->count, sizeof(*sorted));
    for (size_t i = 0; i < catalogue->count; i++)
        sorted[i] = &catalogue->models[i];
    qsort(sorted, catalogue->count, sizeof(*sorted), by_name_and_line);
    for (size_t i = 1; i < catalogue->count; i++)
        if (strcmp(sorted[i]->name, sorted[i - 1]->name) == 0)
            return err_input(reading->err,
                             "%s:%u: model '%s' is there already, in line %u; give each a name of "
                             "its own",
                             reading->name, sorted[i]->line, sorted[i]->name, sorted[i - 1]->line);
    return 0;
}

int catalogue_reading_end(struct catalogue_reading *reading, struct catalogue *ret_catalogue)
{
    int r = catalogue_row_end(reading);
    if (r == 0 && reading->catalogue.count == 0)
        r = err_input(reading->err, "%s: no model is in it", reading->name);
    if (r == 0)
        r = check_names(reading);
    if (r < 0)
        return r;
    reading->catalogue.name = alloc_copy(reading->name);
    *ret_catalogue = reading->catalogue;
    reading->catalogue = (struct catalogue){0};
    return 0;
}

void catalogue_reading_done(struct catalogue_reading *reading)
{
    if (reading->is_open)
        host_model_done(&reading->model);
    catalogue_done(&reading->catalogue);
    *reading = (struct catalogue_reading){0};
}
