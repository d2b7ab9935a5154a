// SPDX-License-Identifier: GPL-3.0-or-later
// Runs become lines, lines become series, series are looked at side by side.
#include "compare/history.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/parallel.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/history_remarks.h"
#include "compare/history_series.h"

static struct history_options with_defaults(const struct history_options *given)
{
    struct history_options options = *given;
    if (!(options.threshold > 0))
        options.threshold = HISTORY_THRESHOLD_DEFAULT;
    if (!(options.significance > 0))
        options.significance = HISTORY_SIGNIFICANCE_DEFAULT;
    if (options.segment_least == 0)
        options.segment_least = HISTORY_LEAST_DEFAULT;
    return options;
}

// --- lines --------------------------------------------------------------------------------------

static void make_lines(struct history *history)
{
    const struct history_runs *runs = &history->runs;
    history->line_count = runs->line_count;
    history->lines = alloc_zeroed(runs->line_count + 1, sizeof *history->lines);
    for (size_t i = 0; i < runs->line_count; i++)
        history->lines[i].runs = alloc_zeroed(runs->count + 1, sizeof *history->lines[i].runs);
    for (size_t i = 0; i < runs->count; i++) {
        if (runs->list[i].line == HISTORY_NO_LINE)
            continue;
        struct history_line *line = &history->lines[runs->list[i].line];
        line->runs[line->run_count++] = &runs->list[i];
        line->is_emulated = runs->list[i].record.emulated;
    }
}

static void tell_versions(struct history_line *line)
{
    for (size_t r = 1; r < line->run_count; r++) {
        struct changes changes = {0};
        changes_add(&changes, &line->runs[r - 1]->record, &line->runs[r]->record);
        if (changes.count == 0)
            continue;
        line->versions =
            alloc_resized(line->versions, line->version_count + 1, sizeof *line->versions);
        line->versions[line->version_count++] = (struct history_version){r, changes};
    }
}

// Whom one asks for and who is not there is not passed over in silence.
static int check_names(const struct history *history, const struct history_options *options,
                       struct err *err)
{
    size_t count = 0;
    scope_free const char **told = NULL;
    for (size_t i = 0; i < history->runs.count; i++) {
        const struct measure_set *set = &history->runs.list[i].set;
        told = alloc_resized(told, count + set->count + 1, sizeof *told);
        for (size_t s = 0; s < set->count; s++)
            told[count++] = set->list[s].name;
    }
    for (size_t i = 0; i < options->measure_count; i++) {
        bool is_there = false;
        for (size_t t = 0; t < count && !is_there; t++)
            is_there = measure_name_means(options->measures[i], told[t]);
        if (is_there)
            continue;
        const char *near = nearest_word(options->measures[i], told, count);
        return err_input(err, "no run of '%s' tells a metric '%s'%s%s%s", history->runs.label,
                         options->measures[i], near ? " (did you mean '" : "", near ? near : "",
                         near ? "'?)" : "");
    }
    return 0;
}

static void add_density(uint32_t guests, uint32_t **densities, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        if ((*densities)[i] == guests)
            return;
    *densities = alloc_resized(*densities, *count + 1, sizeof **densities);
    (*densities)[(*count)++] = guests;
}

// "1, 4, 8", of all runs that are looked at. New string.
static char *name_densities(const struct history *history)
{
    scope_free uint32_t *densities = NULL;
    struct strbuf names = {0};
    size_t count = 0;
    for (size_t i = 0; i < history->runs.count; i++)
        for (size_t s = 0; s < history->runs.list[i].set.count; s++)
            add_density(history->runs.list[i].set.list[s].guests, &densities, &count);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&names, "%s%" PRIu32, i ? ", " : "", densities[i]);
    return strbuf_take(&names);
}

static int check_wanted(const struct history *history, const struct history_options *options,
                        struct err *err)
{
    size_t count = 0;
    for (size_t i = 0; i < history->line_count; i++)
        count += history->lines[i].series_count;
    int result = check_names(history, options, err);
    if (result < 0 || count > 0)
        return result;
    scope_free char *densities = name_densities(history);
    if (!*densities)
        return err_input(err, "no run of '%s' that is looked at has a finished step",
                         history->runs.label);
    if (options->guests)
        return err_input(err, "no run of '%s' tells that at %" PRIu32 " guests; there are %s",
                         history->runs.label, options->guests, densities);
    return err_input(err,
                     "no run of '%s' tells a metric that is judged unasked; --metric all shows "
                     "what there is",
                     history->runs.label);
}

