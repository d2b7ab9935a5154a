// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps charts, lines and points; a line that is too long becomes means of neighbours.
#include "reports/timeline.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"

struct timeline_panel *timeline_add_panel(struct timeline *timeline, const char *title,
                                          enum quantity quantity, double least_high)
{
    timeline->panels =
        alloc_resized(timeline->panels, timeline->count + 1, sizeof *timeline->panels);
    timeline->panels[timeline->count] = (struct timeline_panel){
        .title = alloc_copy(title), .quantity = quantity, .least_high = least_high};
    return &timeline->panels[timeline->count++];
}

struct timeline_line *timeline_add_line(struct timeline_panel *panel, const char *name,
                                        enum svg_ink ink)
{
    panel->lines = alloc_resized(panel->lines, panel->count + 1, sizeof *panel->lines);
    panel->lines[panel->count] = (struct timeline_line){.name = alloc_copy(name), .ink = ink};
    return &panel->lines[panel->count++];
}

void timeline_add_point(struct timeline_line *line, const struct timeline_point *point)
{
    if (line->count == line->capacity) {
        line->capacity = line->capacity ? 2 * line->capacity : 16;
        line->points = alloc_resized(line->points, line->capacity, sizeof *line->points);
    }
    line->points[line->count++] = *point;
}

void timeline_miss(struct timeline *timeline, const char *what)
{
    char *before = timeline->missing;
    timeline->missing = before ? alloc_printf("%s, %s", before, what) : alloc_copy(what);
    free(before);
}

// --- thinning -----------------------------------------------------------------------------------

// The mean of some neighbours; their band is the band of all of them.
static struct timeline_point mean_of(const struct timeline_point *points, size_t count)
{
    struct timeline_point mean = {0, 0, NAN, NAN};
    size_t values = 0;
    for (size_t i = 0; i < count; i++) {
        mean.at_s += points[i].at_s / (double)count;
        mean.low = fmin(mean.low, points[i].low); // NAN gives way
        mean.high = fmax(mean.high, points[i].high);
        if (!isfinite(points[i].value))
            continue;
        mean.value += points[i].value;
        values++;
    }
    mean.value = values ? mean.value / (double)values : NAN;
    return mean;
}

static void thin_line(struct timeline_line *line)
{
    size_t each = (line->count + TIMELINE_POINTS_MAX - 1) / TIMELINE_POINTS_MAX, kept = 0;
    for (size_t i = 0; each > 1 && i < line->count; i += each)
        line->points[kept++] =
            mean_of(&line->points[i], line->count - i < each ? line->count - i : each);
    if (each > 1)
        line->count = kept;
}

void timeline_thin(struct timeline *timeline)
{
    for (size_t p = 0; p < timeline->count; p++)
        for (size_t i = 0; i < timeline->panels[p].count; i++)
            thin_line(&timeline->panels[p].lines[i]);
}

double timeline_panel_high(const struct timeline_panel *panel)
{
    double high = 0;
    for (size_t i = 0; i < panel->count; i++)
        for (size_t j = 0; j < panel->lines[i].count; j++)
            high =
                fmax(high, fmax(panel->lines[i].points[j].value, panel->lines[i].points[j].high));
    if (high <= panel->least_high)
        return panel->least_high;
    return high * 1.05;
}

void timeline_done(struct timeline *timeline)
{
    for (size_t p = 0; p < timeline->count; p++) {
        struct timeline_panel *panel = &timeline->panels[p];
        for (size_t i = 0; i < panel->count; i++) {
            free(panel->lines[i].name);
            free(panel->lines[i].points);
        }
        free(panel->lines);
        free(panel->title);
    }
    free(timeline->panels);
    free(timeline->missing);
    *timeline = (struct timeline){0};
}
