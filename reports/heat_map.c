// SPDX-License-Identifier: GPL-3.0-or-later
// Cells of one colour beside each other are one rectangle: a page may hold many maps.
#include "reports/heat_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/html_text.h"

// In units of the picture.
enum { WIDTH = 440, LEFT = 62, RIGHT = 8, LEGEND = 44, AXIS = 36, LINE = 13, NAME_LETTERS = 8 };

void heat_map_init(struct heat_map *map, const struct heat_scale *scale, size_t rows,
                   size_t columns, const char *unit)
{
    *map = (struct heat_map){.scale = scale, .rows = rows, .columns = columns, .unit = unit};
    map->names = alloc_zeroed(rows + 1, sizeof *map->names);
    map->ends = alloc_zeroed(columns + 1, sizeof *map->ends);
    map->values = alloc_zeroed(rows * columns + 1, sizeof *map->values);
    for (size_t i = 0; i < rows * columns; i++)
        map->values[i] = NAN;
}

void heat_map_done(struct heat_map *map)
{
    for (size_t i = 0; i < map->rows; i++)
        free(map->names[i]);
    free(map->names);
    free(map->ends);
    free(map->values);
    *map = (struct heat_map){0};
}

// --- what is drawn ------------------------------------------------------------------------------

// Rows and columns put together so that each finds room.
struct sheet {
    const struct heat_map *map;
    size_t row_of, column_of; // how many of the map's are one of the sheet's
    size_t rows, columns;
    double cell_height, top;
};

static size_t parts(size_t count, size_t each)
{
    return (count + each - 1) / each;
}

size_t heat_map_rows_together(const struct heat_map *map)
{
    return parts(map->rows ? map->rows : 1, HEAT_ROWS_MAX);
}

static struct sheet sheet_of(const struct heat_map *map)
{
    struct sheet sheet = {
        .map = map,
        .row_of = heat_map_rows_together(map),
        .column_of = parts(map->columns, HEAT_COLUMNS_MAX),
        .top = LEGEND,
    };
    sheet.rows = parts(map->rows, sheet.row_of);
    sheet.columns = parts(map->columns, sheet.column_of);
    sheet.cell_height = fmin(20, fmax(3.2, 300.0 / (double)sheet.rows));
    return sheet;
}

static double value_at(const struct sheet *sheet, size_t row, size_t column)
{
    const struct heat_map *map = sheet->map;
    double sum = 0;
    size_t count = 0;
    for (size_t r = row * sheet->row_of; r < (row + 1) * sheet->row_of && r < map->rows; r++)
        for (size_t c = column * sheet->column_of;
             c < (column + 1) * sheet->column_of && c < map->columns; c++)
            if (isfinite(map->values[r * map->columns + c])) {
                sum += map->values[r * map->columns + c];
                count++;
            }
    return count ? sum / (double)count : NAN;
}

// -1: nothing is known.
static int step_of(const struct heat_scale *scale, double value)
{
    size_t step = 0;
    if (!isfinite(value))
        return -1;
    while (step + 1 < scale->steps && value >= scale->bounds[step])
        step++;
    return (int)step;
}

static double x_at(const struct sheet *sheet, double at)
{
    const struct heat_map *map = sheet->map;
    double to = map->ends[map->columns - 1];
    return LEFT + (at - map->from) / (to - map->from) * (WIDTH - LEFT - RIGHT);
}

// Where a column of the sheet begins; of the one behind the last, where that one ends.
static double column_x(const struct sheet *sheet, size_t column)
{
    size_t last = column * sheet->column_of;
    if (last > sheet->map->columns)
        last = sheet->map->columns;
    return x_at(sheet, last ? sheet->map->ends[last - 1] : sheet->map->from);
}

static void draw_run(const struct sheet *sheet, size_t row, size_t from, size_t to, int step,
                     struct strbuf *out)
{
    double x = column_x(sheet, from), gap = sheet->cell_height > 8 ? 1 : 0;
    strbuf_printf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                  step < 0 ? "hx" : sheet->map->scale->classes[step], x,
                  sheet->top + (double)row * sheet->cell_height, column_x(sheet, to) - x + 0.2,
                  sheet->cell_height - gap + (gap > 0 ? 0 : 0.2));
}

