// SPDX-License-Identifier: GPL-3.0-or-later
// One data block a run, one curve each; the base is the line at 1.
#include "reports/figure_ratio.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"

const struct ratio_figure ratio_figures[] = {
    {"throughput", "Throughput over the base",
     "A guest's throughput over that of the base at the same density, with 95 % intervals. Above "
     "the line is more. " FIGURE_CUT_CAPTION,
     offsetof(struct comparison_row, throughput_ratio)},
    {"p99", "p99 over the base",
     "The 99th percentile of latency over that of the base at the same density, with 95 % "
     "intervals. Above the line is slower. " FIGURE_CUT_CAPTION,
     offsetof(struct comparison_row, p99_ratio)},
};
const size_t ratio_figure_count = sizeof(ratio_figures) / sizeof(ratio_figures[0]);

static const enum svg_ink inks[] = {SVG_INK_FIRST, SVG_INK_SECOND, SVG_INK_THIRD};

static enum svg_ink ink_of(size_t curve)
{
    return inks[curve % (sizeof(inks) / sizeof(inks[0]))];
}

static struct estimate ratio_at(const struct ratio_figure *figure, const struct comparison_row *row)
{
    return figure_cut((const struct estimate *)((const char *)row + figure->offset));
}

// --- extent -------------------------------------------------------------------------------------

struct extent {
    double low, high;
};

// The base's line belongs to every figure.
static struct extent extent_of(const struct ratio_figure *figure, const struct document *document)
{
    struct extent extent = {1, 1};
    for (size_t i = 0; i < document->comparison_count; i++) {
        const struct comparison *comparison = &document->comparisons[i];
        for (size_t r = 0; r < comparison->row_count; r++) {
            struct estimate ratio = ratio_at(figure, &comparison->rows[r]);
            extent.low = fmin(extent.low, fmin(ratio.value, ratio.low)); // NAN gives way
            extent.high = fmax(extent.high, fmax(ratio.value, ratio.high));
        }
    }
    return extent;
}

bool ratio_figure_is_drawable(const struct document *document)
{
    for (size_t i = 0; i < document->comparison_count; i++)
        for (size_t r = 0; r < document->comparisons[i].row_count; r++)
            if (document->comparisons[i].rows[r].throughput_ratio.value > 0 &&
                document->comparisons[i].rows[r].p99_ratio.value > 0)
                return true;
    return false;
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

// Every density of any curve, once.
static void write_guests_axis(const struct document *document, struct strbuf *script)
{
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < document->comparison_count; i++)
        count += document->comparisons[i].row_count;
    scope_free uint32_t *guests = alloc_zeroed(count, sizeof(*guests));
    for (size_t i = 0; i < document->comparison_count; i++)
        for (size_t r = 0; r < document->comparisons[i].row_count; r++)
            guests[kept++] = document->comparisons[i].rows[r].guests;
    qsort(guests, count, sizeof(*guests), by_number);
    kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || guests[kept - 1] != guests[i])
            guests[kept++] = guests[i];
    axis_guests(script, guests, kept, 0);
}

// --- curves -------------------------------------------------------------------------------------

