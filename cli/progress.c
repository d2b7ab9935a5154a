// SPDX-License-Identifier: GPL-3.0-or-later
// Turns what the harness tells into lines for people.
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/record.h"

enum { LINE_SIZE = 512 };

static int terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void clear_line(struct progress *progress)
{
    if (progress->line_open)
        fputs("\r\033[K", stderr);
    progress->line_open = false;
}

// Whole lines stay; the live one is written again when its time comes.
static void print_line(struct progress *progress, const char *text)
{
    clear_line(progress);
    fprintf(stderr, "%s\n", text);
    fflush(stderr);
}

// "about 2 min 10 s left", or "" where nobody knows.
static void format_left(const struct progress *progress, char *text, size_t size)
{
    uint64_t now_ns = clock_monotonic_ns();
    text[0] = '\0';
    if (progress->end_ns <= now_ns)
        return;
    uint64_t seconds = (progress->end_ns - now_ns) / CLOCK_NS_PER_SECOND + 1;
    if (seconds < 60)
        snprintf(text, size, ", about %u s left", (unsigned)seconds);
    else
        snprintf(text, size, ", about %u min %u s left", (unsigned)(seconds / 60),
                 (unsigned)(seconds % 60));
}

static void show_live(struct progress *progress, const char *doing)
{
    if (!progress->live || progress->quiet)
        return;
    char left[64];
    format_left(progress, left, sizeof left);
    scope_free char *line =
        alloc_printf("%s: %s%s", progress->step ? progress->step : "", doing, left);
    // A line longer than the terminal would wrap, and could not be taken back.
    fprintf(stderr, "\r\033[K%.*s", terminal_columns() - 1, line);
    fflush(stderr);
    progress->line_open = true;
}

static void on_say(void *context, const char *text)
{
    struct progress *progress = context;
    scope_free char *line = alloc_printf("fullhouse: %s", text);
    print_line(progress, line);
}

static void on_step_begin(void *context, const char *what, uint32_t guests, uint32_t repeat,
                          uint64_t left_ns)
{
    struct progress *progress = context;
    free(progress->step);
    progress->step =
        alloc_printf("%s %u guest%s, boot %u", what, guests, guests == 1 ? "" : "s", repeat + 1);
    progress->end_ns = left_ns ? clock_monotonic_ns() + left_ns : 0;
    show_live(progress, "starting");
}

static void on_step_phase(void *context, enum observer_phase phase, uint32_t done, uint32_t total)
{
    static const char *const formats[] = {
        [OBSERVER_BOOT] = "%u of %u have booted",
        [OBSERVER_PREPARE] = "%u of %u are ready",
        [OBSERVER_WARMUP] = "warming up, window %u (at most %u)",
        [OBSERVER_MEASURE] = "window %u of %u",
    };
    struct progress *progress = context;
    if (phase == OBSERVER_TEARDOWN) {
        show_live(progress, "ending the guests");
        return;
    }
    uint32_t first = phase == OBSERVER_WARMUP || phase == OBSERVER_MEASURE;
    char text[LINE_SIZE];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text, sizeof text, formats[phase], done + first, total);
#pragma GCC diagnostic pop
    show_live(progress, text);
}

// Of the measured windows of all guests: operations a second a guest, and p99.
static void format_figures(const struct step_record *step, char *text, size_t size)
{
    struct histogram *all = alloc_zeroed(1, sizeof *all);
    double operations = 0, seconds = 0;
    for (size_t i = 0; i < step->guest_count; i++)
        for (size_t j = 0; j < step->guest_list[i].window_count; j++) {
            const struct window_record *window = &step->guest_list[i].windows[j];
            if (!window->measured)
                continue;
            operations += (double)window->operations;
            seconds += (double)window->duration_ns / (double)CLOCK_NS_PER_SECOND;
            histogram_merge(all, window->histogram);
        }
    char rate[UNITS_TEXT_SIZE], p99[UNITS_TEXT_SIZE];
    snprintf(text, size, "%s operations/s a guest, p99 %s",
             units_format_number(rate, seconds > 0 ? operations / seconds : 0),
             units_format_duration_ns(p99, (double)histogram_quantile_ns(all, 0.99)));
    free(all);
}

static void on_step_end(void *context, const struct step_record *step, const char *verdict)
{
    struct progress *progress = context;
    if (progress->quiet || step->state != RECORD_DONE)
        return;
    char figures[LINE_SIZE];
    format_figures(step, figures, sizeof figures);
    const char *kind = step->kind == RECORD_STEP_CALIBRATE ? "alone, closed" : "";
    scope_free char *line =
        *kind ? alloc_printf("  1 guest %s: %s", kind, figures)
              : alloc_printf("  %u guest%s, boot %u: %s: %s", step->guests,
                             step->guests == 1 ? "" : "s", step->repeat + 1, figures, verdict);
    print_line(progress, line);
}

void progress_init(struct progress *progress, bool quiet)
{
    *progress = (struct progress){
        .live = isatty(STDERR_FILENO),
        .quiet = quiet,
        .observer = {.context = progress,
                     .say = on_say,
                     .step_begin = on_step_begin,
                     .step_phase = on_step_phase,
                     .step_end = on_step_end},
    };
}

void progress_done(struct progress *progress)
{
    clear_line(progress);
    free(progress->step);
    progress->step = NULL;
}