static void draw_row(const struct sheet *sheet, size_t row, struct strbuf *out)
{
    for (size_t from = 0; from < sheet->columns;) {
        int step = step_of(sheet->map->scale, value_at(sheet, row, from));
        size_t to = from + 1;
        while (to < sheet->columns && step_of(sheet->map->scale, value_at(sheet, row, to)) == step)
            to++;
        draw_run(sheet, row, from, to, step, out);
        from = to;
    }
    strbuf_add(out, "\n");
}

// --- around it ----------------------------------------------------------------------------------

static void add_text(struct strbuf *out, double x, double y, const char *class, const char *text)
{
    strbuf_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
    html_add(out, "", text, "</text>\n");
}

// By its end, in which names differ that somebody's program made.
static char *shortened(const char *name)
{
    size_t length = strlen(name);
    if (length <= NAME_LETTERS)
        return alloc_copy(name);
    const char *end = name + length - (NAME_LETTERS - 1);
    while (((unsigned char)*end & 0xc0) == 0x80) // never in the midst of a character
        end++;
    return alloc_printf("…%s", end);
}

// As many names as find room, each beside its row.
static void draw_names(const struct sheet *sheet, struct strbuf *out)
{
    size_t each = (size_t)ceil(LINE / sheet->cell_height);
    for (size_t row = 0; row < sheet->rows; row += each) {
        const char *whole = sheet->map->names[row * sheet->row_of];
        scope_free char *name = shortened(whole ? whole : "");
        double middle = sheet->top + ((double)row + 0.5) * sheet->cell_height;
        add_text(out, LEFT - 6, middle + 4, "row", name);
    }
}

static void draw_axis(const struct sheet *sheet, struct strbuf *out)
{
    const struct heat_map *map = sheet->map;
    double to = map->ends[map->columns - 1],
           foot = sheet->top + (double)sheet->rows * sheet->cell_height;
    double step = axis_step(QUANTITY_NUMBER, to - map->from, 6);
    for (double at = ceil(map->from / step) * step; at <= to + step * 1e-6; at += step) {
        char label[AXIS_LABEL_SIZE];
        double x = x_at(sheet, at);
        strbuf_printf(out, "<path class=\"tick\" d=\"M%.1f %.1fv4\"/>", x, foot);
        axis_label(label, QUANTITY_NUMBER, fabs(at) < step * 1e-6 ? 0 : fabs(at));
        scope_free char *signed_label = alloc_printf("%s%s", at < -step * 1e-6 ? "−" : "", label);
        add_text(out, x, foot + 16, "tick", signed_label);
    }
    add_text(out, (LEFT + WIDTH - RIGHT) / 2.0, foot + 31, "tick", map->unit);
}

static void draw_legend(const struct heat_scale *scale, struct strbuf *out)
{
    double width = (double)(WIDTH - LEFT - RIGHT) / (double)scale->steps;
    add_text(out, LEFT, 11, "title", scale->title);
    for (size_t i = 0; i < scale->steps; i++) {
        double x = LEFT + (double)i * width;
        strbuf_printf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"17\" width=\"%.1f\" height=\"7\"/>",
                      scale->classes[i], x, width - 1);
        add_text(out, x + width / 2, 35, "key", scale->labels[i]);
    }
}

void heat_map_draw(const struct heat_map *map, const char *description, struct strbuf *out)
{
    if (map->rows == 0 || map->columns == 0)
        return;
    struct sheet sheet = sheet_of(map);
    double height = sheet.top + (double)sheet.rows * sheet.cell_height + AXIS;
    strbuf_printf(out, "<svg class=\"heat\" viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"",
                  WIDTH, height);
    html_add(out, "", description, "\">\n");
    draw_legend(map->scale, out);
    for (size_t row = 0; row < sheet.rows; row++)
        draw_row(&sheet, row, out);
    draw_names(&sheet, out);
    draw_axis(&sheet, out);
    strbuf_add(out, "</svg>\n");
}