static void write_data(const struct ratio_figure *figure, const struct comparison *comparison,
                       size_t curve, struct strbuf *script)
{
    strbuf_printf(script, "$curve%zu << EOD\n", curve);
    for (size_t r = 0; r < comparison->row_count; r++) {
        struct estimate ratio = ratio_at(figure, &comparison->rows[r]);
        strbuf_printf(script, "%" PRIu32, comparison->rows[r].guests);
        figure_number(script, ratio.value);
        figure_number(script, ratio.low);
        figure_number(script, ratio.high);
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

static void plot_curve(size_t curve, bool first, struct strbuf *script)
{
    static const char *const parts[] = {
        "using 1:3:4 with filledcurves fs solid 0.13 noborder",
        "using 1:2 with lines lw 1.6",
        "using 1:3:(0):($4-$3) with vectors nohead lw 1.3",
        "using 1:2 with points pt 7 ps 0.7",
    };
    for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
        strbuf_printf(script, "%s  $curve%zu %s lc rgb ", first && p == 0 ? "" : ", \\\n", curve,
                      parts[p]);
        svg_add_colour(script, ink_of(curve));
        strbuf_add(script, " notitle");
    }
}

// --- names --------------------------------------------------------------------------------------

// Where a curve ends and what is written there.
struct ending {
    uint32_t guests;
    double value;
    double place; // of its name on the axis, 0 to 1
    size_t curve;
};

static bool find_ending(const struct ratio_figure *figure, const struct comparison *comparison,
                        struct ending *ret_ending)
{
    for (size_t r = comparison->row_count; r-- > 0;) {
        double value = ratio_at(figure, &comparison->rows[r]).value;
        if (!(value > 0))
            continue;
        ret_ending->guests = comparison->rows[r].guests;
        ret_ending->value = value;
        return true;
    }
    return false;
}

static int by_place(const void *left, const void *right)
{
    const struct ending *a = left, *b = right;
    return (a->place > b->place) - (a->place < b->place);
}

// The platform is name enough unless two curves share it.
static char *name_curve(const struct document *document, size_t curve)
{
    const struct run_record *run = &document->runs[document->comparisons[curve].run].run;
    if (*run->arm)
        return alloc_copy(run->arm);
    for (size_t i = 0; i < document->comparison_count; i++)
        if (i != curve &&
            strcmp(document->runs[document->comparisons[i].run].run.platform, run->platform) == 0)
            return alloc_printf("run %" PRId64, run->id);
    return describe_short_platform(run);
}

static void write_name(const struct document *document, const struct ending *ending, double shift,
                       struct strbuf *script)
{
    scope_free char *name = name_curve(document, ending->curve);
    strbuf_add(script, "set label ");
    gnuplot_quote(script, name);
    strbuf_printf(script, " at %" PRIu32 ",%.17g left offset character 1.1,%g front tc rgb ",
                  ending->guests, ending->value, shift);
    svg_add_colour(script, ink_of(ending->curve));
    strbuf_add(script, "\n");
}

// Names that would touch move upwards.
static void write_names(const struct ratio_figure *figure, const struct document *document,
                        const struct extent *axis, bool logarithmic, struct strbuf *script)
{
    enum { LINES = 15 }; // of text, over the height of the axis
    scope_free struct ending *endings = alloc_zeroed(document->comparison_count, sizeof(*endings));
    size_t count = 0;
    for (size_t i = 0; i < document->comparison_count; i++) {
        struct ending *ending = &endings[count];
        if (!find_ending(figure, &document->comparisons[i], ending))
            continue;
        ending->curve = i;
        ending->place = logarithmic ? log(ending->value / axis->low) / log(axis->high / axis->low)
                                    : ending->value / axis->high;
        count++;
    }
    qsort(endings, count, sizeof(*endings), by_place);
    double taken = -1;
    for (size_t i = 0; i < count; i++) {
        double place = fmax(endings[i].place, taken + 1.0 / LINES);
        write_name(document, &endings[i], (place - endings[i].place) * LINES, script);
        taken = place;
    }
}

static bool has_one_base(const struct document *document)
{
    for (size_t i = 0; i < document->comparison_count; i++)
        if (document->comparisons[i].base != document->base)
            return false;
    return true;
}

static char *name_base(const struct document *document)
{
    return has_one_base(document) ? comparison_short_name(document, document->base)
                                  : alloc_copy("the first arm of its platform");
}

static void write_base(const struct document *document, struct strbuf *script)
{
    scope_free char *name =
        has_one_base(document) ? describe_arm(&document->runs[document->base].run) : alloc_copy("");
    strbuf_add(script, "set arrow from graph 0,first 1 to graph 1,first 1 nohead back lw 1.1 "
                       "dt (6,4) lc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\nset label ");
    gnuplot_quote(script, name);
    strbuf_add(script, " at graph 0.02,first 1 left offset 0,0.6 tc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

char *ratio_figure_names(const struct document *document)
{
    struct strbuf names = {0};
    scope_free char *base = name_base(document);
    strbuf_printf(&names, "Over %s: ", base);
    for (size_t i = 0; i < document->comparison_count; i++) {
        scope_free char *name = comparison_short_name(document, document->comparisons[i].run);
        strbuf_printf(&names, "%s%s", i ? "; " : "", name);
    }
    strbuf_add(&names, ".");
    return strbuf_take(&names);
}

// --- the script ---------------------------------------------------------------------------------

void ratio_figure_script(const struct ratio_figure *figure, const struct document *document,
                         struct strbuf *script)
{
    struct extent extent = extent_of(figure, document);
    bool logarithmic = extent.low > 0 && extent.high / extent.low >= 10;
    struct extent axis = {logarithmic ? extent.low / 1.5 : 0,
                          extent.high * (logarithmic ? 1.5 : 1.15)};
    scope_free char *name = alloc_printf("ratio-%s", figure->name);
    scope_free char *base = name_base(document);
    scope_free char *quantity = alloc_printf("times %s", base);
    figure_style(name, RATIO_FIGURE_WIDTH, RATIO_FIGURE_HEIGHT, quantity, script);
    for (size_t i = 0; i < document->comparison_count; i++)
        write_data(figure, &document->comparisons[i], i, script);
    write_guests_axis(document, script);
    if (logarithmic)
        axis_log_y(script, QUANTITY_TIMES, axis.low, axis.high);
    else
        axis_linear_y(script, QUANTITY_TIMES, axis.high);
    strbuf_add(script, "set rmargin 8\n"); // for the names of the curves
    write_base(document, script);
    write_names(figure, document, &axis, logarithmic, script);
    strbuf_add(script, "plot \\\n");
    for (size_t i = 0; i < document->comparison_count; i++)
        plot_curve(i, i == 0, script);
    strbuf_add(script, "\n");
}
