// SPDX-License-Identifier: GPL-3.0-or-later
// Which runs belong into one line. A label may bear runs of several platforms and arms, of hosts
// that were replaced, of loads that were rewritten: what cannot be held against the newest is left
// out, and it is told why.
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "compare/comparable.h"
#include "compare/history_runs.h"
#include "compare/side.h"

static bool is_candidate(const struct history_run *run)
{
    return !*run->why_not && run->record.state != RECORD_RUNNING;
}

// The newest run that came to its end, or at least ended.
static struct history_run *find_newest(struct history_runs *runs)
{
    struct history_run *ended = NULL;
    for (size_t i = runs->count; i-- > 0;) {
        if (!is_candidate(&runs->list[i]))
            continue;
        if (runs->list[i].record.state == RECORD_DONE)
            return &runs->list[i];
        if (!ended)
            ended = &runs->list[i];
    }
    return ended;
}

static struct history_run *find_run(struct history_runs *runs, int64_t id)
{
    for (size_t i = 0; i < runs->count; i++)
        if (runs->list[i].record.id == id)
            return &runs->list[i];
    return NULL;
}

static int find_like(struct history_runs *runs, int64_t id, struct history_run **ret_like,
                     struct err *err)
{
    struct history_run *like = id ? find_run(runs, id) : find_newest(runs);
    if (!like && id)
        return err_input(err, "run %" PRId64 " is none of '%s' that are looked at", id,
                         runs->label);
    if (!like)
        return err_input(err, "no run of '%s' has come to its end yet", runs->label);
    if (!is_candidate(like))
        return err_input(err, "run %" PRId64 ": %s", id,
                         *like->why_not ? like->why_not : "it is still under way");
    *ret_like = like;
    return 0;
}

// Pairs of a campaign that tells the noise do the same thing.
static const char *arm_of(const struct run_record *record)
{
    return strncmp(record->arm, "pair ", 5) == 0 ? "" : record->arm;
}

// What keeps them apart, NULL for nothing. New string.
static char *why_apart(const struct history_run *a, const struct history_run *b)
{
    if (strcmp(a->record.platform, b->record.platform) != 0)
        return alloc_printf("other platforms (%s; %s)", b->record.platform, a->record.platform);
    if (strcmp(arm_of(&a->record), arm_of(&b->record)) != 0)
        return alloc_printf("other arms of a campaign (%s; %s)",
                            *arm_of(&b->record) ? arm_of(&b->record) : "none",
                            *arm_of(&a->record) ? arm_of(&a->record) : "none");
    const struct side_run left = {&a->record, &a->scenario, NULL, 0};
    const struct side_run right = {&b->record, &b->scenario, NULL, 0};
    return comparable_why_not(&left, &right);
}

// --- lines --------------------------------------------------------------------------------------

// The run that stands for each line, in the order of their campaign.
struct heads {
    struct history_run **list;
    size_t count;
};

static bool is_of_campaign(const struct history_run *run, const struct history_run *like)
{
    return run == like || (*like->record.campaign && is_candidate(run) &&
                           strcmp(run->record.campaign, like->record.campaign) == 0);
}

// True and its number where one of the lines is the run's, else why it is not the last one's. What
// the platform it has does not let in decides, where a line has that platform.
static bool find_line(const struct heads *heads, const struct history_run *run, size_t *ret_line,
                      char **ret_why)
{
    char *why = NULL;
    for (size_t i = 0; i < heads->count; i++) {
        char *apart = why_apart(heads->list[i], run);
        if (!apart) {
            free(why);
            *ret_line = i;
            return true;
        }
        bool is_nearer = strcmp(heads->list[i]->record.platform, run->record.platform) == 0;
        if (!why || is_nearer) {
            free(why);
            why = apart;
        } else {
            free(apart);
        }
    }
    *ret_why = why;
    return false;
}

static void add_head(struct heads *heads, struct history_run *run)
{
    size_t line = 0;
    char *why = NULL;
    if (find_line(heads, run, &line, &why))
        return;
    free(why);
    heads->list = alloc_resized(heads->list, heads->count + 1, sizeof *heads->list);
    heads->list[heads->count++] = run;
}

static void find_heads(struct history_runs *runs, const struct history_run *like,
                       struct heads *heads)
{
    for (size_t i = 0; i < runs->count; i++)
        if (is_of_campaign(&runs->list[i], like))
            add_head(heads, &runs->list[i]);
}

static void place(struct history_run *run, const struct heads *heads)
{
    char *why = NULL;
    if (*run->why_not)
        return;
    if (run->record.state == RECORD_RUNNING)
        why = alloc_copy("they are still under way");
    else if (find_line(heads, run, &run->line, &why))
        return;
    free(run->why_not);
    run->why_not = why;
}

int history_runs_sort_out(struct history_runs *runs, const struct history_window *window,
                          struct err *err)
{
    struct history_run *like = NULL;
    struct heads heads = {0};
    int result = find_like(runs, window->like_id, &like, err);
    if (result < 0)
        return result;
    find_heads(runs, like, &heads);
    for (size_t i = 0; i < runs->count; i++)
        place(&runs->list[i], &heads);
    runs->line_count = heads.count;
    free(heads.list);
    return 0;
}