// --- left out -----------------------------------------------------------------------------------

static void leave_out(struct history *history, const struct history_run *run)
{
    for (size_t i = 0; i < history->left_out_count; i++) {
        struct history_left_out *group = &history->left_out[i];
        if (strcmp(group->why, run->why_not) != 0)
            continue;
        group->count++;
        group->newest_id = run->record.id;
        return;
    }
    history->left_out =
        alloc_resized(history->left_out, history->left_out_count + 1, sizeof *history->left_out);
    history->left_out[history->left_out_count++] =
        (struct history_left_out){alloc_copy(run->why_not), 1, run->record.id};
}

// --- series -------------------------------------------------------------------------------------

struct work {
    struct history_series **series;
    size_t count;
    const struct history_options *options;
};

static void find_one(size_t index, unsigned worker, void *context)
{
    const struct work *work = context;
    (void)worker;
    history_series_find(work->series[index], work->options, work->count);
}

static void count_outcome(struct history *history, const struct history_series *series)
{
    if (!series->is_judged)
        return;
    history->series_count++;
    history->changed_count += series->change_count > 0;
    history->worse_count += series->is_worse;
    history->unlike_worse_count += series->end.unlike > 0 && series->end.is_worse;
}

static void look(struct history *history, const struct history_options *options)
{
    size_t count = 0;
    for (size_t i = 0; i < history->line_count; i++)
        count += history->lines[i].series_count;
    scope_free struct history_series **all = alloc_zeroed(count + 1, sizeof *all);
    count = 0;
    for (size_t i = 0; i < history->line_count; i++)
        for (size_t s = 0; s < history->lines[i].series_count; s++)
            all[count++] = &history->lines[i].series[s];
    struct work work = {all, count, options};
    parallel_for(parallel_cpus(), count, find_one, &work);
    history_series_adjust(all, count, options->significance);
    for (size_t i = 0; i < history->line_count; i++)
        for (size_t s = 0; s < history->lines[i].series_count; s++) {
            struct history_series *series = &history->lines[i].series[s];
            history_series_judge(series, &history->lines[i], history->runs.accepted_id, options,
                                 count);
            count_outcome(history, series);
        }
}

int history_of(struct history_runs *taken, const struct history_options *given,
               struct history *ret_history, struct err *err)
{
    const struct history_options options = with_defaults(given);
    struct history history = {
        .runs = *taken,
        .threshold = options.threshold,
        .significance = options.significance,
        .segment_least = options.segment_least,
    };
    *taken = (struct history_runs){0};
    make_lines(&history);
    for (size_t i = 0; i < history.runs.count; i++)
        if (history.runs.list[i].line == HISTORY_NO_LINE)
            leave_out(&history, &history.runs.list[i]);
    for (size_t i = 0; i < history.line_count; i++) {
        tell_versions(&history.lines[i]);
        history_series_gather(&history.lines[i], &options);
    }
    int result = check_wanted(&history, &options, err);
    if (result < 0) {
        history_done(&history);
        return result;
    }
    look(&history, &options);
    history_remarks_add(&history);
    *ret_history = history;
    return 0;
}

static void line_done(struct history_line *line)
{
    for (size_t i = 0; i < line->series_count; i++)
        history_series_done(&line->series[i]);
    for (size_t i = 0; i < line->version_count; i++)
        changes_done(&line->versions[i].changes);
    free(line->series);
    free(line->versions);
    free(line->runs);
}

void history_done(struct history *history)
{
    if (!history)
        return;
    for (size_t i = 0; i < history->line_count; i++)
        line_done(&history->lines[i]);
    for (size_t i = 0; i < history->left_out_count; i++)
        free(history->left_out[i].why);
    for (size_t i = 0; i < history->remark_count; i++)
        free(history->remarks[i]);
    free(history->lines);
    free(history->left_out);
    free(history->remarks);
    history_runs_done(&history->runs);
    *history = (struct history){0};
}
