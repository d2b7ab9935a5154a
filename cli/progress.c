// SPDX-License-Identifier: GPL-3.0-or-later
// Turns what the harness tells into lines for people.
#include "cli/progress.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/record.h"
#include "common/stats/summary.h"

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
    fflush(stderr);
    progress->line_open = false;
}

// A terminal breaks lines within words; a pipe gets them whole.
static void print_wrapped(const char *text, size_t columns)
{
    enum { INDENT = 4 };
    size_t room = columns;
    while (strlen(text) > room) {
        size_t length = room;
        while (length > 0 && text[length] != ' ')
            length--;
        if (length <= INDENT)
            break;
        fprintf(stderr, "%.*s\n%*s", (int)length, text, INDENT, "");
        text += length + 1;
        room = columns > 2 * INDENT ? columns - INDENT : columns;
    }
    fprintf(stderr, "%s\n", text);
}

// Whole lines stay; the live one is written again when its time comes.
static void print_line(struct progress *progress, const char *text)
{
    pthread_mutex_lock(&progress->lock);
    clear_line(progress);
    print_wrapped(text, progress->live ? (size_t)terminal_columns() : SIZE_MAX);
    pthread_mutex_unlock(&progress->lock);
}

static char *format_seconds(uint64_t seconds)
{
    if (seconds < 60)
        return alloc_printf("%u s", (unsigned)seconds);
    if (seconds < 3600)
        return alloc_printf("%u min %u s", (unsigned)(seconds / 60), (unsigned)(seconds % 60));
    return alloc_printf("%" PRIu64 " h %u min", seconds / 3600, (unsigned)(seconds / 60 % 60));
}

// "; about 2 min 10 s left", or "" where nobody knows.
static char *format_left(const struct progress *progress, uint64_t now_ns)
{
    if (progress->end_ns <= now_ns)
        return alloc_copy("");
    scope_free char *left = format_seconds((progress->end_ns - now_ns) / CLOCK_NS_PER_SECOND + 1);
    return alloc_printf("; about %s left", left);
}

static void draw(struct progress *progress)
{
    uint64_t now_ns = clock_monotonic_ns();
    if (!progress->doing)
        return;
    scope_free char *since = format_seconds((now_ns - progress->since_ns) / CLOCK_NS_PER_SECOND);
    scope_free char *left = format_left(progress, now_ns);
    scope_free char *line = alloc_printf("%s: %s, %s%s", progress->step ? progress->step : "",
                                         progress->doing, since, left);
    // A line longer than the terminal would wrap, and could not be taken back.
    fprintf(stderr, "\r\033[K%.*s", terminal_columns() - 1, line);
    fflush(stderr);
    progress->line_open = true;
}

// So that a long boot does not look like a standstill.
static void *tick(void *context)
{
    struct progress *progress = context;
    pthread_mutex_lock(&progress->lock);
    while (!progress->is_done) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec++;
        if (pthread_cond_timedwait(&progress->stop, &progress->lock, &until) == ETIMEDOUT)
            draw(progress);
    }
    pthread_mutex_unlock(&progress->lock);
    return NULL;
}

// Takes doing over. The clock of a phase goes on while only its count changes.
static void show_live(struct progress *progress, char *doing, bool is_new_phase)
{
    pthread_mutex_lock(&progress->lock);
    free(progress->doing);
    progress->doing = doing;
    if (is_new_phase)
        progress->since_ns = clock_monotonic_ns();
    if (progress->live && !progress->quiet)
        draw(progress);
    pthread_mutex_unlock(&progress->lock);
}

static void on_say(void *context, const char *text)
{
    struct progress *progress = context;
    scope_free char *line = alloc_printf("fullhouse: %s", text);
    print_line(progress, line);
}

// Measuring goes without saying: 80 columns want to hold the time left, too.
static char *name_step(const char *who, const char *what, uint32_t guests, uint32_t repeat)
{
    bool is_usual = strcmp(what, "measuring") == 0;
    return alloc_printf("%s%s%s%s%u guest%s, boot %u", who, *who ? ": " : "", is_usual ? "" : what,
                        is_usual ? "" : " ", guests, guests == 1 ? "" : "s", repeat + 1);
}

static void on_step_begin(void *context, const char *who, const char *what, uint32_t guests,
                          uint32_t repeat, uint64_t left_ns)
{
    struct progress *progress = context;
    pthread_mutex_lock(&progress->lock);
    free(progress->step);
    free(progress->who);
    progress->who = alloc_copy(who);
    progress->step = name_step(who, what, guests, repeat);
    progress->end_ns = left_ns ? clock_monotonic_ns() + left_ns : 0;
    pthread_mutex_unlock(&progress->lock);
    show_live(progress, alloc_copy("starting"), true);
}

