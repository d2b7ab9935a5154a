// SPDX-License-Identifier: GPL-3.0-or-later
// Marks in rows below a CPU's number, or one bar for all where they are too many.
#include "reports/host_picture_cpu.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/host_map.h"
#include "reports/host_box.h"
#include "reports/host_picture_style.h"

enum { ROWS_MAX = 6 }; // of marks on one CPU
#define HEAD  14.0     // the CPU's number
#define GAP   2.0
#define EDGE  3.0
#define LABEL 13.0 // below a bar

// --- the marks
// -------------------------------------------------------------------------------------

static int compare(const void *left, const void *right)
{
    const struct host_picture_mark *a = left, *b = right;
    if (a->cpu != b->cpu)
        return a->cpu < b->cpu ? -1 : 1;
    if (a->guest != b->guest)
        return a->guest < b->guest ? -1 : 1;
    return a->vcpu < b->vcpu ? -1 : a->vcpu > b->vcpu;
}

// A CPU that the host does not have, or that is not online, is nowhere.
static uint32_t known_cpu(const struct host_map *map, uint32_t cpu)
{
    return cpu_set_has(&map->online, cpu) ? cpu : HOST_PICTURE_NOWHERE;
}

void host_picture_cpus_init(struct host_picture_cpus *cpus, const struct host_picture *picture)
{
    size_t run = 0;
    *cpus = (struct host_picture_cpus){.map = picture->map, .count = picture->count};
    cpus->marks = alloc_zeroed(picture->count + 1, sizeof *cpus->marks);
    for (size_t i = 0; i < cpus->count; i++) {
        cpus->marks[i] = picture->marks[i];
        cpus->marks[i].cpu = known_cpu(cpus->map, cpus->marks[i].cpu);
        cpus->has_unknown |= !isfinite(cpus->marks[i].load);
        cpus->has_passing |= !cpus->marks[i].is_at_home;
    }
    qsort(cpus->marks, cpus->count, sizeof *cpus->marks, compare);
    for (size_t i = 0; i < cpus->count && cpus->marks[i].cpu != HOST_PICTURE_NOWHERE; i++) {
        run = i && cpus->marks[i].cpu == cpus->marks[i - 1].cpu ? run + 1 : 1;
        cpus->most = run > cpus->most ? run : cpus->most;
    }
}

void host_picture_cpus_done(struct host_picture_cpus *cpus)
{
    free(cpus->marks);
    *cpus = (struct host_picture_cpus){0};
}

// --- geometry
// --------------------------------------------------------------------------------------

static size_t columns_of(double width, double mark)
{
    double room = floor((width - 2 * EDGE + GAP) / (mark + GAP));
    return room < 1 ? 1 : (size_t)room;
}

double host_picture_cpus_height(struct host_picture_cpus *cpus, double width, double mark)
{
    size_t columns = columns_of(width, mark);
    size_t rows = (cpus->most + columns - 1) / columns;
    cpus->mark = mark;
    cpus->has_room = rows <= ROWS_MAX;
    if (rows > ROWS_MAX)
        rows = ROWS_MAX;
    return HEAD + EDGE + (rows ? (double)rows * (mark + GAP) : 8);
}

// --- drawing
// ---------------------------------------------------------------------------------------

static int step_of(double load)
{
    int step = (int)(load * HOST_PICTURE_STEPS);
    return step < 0 ? 0 : step >= HOST_PICTURE_STEPS ? HOST_PICTURE_STEPS - 1 : step;
}

static void add_title(const struct host_picture_mark *mark, struct strbuf *out)
{
    strbuf_printf(out, "<title>guest %" PRIu32 " vCPU %" PRIu32, mark->guest, mark->vcpu);
    if (isfinite(mark->load))
        strbuf_printf(out, ": %.0f %% of CPU %" PRIu32, 100 * mark->load, mark->cpu);
    strbuf_add(out, mark->is_at_home ? ", at home</title>" : ", bound to no CPU</title>");
}

static void draw_mark(const struct host_picture_mark *mark, double x, double y, double size,
                      struct strbuf *out)
{
    bool is_known = isfinite(mark->load);
    int step = is_known ? step_of(mark->load) : 0;
    double half = mark->is_at_home ? 0 : 0.5, radius = mark->is_at_home ? 2 : size / 2 - half;
    strbuf_add(out, "<g>");
    add_title(mark, out);
    strbuf_printf(out, "<rect class=\"l%c %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" ",
                  is_known ? '0' + step : 'x', mark->is_at_home ? "home" : "passing", x + half,
                  y + half, size - 2 * half);
    strbuf_printf(out, "height=\"%.1f\" rx=\"%.1f\"/>", size - 2 * half, radius);
    double digits = mark->guest > 999 ? 4 : mark->guest > 99 ? 3 : mark->guest > 9 ? 2 : 1;
    double font = fmin(12, fmin(size * 0.62, size * 1.5 / digits));
    if (font >= 6)
        strbuf_printf(out,
                      "<text class=\"t t%d\" style=\"font-size:%.1fpx\" x=\"%.1f\" y=\"%.1f\">"
                      "%" PRIu32 "</text>",
                      step, font, x + size / 2, y + size / 2 + font * 0.36, mark->guest);
    strbuf_add(out, "</g>\n");
}

