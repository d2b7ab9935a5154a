// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts as bars: how full they are now, above how full they will be.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/consolidation_draw.h"
#include "reports/consolidation_figure.h"
#include "reports/consolidation_fill.h"
#include "reports/consolidation_say.h"

// In units of the picture.
enum {
    WIDTH = 440,
    LEFT = 104,
    RIGHT = 46,
    TOP = 6,
    ROW = 19,
    BEFORE_HEIGHT = 4,
    AFTER_HEIGHT = 8,
    FOOT = 22,
    NAME_LETTERS = 15,
    PROFILE_LEFT = 40,
    PROFILE_HEIGHT = 150,
    PROFILE_POINTS = 390,
};

struct bars {
    const struct consolidation *consolidation;
    const struct consolidation_fill *fill;
    enum amount_resource resource;
    double most; // share at the right end
    struct strbuf *out;
};

static double share_of(const struct bars *bars, size_t host, enum fill_when when)
{
    double share = bars->fill->hosts[host].share[when][bars->resource];
    return isfinite(share) ? share : 0;
}

static double most_of(const struct bars *bars)
{
    double most = 1;
    for (size_t h = 0; h < bars->fill->count; h++)
        for (enum fill_when when = 0; when < FILL_WHENS; when++)
            most = fmax(most, share_of(bars, h, when));
    return fmin(most, 4); // beyond, bars are cut: their figures tell
}

static char *describe(const struct bars *bars)
{
    scope_free char *before = consolidation_share(bars->fill->mean[FILL_BEFORE][bars->resource]);
    scope_free char *after = consolidation_share(bars->fill->mean[FILL_AFTER][bars->resource]);
    return alloc_printf("%s of %zu hosts: now %s full on %zu hosts, then %s on %zu",
                        amount_name(bars->resource), bars->fill->count, before,
                        bars->fill->on[FILL_BEFORE], after, bars->fill->on[FILL_AFTER]);
}

// --- a bar each ---------------------------------------------------------------------------------

static double length_of(const struct bars *bars, double share)
{
    return fmin(share, bars->most) / bars->most * (WIDTH - LEFT - RIGHT);
}

static void draw_bar(const struct bars *bars, double y, size_t host, enum fill_when when,
                     const char *title)
{
    double share = share_of(bars, host, when), room = length_of(bars, 1);
    double length = length_of(bars, share);
    double height = when == FILL_BEFORE ? BEFORE_HEIGHT : AFTER_HEIGHT;
    if (length <= 0)
        return;
    draw_box(bars->out, when == FILL_BEFORE ? "before" : "after",
             (struct draw_box){LEFT, y, fmin(length, room), height}, title);
    if (length > room)
        draw_box(bars->out, "over", (struct draw_box){LEFT + room, y, length - room, height},
                 title);
}

static char *row_title(const struct bars *bars, size_t host)
{
    const struct fill_host *fill = &bars->fill->hosts[host];
    return alloc_printf("%s: now %.0f %% (%zu guests), then %s%.0f %% (%zu guests)",
                        consolidation_host(bars->consolidation, (int32_t)host),
                        100 * share_of(bars, host, FILL_BEFORE), fill->guests[FILL_BEFORE],
                        fill->is_on[FILL_AFTER] ? "" : "off, ",
                        100 * share_of(bars, host, FILL_AFTER), fill->guests[FILL_AFTER]);
}

static void draw_row(const struct bars *bars, size_t row)
{
    size_t host = bars->fill->order[row];
    double y = TOP + (double)row * ROW;
    bool stays = bars->fill->hosts[host].is_on[FILL_AFTER];
    scope_free char *name =
        draw_name(consolidation_host(bars->consolidation, (int32_t)host), NAME_LETTERS);
    scope_free char *title = row_title(bars, host);
    scope_free char *share =
        stays ? alloc_printf("%.0f %%", 100 * share_of(bars, host, FILL_AFTER)) : alloc_copy("off");
    draw_text(bars->out, LEFT - 8, y + 12, stays ? "row" : "row soft", name);
    draw_bar(bars, y + 1, host, FILL_BEFORE, title);
    draw_bar(bars, y + 1 + BEFORE_HEIGHT + 1, host, FILL_AFTER, title);
    draw_text(bars->out, WIDTH, y + 12, stays ? "figure" : "figure soft", share);
}

static void draw_rules(const struct bars *bars, double foot)
{
    for (int percent = 0; percent <= 100; percent += 50) {
        double x = LEFT + length_of(bars, percent / 100.0);
        scope_free char *label = alloc_printf("%d %%", percent);
        draw_line(bars->out, percent == 100 ? "limit" : "grid", x, TOP - 2, 0, foot - TOP + 2);
        draw_text(bars->out, x, foot + 14, "tick", label);
    }
}

