// SPDX-License-Identifier: GPL-3.0-or-later
// The live line is made of the newest points.
#include "cli/collect_progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "collector/collect.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/telemetry.h"

enum { SHOWN_MAX = 3 };

void collect_progress_init(struct collect_progress *progress, bool quiet)
{
    *progress = (struct collect_progress){.live = isatty(STDERR_FILENO), .quiet = quiet};
}

static void clear_line(struct collect_progress *progress)
{
    if (progress->line_open)
        fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->line_open = false;
}

void collect_progress_begin(struct collect_progress *progress, int64_t run_id)
{
    if (!progress->quiet)
        fprintf(stderr, "fullhouse: watching as run %" PRId64 "; Ctrl-C ends it\n", run_id);
}

void collect_progress_say(void *context, const char *text)
{
    struct collect_progress *progress = context;
    if (progress->quiet)
        return;
    clear_line(progress);
    fprintf(stderr, "fullhouse: %s\n", text);
}

// --- the live line ------------------------------------------------------------------------------

static const struct telemetry_point *newest(const struct telemetry_series *series)
{
    return series && series->count ? &series->points[series->count - 1] : NULL;
}

struct busiest {
    const struct telemetry_series *series[SHOWN_MAX]; // the busiest first
    size_t count;
};

static void consider(struct busiest *busiest, const struct telemetry_series *series)
{
    size_t at = busiest->count;
    while (at > 0 && newest(busiest->series[at - 1])->value < newest(series)->value)
        at--;
    if (at == SHOWN_MAX)
        return;
    busiest->count += busiest->count < SHOWN_MAX;
    for (size_t i = busiest->count - 1; i > at; i--)
        busiest->series[i] = busiest->series[i - 1];
    busiest->series[at] = series;
}

static struct busiest find_busiest(const struct telemetry *telemetry, int64_t at_ns)
{
    struct busiest busiest = {0};
    for (size_t i = 0; i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        const struct telemetry_point *point = newest(series);
        if (point && point->at_ns == at_ns && strcmp(series->metric, "cpu_cores") == 0 &&
            strcmp(series->source, "process") == 0)
            consider(&busiest, series);
    }
    return busiest;
}

static void add_busiest(struct strbuf *line, const struct telemetry *telemetry, int64_t at_ns)
{
    const struct busiest busiest = find_busiest(telemetry, at_ns);
    for (size_t i = 0; i < busiest.count; i++)
        strbuf_printf(line, "%s %s %.2f",
                      i ? "," : "; cores:", busiest.series[i]->object + strlen("vm "),
                      newest(busiest.series[i])->value);
}

static void add_host(struct strbuf *line, const struct telemetry_point *busy)
{
    char share[UNITS_TEXT_SIZE];
    if (busy)
        strbuf_printf(line, "; host %s busy", units_format_share(share, busy->value));
}

static int terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void collect_progress_beat(void *context, const struct collect *collect)
{
    struct collect_progress *progress = context;
    scope_strbuf struct strbuf line = {0};
    char elapsed[UNITS_TEXT_SIZE];
    if (progress->quiet || !progress->live)
        return;
    const struct telemetry *telemetry = collect_telemetry(collect);
    const struct telemetry_point *busy =
        newest(telemetry_find(telemetry, "cpu", "host", "cpu_busy_ratio"));
    size_t vms = collect_vms(collect);
    uint64_t whole_s = collect_elapsed_ns(collect) / CLOCK_NS_PER_SECOND;
    units_format_duration_ns(elapsed, (double)(whole_s * CLOCK_NS_PER_SECOND));
    strbuf_printf(&line, "%s: %zu VM%s", elapsed, vms, vms == 1 ? "" : "s");
    add_host(&line, busy);
    strbuf_printf(&line, "; %" PRIu64 " missed", collect_missed(collect));
    if (busy)
        add_busiest(&line, telemetry, busy->at_ns);
    // A line longer than the terminal would wrap, and could not be taken back.
    fprintf(stderr, "\r\033[K%.*s", terminal_columns() - 1, strbuf_text(&line));
    fflush(stderr);
    progress->line_open = true;
}

void collect_progress_done(struct collect_progress *progress)
{
    clear_line(progress);
}