// How many marks of each step there are, unknown ones last.
static void count_steps(const struct host_picture_mark *marks, size_t count,
                        size_t steps[HOST_PICTURE_STEPS + 1])
{
    memset(steps, 0, sizeof *steps * (HOST_PICTURE_STEPS + 1));
    for (size_t i = 0; i < count; i++)
        steps[isfinite(marks[i].load) ? step_of(marks[i].load) : HOST_PICTURE_STEPS]++;
}

// A bar for all of them: as wide a piece for every step of load as there are vCPUs in it.
static void draw_bar(const struct host_picture_mark *marks, size_t count,
                     const struct host_box *box, struct strbuf *out)
{
    size_t steps[HOST_PICTURE_STEPS + 1];
    double x = box->x + EDGE, width = box->width - 2 * EDGE;
    double y = box->y + HEAD, height = box->height - HEAD - EDGE;
    count_steps(marks, count, steps);
    strbuf_printf(out, "<g><title>%zu vCPUs</title>", count);
    for (int i = 0; i <= HOST_PICTURE_STEPS; i++) {
        double part = width * (double)steps[i] / (double)count;
        if (steps[i])
            strbuf_printf(out,
                          "<rect class=\"l%c home\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                          "height=\"%.1f\"/>",
                          i < HOST_PICTURE_STEPS ? '0' + i : 'x', x, y, part, height - LABEL);
        x += part;
    }
    strbuf_printf(out, "<text class=\"t sum\" x=\"%.1f\" y=\"%.1f\">×%zu</text></g>\n",
                  box->x + box->width / 2, y + height - 2, count);
}

static void draw_marks(const struct host_picture_cpus *cpus, const struct host_picture_mark *marks,
                       size_t count, const struct host_box *box, struct strbuf *out)
{
    size_t columns = columns_of(box->width, cpus->mark);
    if (count > columns * ROWS_MAX) {
        draw_bar(marks, count, box, out);
        return;
    }
    for (size_t i = 0; i < count; i++)
        draw_mark(&marks[i], box->x + EDGE + (double)(i % columns) * (cpus->mark + GAP),
                  box->y + HEAD + (double)(i / columns) * (cpus->mark + GAP), cpus->mark, out);
}

void host_picture_cpus_draw(const struct host_picture_cpus *cpus, const struct host_box *box,
                            struct strbuf *out)
{
    uint32_t cpu = (uint32_t)box->id;
    size_t first = 0, count = 0;
    bool is_allowed = cpu_set_has(&cpus->map->allowed, cpu);
    while (first < cpus->count && cpus->marks[first].cpu < cpu)
        first++;
    while (first + count < cpus->count && cpus->marks[first + count].cpu == cpu)
        count++;
    strbuf_printf(out,
                  "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                  "rx=\"3\"/>\n",
                  is_allowed ? "cpu" : "barred", box->x, box->y, box->width, box->height);
    strbuf_printf(out, "<text class=\"tiny\" x=\"%.1f\" y=\"%.1f\">%" PRIu32 "</text>\n",
                  box->x + 4, box->y + 10.5, cpu);
    draw_marks(cpus, cpus->marks + first, count, box, out);
}

double host_picture_cpus_draw_lost(const struct host_picture_cpus *cpus, double x, double y,
                                   double width, struct strbuf *out)
{
    size_t first = 0;
    while (first < cpus->count && cpus->marks[first].cpu != HOST_PICTURE_NOWHERE)
        first++;
    size_t count = cpus->count - first;
    if (count == 0)
        return 0;
    strbuf_printf(out,
                  "<text class=\"soft\" x=\"%.1f\" y=\"%.1f\">%zu vCPU%s seen on no CPU:</text>\n",
                  x, y + 15, count, count == 1 ? "" : "s");
    const double size = 16, label = 180;
    size_t columns = columns_of(width - label, size);
    for (size_t i = 0; i < count && i < columns; i++)
        draw_mark(&cpus->marks[first + i], x + label + (double)i * (size + GAP), y + 3, size, out);
    return 24;
}
