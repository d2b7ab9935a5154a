// SPDX-License-Identifier: GPL-3.0-or-later
// The moves over time: a line for each where they are few, shared lines where they are many; below,
// how many hosts are on.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/consolidation_draw.h"
#include "reports/consolidation_figure.h"
#include "reports/consolidation_lanes.h"
#include "reports/consolidation_say.h"

// In units of the picture.
enum {
    WIDTH = 1000,
    RIGHT = 20,
    TOP = 8,
    LEFT_EACH = 250,
    LEFT_SHARED = 60,
    ROW_EACH = 16,
    ROW_SHARED = 8,
    MARKS = 14, // hosts that are switched, where lines are shared
    HOSTS_GAP = 30,
    HOSTS_HEIGHT = 60,
    FOOT = 38,
    NAME_LETTERS = 16,
};

struct chart {
    const struct consolidation *consolidation;
    const struct moves *moves;
    struct consolidation_lanes lanes;
    bool each; // a line a move
    double left, row, end_s;
    struct strbuf *out;
};

static double x_at(const struct chart *chart, double at_s)
{
    return chart->left + at_s / chart->end_s * (WIDTH - chart->left - RIGHT);
}

static double lanes_foot(const struct chart *chart)
{
    return TOP + (double)chart->lanes.count * chart->row + (chart->each ? 0 : MARKS);
}

// --- moves --------------------------------------------------------------------------------------

static const char *class_of(const struct move *move)
{
    static const char *const classes[] = {
        [MOVE_REPAIR] = "repair",     [MOVE_CONSOLIDATE] = "consolidate", [MOVE_BYPASS] = "bypass",
        [MOVE_EVACUATE] = "evacuate", [MOVE_RETURN] = "return",
    };
    if (move->kind == MOVE_SWITCH_ON || move->kind == MOVE_SWITCH_OFF)
        return "switch";
    return move->kind == MOVE_MAINTAIN ? "maintain" : classes[move->reason];
}

static char *title_of(const struct chart *chart, const struct move *move)
{
    const struct consolidation *consolidation = chart->consolidation;
    scope_free char *subject = consolidation_subject(consolidation, move);
    scope_free char *seconds = consolidation_seconds(&move->seconds);
    if (move->kind != MOVE_MIGRATE)
        return alloc_printf("%s %s, %s", subject, consolidation_host(consolidation, move->to),
                            seconds);
    return alloc_printf(
        "%s: %s → %s, %s, %s", subject, consolidation_host(consolidation, move->from),
        consolidation_host(consolidation, move->to), seconds, consolidation_reason(move->reason));
}

static char *label_of(const struct chart *chart, const struct move *move)
{
    const struct consolidation *consolidation = chart->consolidation;
    scope_free char *subject = consolidation_subject(consolidation, move);
    scope_free char *what = draw_name(subject, NAME_LETTERS);
    scope_free char *to = draw_name(consolidation_host(consolidation, move->to), 10);
    if (move->from < 0 || move->kind != MOVE_MIGRATE)
        return alloc_printf("%s %s", what, to);
    scope_free char *from = draw_name(consolidation_host(consolidation, move->from), 10);
    return alloc_printf("%s  %s → %s", what, from, to);
}

// Where it may end at the latest is a thin line behind its bar.
static void draw_move(const struct chart *chart, size_t index)
{
    const struct move *move = &chart->moves->list[index];
    bool is_switch = move->kind == MOVE_SWITCH_ON || move->kind == MOVE_SWITCH_OFF;
    double y = TOP + (double)chart->lanes.lane[index] * chart->row;
    double x = x_at(chart, move->start_s);
    double width =
        isfinite(move->seconds.value) ? x_at(chart, move->start_s + move->seconds.value) - x : 0;
    scope_free char *title = title_of(chart, move);
    if (!chart->each && is_switch)
        y = lanes_foot(chart) - MARKS + 3;
    if (is_switch)
        draw_box(chart->out, move->kind == MOVE_SWITCH_ON ? "switch on" : "switch",
                 (struct draw_box){x, y + 2, 6, 8}, title);
    else
        draw_box(
            chart->out, class_of(move),
            (struct draw_box){x, y + 1, fmax(1, width - 0.5), chart->row - 2 - chart->each * 3},
            title);
    if (chart->each && !is_switch && move->seconds.high > move->seconds.value)
        draw_line(chart->out, "late", x + width, y + chart->row / 2 - 1,
                  fmin(x_at(chart, move->start_s + move->seconds.high), WIDTH) - x - width, 0);
    if (chart->each) {
        scope_free char *label = label_of(chart, move);
        draw_text(chart->out, chart->left - 8, y + 11, "row", label);
    }
}

