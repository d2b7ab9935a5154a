// SPDX-License-Identifier: GPL-3.0-or-later
// Reads them and writes each as a line.
#include "tests/kill/steps.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/store/store.h"

struct lines {
    char **list;
    size_t count;
};

// Steps of one boot are told apart by what ran where, and by the point of a curve.
static void add_details(struct strbuf *line, const struct step_record *step)
{
    for (size_t i = 0; i < step->guest_count; i++)
        if (*step->guest_list[i].load)
            strbuf_printf(line, " %s", step->guest_list[i].load);
    for (size_t i = 0; step->kind == RECORD_STEP_CURVE && i < step->figure_count; i++)
        if (strcmp(step->figures[i].unit, "B") == 0)
            strbuf_printf(line, " %s %.0f", step->figures[i].name, step->figures[i].value);
}

static void add_step(struct lines *lines, const struct run_record *run,
                     const struct step_record *step)
{
    struct strbuf line = {0};
    strbuf_printf(&line, "%s/%s %s %" PRIu32 " guests boot %" PRIu32 ": %s", run->platform,
                  run->guest_kind, record_step_kind_name(step->kind), step->guests,
                  step->repeat + 1, record_state_name(step->state));
    add_details(&line, step);
    lines->list = alloc_resized(lines->list, lines->count + 1, sizeof *lines->list);
    lines->list[lines->count++] = strbuf_take(&line);
}

static int add_run(struct store *store, const struct run_record *run, struct lines *lines,
                   struct err *err)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    if (run->state != RECORD_DONE)
        return err_input(err, "run %" PRId64 " is %s: %s", run->id, record_state_name(run->state),
                         run->reason);
    int result = store_read_steps(store, run->id, &steps, &count, err);
    for (size_t i = 0; i < count; i++) {
        add_step(lines, run, &steps[i]);
        step_record_done(&steps[i]);
    }
    free(steps);
    return result;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int join(struct lines *lines, struct strbuf *text, struct err *err)
{
    int result = 0;
    if (lines->count > 0)
        qsort(lines->list, lines->count, sizeof *lines->list, compare);
    for (size_t i = 0; i < lines->count; i++) {
        if (i > 0 && strcmp(lines->list[i], lines->list[i - 1]) == 0)
            result = err_input(err, "made twice: %s", lines->list[i]);
        strbuf_printf(text, "%s\n", lines->list[i]);
    }
    return result;
}

static int read_all(struct store *store, struct lines *lines, struct err *err)
{
    struct run_record *runs = NULL;
    size_t count = 0;
    int result = store_list_runs(store, &runs, &count, err);
    for (size_t i = 0; i < count; i++) {
        if (result == 0)
            result = add_run(store, &runs[i], lines, err);
        run_record_done(&runs[i]);
    }
    free(runs);
    return result;
}

int kill_steps_read(const char *path, char **ret_text, size_t *ret_count, struct err *err)
{
    struct store *store;
    struct lines lines = {0};
    struct strbuf text = {0};
    int result = store_open(path, STORE_READ, &store, err);
    if (result < 0)
        return result;
    result = read_all(store, &lines, err);
    if (result == 0)
        result = join(&lines, &text, err);
    store_close(store);
    *ret_count = lines.count;
    for (size_t i = 0; i < lines.count; i++)
        free(lines.list[i]);
    free(lines.list);
    *ret_text = strbuf_take(&text);
    return result;
}

char *kill_steps_differ(const char *calm, const char *killed)
{
    while (*calm || *killed) {
        size_t length = strcspn(calm, "\n"), other = strcspn(killed, "\n");
        if (length == other && strncmp(calm, killed, length) == 0) {
            calm += length + (calm[length] == '\n');
            killed += other + (killed[other] == '\n');
            continue;
        }
        bool is_missing = *calm && (!*killed || strcmp(calm, killed) < 0);
        return alloc_printf("%s: %.*s", is_missing ? "missing" : "only where it was killed",
                            (int)(is_missing ? length : other), is_missing ? calm : killed);
    }
    return NULL;
}
