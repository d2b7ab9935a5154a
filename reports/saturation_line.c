// SPDX-License-Identifier: GPL-3.0-or-later
// Boots vote by their phrase: what they say is the same when it reads the same.
#include "reports/saturation_line.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"
#include "reports/table.h"

// --- one density's boots ------------------------------------------------------------------------

struct boot {
    struct saturation saturation;
    char *phrase;
    size_t votes; // of the boots that say the same, with the first of them
};

struct boots {
    struct boot *list;
    size_t count;
};

static void boots_done(struct boots *boots)
{
    for (size_t i = 0; i < boots->count; i++) {
        saturation_done(&boots->list[i].saturation);
        free(boots->list[i].phrase);
    }
    free(boots->list);
}

static void add_boot(struct boots *boots, const struct step_record *step,
                     const struct telemetry *telemetry)
{
    struct boot boot = {.votes = 1};
    saturation_init(&boot.saturation, telemetry, step->measured_ns);
    boot.phrase = saturation_phrase(&boot.saturation);
    for (size_t i = 0; i < boots->count; i++)
        if (strcmp(boots->list[i].phrase, boot.phrase) == 0) {
            boots->list[i].votes++;
            boot.votes = 0;
            break;
        }
    boots->list = alloc_resized(boots->list, boots->count + 1, sizeof *boots->list);
    boots->list[boots->count++] = boot;
}

// Of as many votes, a resource with a name goes before "none" and "not known".
static size_t winner(const struct boots *boots)
{
    size_t best = 0;
    for (size_t i = 1; i < boots->count; i++) {
        const struct boot *boot = &boots->list[i], *known = &boots->list[best];
        bool is_named = boot->saturation.first && !known->saturation.first;
        if (boot->votes > known->votes || (boot->votes == known->votes && is_named))
            best = i;
    }
    return best;
}

static char *describe_votes(const struct boots *boots, size_t best)
{
    struct strbuf text = {0};
    strbuf_add(&text, boots->list[best].phrase);
    if (boots->list[best].votes == boots->count)
        return strbuf_take(&text);
    strbuf_printf(&text, " (%zu of %zu boots", boots->list[best].votes, boots->count);
    for (size_t i = 0; i < boots->count; i++)
        if (i != best && boots->list[i].votes)
            strbuf_printf(&text, "; %s in %zu", boots->list[i].phrase, boots->list[i].votes);
    strbuf_add(&text, ")");
    return strbuf_take(&text);
}

static void settle(struct saturation_line *line, struct boots *boots)
{
    if (boots->count == 0) {
        line->phrase = alloc_copy("not known: no telemetry");
        line->sentence = alloc_copy("not known: the store has no telemetry of this density");
        return;
    }
    size_t best = winner(boots);
    line->watched = boots->count;
    line->agreeing = boots->list[best].votes;
    line->phrase = describe_votes(boots, best);
    line->sentence = saturation_sentence(&boots->list[best].saturation);
    line->saturation = boots->list[best].saturation;
    boots->list[best].saturation = (struct saturation){0};
}

// --- all of them --------------------------------------------------------------------------------

struct view {
    const struct step_record *steps;
    size_t step_count;
    const struct telemetry *telemetry;
    size_t telemetry_count;
};

static bool was_watched(const struct view *view, size_t step)
{
    return step < view->telemetry_count && view->telemetry[step].count > 0;
}

static struct saturation_line *add_line(struct saturation_lines *lines, uint32_t units)
{
    size_t at = lines->count;
    lines->list = alloc_resized(lines->list, lines->count + 1, sizeof *lines->list);
    for (; at > 0 && lines->list[at - 1].units > units; at--)
        lines->list[at] = lines->list[at - 1];
    lines->list[at] = (struct saturation_line){.units = units};
    lines->count++;
    return &lines->list[at];
}

static void add_density(struct saturation_lines *lines, const struct view *view, uint32_t units)
{
    struct boots boots = {0};
    struct saturation_line *line = add_line(lines, units);
    for (size_t i = 0; i < view->step_count; i++) {
        const struct step_record *step = &view->steps[i];
        if (step->kind != RECORD_STEP_LADDER || step->state != RECORD_DONE ||
            step_record_units(step) != units)
            continue;
        line->boots++;
        if (was_watched(view, i))
            add_boot(&boots, step, &view->telemetry[i]);
    }
    settle(line, &boots);
    lines->watched += line->watched;
    boots_done(&boots);
}

static void add_refused(struct saturation_lines *lines, const struct step_record *step)
{
    struct saturation_line *line = add_line(lines, step_record_units(step));
    const char *reason = step->reason && *step->reason ? step->reason : "why is not known";
    line->phrase = alloc_printf("refused: %s", reason);
    line->sentence = alloc_copy(line->phrase);
}

static bool is_known(const struct saturation_lines *lines, uint32_t units)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->list[i].units == units)
            return true;
    return false;
}

void saturation_lines_init(struct saturation_lines *lines, const struct step_record *steps,
                           size_t step_count, const struct telemetry *telemetry,
                           size_t telemetry_count)
{
    const struct view view = {steps, step_count, telemetry, telemetry_count};
    *lines = (struct saturation_lines){0};
    for (size_t i = 0; i < step_count; i++)
        if (steps[i].kind == RECORD_STEP_LADDER && steps[i].state == RECORD_DONE &&
            !is_known(lines, step_record_units(&steps[i])))
            add_density(lines, &view, step_record_units(&steps[i]));
    for (size_t i = 0; i < step_count; i++)
        if (steps[i].kind == RECORD_STEP_LADDER && steps[i].state == RECORD_REFUSED &&
            !is_known(lines, step_record_units(&steps[i])))
            add_refused(lines, &steps[i]);
}

void saturation_lines_done(struct saturation_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        saturation_done(&lines->list[i].saturation);
        free(lines->list[i].phrase);
        free(lines->list[i].sentence);
    }
    free(lines->list);
    *lines = (struct saturation_lines){0};
}

bool saturation_lines_are_known(const struct saturation_lines *lines)
{
    return lines->watched > 0;
}

const struct saturation_line *saturation_line_of(const struct saturation_lines *lines,
                                                 uint32_t units)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->list[i].units == units && lines->list[i].boots > 0)
            return &lines->list[i];
    return NULL;
}

char *saturation_line_text(const struct saturation_line *line)
{
    const struct saturation_finding *first = line->saturation.first;
    if (!first)
        return alloc_copy(line->phrase);
    scope_free char *figures = saturation_finding_text(first);
    scope_free char *name = saturation_finding_name(first);
    return alloc_printf("%s%s", line->phrase, figures + strlen(name));
}

char *saturation_line_count(const struct saturation_line *line, const char *unit)
{
    size_t length = strlen(unit) - (line->units == 1);
    return alloc_printf("%" PRIu32 " %.*s", line->units, (int)length, unit);
}

void saturation_table_fill(struct table *table, const struct saturation_lines *lines,
                           const char *unit)
{
    table_add_column(table, unit, false);
    table_add_column(table, "gives out first", true);
    for (size_t i = 0; i < lines->count; i++) {
        scope_free char *units = alloc_printf("%" PRIu32, lines->list[i].units);
        scope_free char *what = saturation_line_text(&lines->list[i]);
        table_add_cell(table, units);
        table_add_cell(table, what);
    }
}