// --- hosts that are on --------------------------------------------------------------------------

struct switching {
    double at_s;
    int change;
};

static int by_time(const void *left, const void *right)
{
    const struct switching *a = left, *b = right;
    return (a->at_s > b->at_s) - (a->at_s < b->at_s);
}

static struct switching *switchings(const struct moves *moves, size_t *ret_count)
{
    struct switching *list = alloc_zeroed(moves->count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        if (move->kind == MOVE_SWITCH_ON)
            list[count++] = (struct switching){move->start_s, 1};
        if (move->kind == MOVE_SWITCH_OFF)
            list[count++] = (struct switching){move->start_s, -1};
    }
    qsort(list, count, sizeof *list, by_time);
    *ret_count = count;
    return list;
}

static size_t hosts_on_first(const struct consolidation *consolidation)
{
    size_t on = 0;
    for (size_t h = 0; h < consolidation->estate.host_count; h++)
        on += !consolidation->estate.hosts[h].is_off;
    return on;
}

static void draw_on_line(const struct chart *chart, double top)
{
    size_t count = 0;
    scope_free struct switching *list = switchings(chart->moves, &count);
    double on = (double)hosts_on_first(chart->consolidation), most = on;
    for (size_t i = 0; i < count; i++)
        most += list[i].change > 0;
    double scale = HOSTS_HEIGHT / fmax(1, most), foot = top + HOSTS_HEIGHT;
    scope_free char *first = alloc_printf("%.0f on", on);
    draw_text(chart->out, chart->left - 8, foot - on * scale + 4, "row", first);
    strbuf_printf(chart->out, "<path class=\"on-area\" d=\"M%.1f %.1fV%.1f", chart->left, foot,
                  foot - on * scale);
    for (size_t i = 0; i < count; i++) {
        on += list[i].change;
        strbuf_printf(chart->out, "H%.1fV%.1f", x_at(chart, list[i].at_s), foot - on * scale);
    }
    strbuf_printf(chart->out, "H%.1fV%.1f\"/>\n", x_at(chart, chart->end_s), foot);
    scope_free char *last = alloc_printf("%.0f", on);
    if (count > 0)
        draw_text(chart->out, WIDTH, foot - on * scale - 4, "figure", last);
}

// --- all of it ----------------------------------------------------------------------------------

static void draw_time_axis(const struct chart *chart, double foot)
{
    struct draw_time time = draw_time_of(chart->end_s, chart->each ? 6 : 8);
    for (double at_s = 0; at_s <= chart->end_s * 1.0001; at_s += time.step_s) {
        char label[AXIS_LABEL_SIZE];
        double x = x_at(chart, at_s);
        draw_line(chart->out, "grid", x, TOP - 4, 0, foot - TOP + 4);
        draw_text(chart->out, x, foot + 15, "tick",
                  axis_label(label, QUANTITY_NUMBER, at_s / time.unit_s));
    }
    scope_free char *unit = alloc_printf("%s since the first move", time.unit);
    draw_text(chart->out, (chart->left + WIDTH - RIGHT) / 2, foot + 32, "tick", unit);
}

static char *describe(const struct moves *moves)
{
    scope_free char *seconds = consolidation_seconds(&moves->seconds);
    return alloc_printf("%zu migrations in %zu waves, %s", moves->migrations, moves->waves,
                        seconds);
}

void consolidation_figure_moves(const struct consolidation *consolidation, struct strbuf *out)
{
    const struct moves *moves = &consolidation->moves;
    struct chart chart = {.consolidation = consolidation, .moves = moves, .out = out};
    chart.each = moves->count <= FIGURE_MOVES_MAX;
    chart.left = chart.each ? LEFT_EACH : LEFT_SHARED;
    chart.row = chart.each ? ROW_EACH : ROW_SHARED;
    consolidation_lanes_of(moves, chart.each, &chart.lanes);
    chart.end_s = chart.lanes.end_s > 0 ? chart.lanes.end_s : 1;
    double hosts_top = lanes_foot(&chart) + HOSTS_GAP, foot = hosts_top + HOSTS_HEIGHT;
    scope_free char *description = describe(moves);
    draw_open(out, WIDTH, foot + FOOT, description);
    draw_time_axis(&chart, foot);
    draw_on_line(&chart, hosts_top);
    for (size_t i = 0; i < moves->count; i++)
        draw_move(&chart, i);
    draw_close(out);
    consolidation_lanes_done(&chart.lanes);
}