void consolidation_figure_hosts(const struct consolidation *consolidation,
                                const struct consolidation_fill *fill,
                                enum amount_resource resource, struct strbuf *out)
{
    struct bars bars = {consolidation, fill, resource, 1, out};
    double foot = TOP + (double)fill->count * ROW;
    scope_free char *description = describe(&bars);
    bars.most = most_of(&bars);
    draw_open(out, WIDTH, foot + FOOT, description);
    draw_rules(&bars, foot);
    for (size_t row = 0; row < fill->count; row++)
        draw_row(&bars, row);
    draw_close(out);
}

// --- a profile ----------------------------------------------------------------------------------

static int falling(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a < b) - (a > b);
}

// Shares of the hosts that are on, the fullest first.
static double *sorted_shares(const struct bars *bars, enum fill_when when, size_t *ret_count)
{
    double *shares = alloc_zeroed(bars->fill->count + 1, sizeof *shares);
    size_t count = 0;
    for (size_t h = 0; h < bars->fill->count; h++)
        if (bars->fill->hosts[h].is_on[when])
            shares[count++] = share_of(bars, h, when);
    qsort(shares, count, sizeof *shares, falling);
    *ret_count = count;
    return shares;
}

static double profile_x(const struct bars *bars, size_t hosts)
{
    return PROFILE_LEFT + (double)hosts / (double)bars->fill->count * (WIDTH - PROFILE_LEFT - 8);
}

static double profile_y(const struct bars *bars, double share)
{
    return TOP + PROFILE_HEIGHT * (1 - fmin(share, bars->most) / bars->most);
}

// Steps from left to right, no higher than `most` and no lower than `least`, closed at that foot.
static void draw_steps(const struct bars *bars, const char *class, const double *shares,
                       size_t count, double least, double most)
{
    size_t each = bars->fill->count / PROFILE_POINTS + 1;
    double foot = profile_y(bars, least);
    strbuf_printf(bars->out, "<path class=\"%s\" d=\"M%.1f %.1f", class, profile_x(bars, 0), foot);
    for (size_t i = 0; i < count && shares[i] > least; i += each)
        strbuf_printf(bars->out, "V%.1fH%.1f", profile_y(bars, fmin(shares[i], most)),
                      profile_x(bars, i + each < count ? i + each : count));
    strbuf_printf(bars->out, "V%.1f\"/>\n", foot);
}

static void draw_profile(const struct bars *bars, enum fill_when when)
{
    size_t count = 0;
    scope_free double *shares = sorted_shares(bars, when, &count);
    if (when == FILL_BEFORE) {
        draw_steps(bars, "before-line", shares, count, 0, bars->most);
        return;
    }
    draw_steps(bars, "after-area", shares, count, 0, 1);
    draw_steps(bars, "over-area", shares, count, 1, bars->most);
}

static void draw_profile_axes(const struct bars *bars)
{
    double foot = profile_y(bars, 0), right = WIDTH - 8;
    double step = axis_step(QUANTITY_NUMBER, (double)bars->fill->count, 5);
    for (int percent = 0; percent <= 100 * bars->most; percent += 50) {
        double y = profile_y(bars, percent / 100.0);
        scope_free char *label = alloc_printf("%d %%", percent);
        draw_line(bars->out, percent == 100 ? "limit" : "grid", PROFILE_LEFT, y,
                  right - PROFILE_LEFT, 0);
        draw_text(bars->out, PROFILE_LEFT - 6, y + 4, "row", label);
    }
    for (double at = 0; at <= (double)bars->fill->count; at += step) {
        char label[AXIS_LABEL_SIZE];
        draw_text(bars->out, profile_x(bars, (size_t)at), foot + 15, "tick",
                  axis_label(label, QUANTITY_NUMBER, at));
    }
    draw_text(bars->out, (PROFILE_LEFT + right) / 2, foot + 31, "tick", "hosts, the fullest first");
}

static void draw_profile_end(const struct bars *bars, enum fill_when when)
{
    size_t on = bars->fill->on[when];
    scope_free char *label = alloc_printf("%s %zu", when == FILL_BEFORE ? "now" : "then", on);
    double x = profile_x(bars, on), foot = profile_y(bars, 0);
    draw_line(bars->out, when == FILL_BEFORE ? "before-end" : "after-end", x, foot, 0, -12);
    draw_text(bars->out, x - 4, foot - (when == FILL_BEFORE ? 4 : 16), "end", label);
}

void consolidation_figure_profile(const struct consolidation *consolidation,
                                  const struct consolidation_fill *fill,
                                  enum amount_resource resource, struct strbuf *out)
{
    struct bars bars = {consolidation, fill, resource, 1, out};
    scope_free char *description = describe(&bars);
    bars.most = most_of(&bars);
    draw_open(out, WIDTH, TOP + PROFILE_HEIGHT + 36, description);
    draw_profile(&bars, FILL_AFTER);
    draw_profile_axes(&bars);
    draw_profile(&bars, FILL_BEFORE);
    draw_profile_end(&bars, FILL_BEFORE);
    draw_profile_end(&bars, FILL_AFTER);
    draw_close(out);
}
