// SPDX-License-Identifier: GPL-3.0-or-later
// Changes sorted by their run, cut where the next is too far away.
#include "reports/compare/history_events.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/compare/effect.h"
#include "reports/compare/history_words.h"
#include "reports/table.h"

// --- collecting ---------------------------------------------------------------------------------

static int by_run(const void *left, const void *right)
{
    const struct history_effect *a = left, *b = right;
    if (a->run != b->run)
        return a->run < b->run ? -1 : 1;
    return a->series < b->series ? -1 : a->series > b->series;
}

static struct history_effect *collect(const struct history_line *line, size_t *ret_count)
{
    size_t count = 0;
    for (size_t s = 0; s < line->series_count; s++)
        count += line->series[s].change_count;
    struct history_effect *effects = alloc_zeroed(count + 1, sizeof *effects);
    count = 0;
    for (size_t s = 0; s < line->series_count; s++)
        for (size_t c = 0; c < line->series[s].change_count; c++) {
            const struct history_series *series = &line->series[s];
            const struct history_change *change = &series->changes[c];
            effects[count++] =
                (struct history_effect){series, change, series->points[change->at].run};
        }
    qsort(effects, count, sizeof *effects, by_run);
    *ret_count = count;
    return effects;
}

static const struct run_record *record_at(const struct history_line *line, size_t run)
{
    return &line->runs[run]->record;
}

static void tell_versions(const struct history_line *line, struct history_event *event)
{
    size_t first = event->list[0].run, last = event->list[event->count - 1].run;
    size_t from = first > HISTORY_NEAR + 1 ? first - HISTORY_NEAR - 1 : 0;
    size_t to = last + HISTORY_NEAR < line->run_count ? last + HISTORY_NEAR : line->run_count - 1;
    changes_add(&event->with, record_at(line, first - 1), record_at(line, last));
    if (event->with.count == 0)
        changes_add(&event->near, record_at(line, from), record_at(line, to));
}

static void add_event(struct history_events *events, const struct history_line *line,
                      const struct history_effect *effects, size_t count)
{
    struct history_event event = {.list = alloc_zeroed(count, sizeof *event.list), .count = count};
    memcpy(event.list, effects, count * sizeof *effects);
    tell_versions(line, &event);
    events->list = alloc_resized(events->list, events->count + 1, sizeof *events->list);
    events->list[events->count++] = event;
}

void history_events_of(const struct history_line *line, struct history_events *ret_events)
{
    struct history_events events = {0};
    size_t count = 0;
    scope_free struct history_effect *effects = collect(line, &count);
    for (size_t end = count; end > 0;) {
        size_t from = end - 1;
        while (from > 0 && effects[end - 1].run - effects[from - 1].run <= HISTORY_NEAR)
            from--;
        add_event(&events, line, effects + from, end - from);
        end = from;
    }
    *ret_events = events;
}

void history_events_done(struct history_events *events)
{
    for (size_t i = 0; i < events->count; i++) {
        free(events->list[i].list);
        changes_done(&events->list[i].with);
        changes_done(&events->list[i].near);
    }
    free(events->list);
    *events = (struct history_events){0};
}

// --- words --------------------------------------------------------------------------------------

static void add_count(struct strbuf *text, const struct history_event *event,
                      enum history_kind kind, const char *word)
{
    size_t count = 0;
    for (size_t i = 0; i < event->count; i++)
        count += event->list[i].change->kind == kind;
    if (count > 0)
        strbuf_printf(text, "%s %zu %s", text->text[text->length - 1] == ':' ? "" : ",", count,
                      word);
}

char *history_event_heading(const struct history_line *line, const struct history_event *event)
{
    struct strbuf text = {0};
    const struct run_record *first = record_at(line, event->list[0].run);
    const struct run_record *last = record_at(line, event->list[event->count - 1].run);
    char day[CLOCK_TEXT_SIZE];
    clock_format_utc(day, first->started_at_ns);
    day[strcspn(day, "T")] = '\0';
    if (first == last)
        strbuf_printf(&text, "Run %" PRId64 " (%s):", first->id, day);
    else
        strbuf_printf(&text, "Runs %" PRId64 " to %" PRId64 " (from %s):", first->id, last->id,
                      day);
    add_count(&text, event, HISTORY_REGRESSION, "worse");
    add_count(&text, event, HISTORY_IMPROVEMENT, "better");
    add_count(&text, event, HISTORY_SMALL, "small");
    return strbuf_take(&text);
}

char *history_event_cause(const struct history_event *event)
{
    const struct history_change change = {.with = event->with, .near = event->near};
    return history_cause_words(&change);
}

static void add_taken(struct table *table, char *text)
{
    table_add_cell(table, text);
    free(text);
}

static const char *kind_word(const struct history_change *change)
{
    if (change->is_accepted)
        return "accepted";
    return change->kind == HISTORY_REGRESSION    ? "worse"
           : change->kind == HISTORY_IMPROVEMENT ? "better"
                                                 : "small";
}

static void add_row(struct table *table, const struct history_line *line,
                    const struct history_effect *effect)
{
    const struct history_series *series = effect->series;
    const struct history_change *change = effect->change;
    size_t index = (size_t)(change - series->changes);
    table_add_cell(table, series->measure);
    add_taken(table, alloc_printf("%" PRIu32, series->guests));
    add_taken(table, alloc_printf("%" PRId64, record_at(line, effect->run)->id));
    add_taken(table, effect_value(series->unit, series->segments[index].level.value));
    add_taken(table, effect_value(series->unit, series->segments[index + 1].level.value));
    add_taken(table, effect_text(&change->ratio));
    add_taken(table, effect_p(change->p_adjusted));
    table_add_cell(table, kind_word(change));
}

void history_event_table(struct table *table, const struct history_line *line,
                         const struct history_event *event)
{
    table_add_column(table, "metric", true);
    table_add_column(table, "guests", false);
    table_add_column(table, "from run", false);
    table_add_column(table, "before", false);
    table_add_column(table, "after", false);
    table_add_column(table, "change", false);
    table_add_column(table, "p", false);
    table_add_column(table, "it is", true);
    for (size_t i = 0; i < event->count; i++)
        add_row(table, line, &event->list[i]);
}