static char *describe_phase(enum observer_phase phase, uint32_t done, uint32_t total)
{
    switch (phase) {
    case OBSERVER_BOOT:
        return alloc_printf("%u of %u have booted", done, total);
    case OBSERVER_PREPARE:
        return alloc_printf("%u of %u are ready", done, total);
    case OBSERVER_WARMUP:
        return alloc_printf("warm-up %u of at most %u", done + 1, total);
    case OBSERVER_MEASURE:
        return alloc_printf("window %u of %u", done + 1, total);
    case OBSERVER_TEARDOWN:
        break;
    }
    return alloc_copy("ending the guests");
}

static void on_step_phase(void *context, enum observer_phase phase, uint32_t done, uint32_t total)
{
    show_live(context, describe_phase(phase, done, total), done == 0);
}

// Of guests that did nothing: how long they took to be there.
static void format_boots(const struct step_record *step, char *text, size_t size)
{
    scope_free double *boots_ns = alloc_zeroed(step->guest_count, sizeof *boots_ns);
    char median[UNITS_TEXT_SIZE], high[UNITS_TEXT_SIZE];
    for (size_t i = 0; i < step->guest_count; i++)
        boots_ns[i] = (double)step->guest_list[i].boot_ns;
    snprintf(text, size, "there after %s (median), %s (p95)",
             units_format_duration_ns(median, summary_quantile(boots_ns, step->guest_count, 0.5)),
             units_format_duration_ns(high, summary_quantile(boots_ns, step->guest_count, 0.95)));
}

// Of the measured windows of all guests: operations a second a guest, and p99.
static void format_figures(const struct step_record *step, char *text, size_t size)
{
    // Of two neighbours it is the victim's that matter.
    bool is_pair = step->kind == RECORD_STEP_INTERFERENCE && step->guest_count == 2;
    size_t guests = is_pair ? 1 : step->guest_count;
    struct histogram *all = alloc_zeroed(1, sizeof *all);
    double operations = 0, seconds = 0;
    for (size_t i = 0; i < guests; i++)
        for (size_t j = 0; j < step->guest_list[i].window_count; j++) {
            const struct window_record *window = &step->guest_list[i].windows[j];
            if (!window->measured)
                continue;
            operations += (double)window->operations;
            seconds += (double)window->duration_ns / (double)CLOCK_NS_PER_SECOND;
            histogram_pack_merge(all, window->histogram);
        }
    char rate[UNITS_TEXT_SIZE], p99[UNITS_TEXT_SIZE];
    if (operations <= 0)
        format_boots(step, text, size);
    else
        snprintf(text, size, "%s operations/s a guest, p99 %s",
                 units_format_number(rate, seconds > 0 ? operations / seconds : 0),
                 units_format_duration_ns(p99, (double)histogram_quantile_ns(all, 0.99)));
    free(all);
}

static char *name_end(const struct step_record *step, const char *figures, const char *verdict)
{
    if (step->kind == RECORD_STEP_INTERFERENCE && step->guest_count == 2)
        return alloc_printf("%s beside %s, boot %u: %s", step->guest_list[0].load,
                            step->guest_list[1].load, step->repeat + 1, figures);
    if (step->kind == RECORD_STEP_CALIBRATE)
        return alloc_printf("1 guest alone, closed: %s", figures);
    return alloc_printf("%u guest%s, boot %u: %s: %s", step->guests, step->guests == 1 ? "" : "s",
                        step->repeat + 1, figures, verdict);
}

static void on_step_end(void *context, const struct step_record *step, const char *verdict,
                        const char *gave_out)
{
    struct progress *progress = context;
    if (progress->quiet || step->state != RECORD_DONE)
        return;
    char figures[LINE_SIZE];
    format_figures(step, figures, sizeof figures);
    scope_free char *what = name_end(step, figures, verdict);
    const char *who = progress->who ? progress->who : "";
    scope_free char *line = alloc_printf("  %s%s%s%s%s", who, *who ? ": " : "", what,
                                         *gave_out ? "; gave out: " : "", gave_out);
    print_line(progress, line);
}

// A signal must wake the thread that runs the run, not this one.
static void start_ticker(struct progress *progress)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    progress->is_ticking = pthread_create(&progress->ticker, NULL, tick, progress) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
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
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    init_condition(&progress->stop);
    if (progress->live && !quiet)
        start_ticker(progress);
}

void progress_done(struct progress *progress)
{
    pthread_mutex_lock(&progress->lock);
    progress->is_done = true;
    pthread_cond_signal(&progress->stop);
    pthread_mutex_unlock(&progress->lock);
    if (progress->is_ticking)
        pthread_join(progress->ticker, NULL);
    clear_line(progress);
    pthread_cond_destroy(&progress->stop);
    pthread_mutex_destroy(&progress->lock);
    free(progress->who);
    free(progress->step);
    free(progress->doing);
    progress->who = progress->step = progress->doing = NULL;
}
