// SPDX-License-Identifier: GPL-3.0-or-later
// Finds what can go on, and says what has changed. How a run takes its steps back stands in
// run_resume.c.
#include "bench/resume.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/lifecycle.h"
#include "common/store/store.h"

// --- what is read back --------------------------------------------------------------------------

static void run_done(struct resume_run *run)
{
    for (size_t i = 0; i < run->step_count; i++)
        step_record_done(&run->steps[i]);
    free(run->steps);
    run_record_done(&run->record);
    scenario_done(&run->scenario);
}

void resume_done(struct resume *resume)
{
    for (size_t i = 0; i < resume->count; i++)
        run_done(&resume->runs[i]);
    free(resume->runs);
    *resume = (struct resume){0};
}

void resume_keep_choices(const struct run_record *record, struct scenario *scenario)
{
    const char *kind = record->guest_kind;
    bool is_built_in = strcmp(kind, "appliance") == 0 || strcmp(kind, "bare") == 0;
    record_set(&scenario->platform, alloc_copy(record->platform));
    if (strcmp(scenario->guest, "auto") == 0 && is_built_in)
        record_set(&scenario->guest, alloc_copy(kind));
    scenario->seed = record->seed;
}

static int read_run(struct store *store, int64_t id, struct resume_run *run, struct err *err)
{
    scope_free char *name = alloc_printf("run %" PRId64, id);
    *run = (struct resume_run){0};
    run_record_init(&run->record);
    scenario_init(&run->scenario);
    struct run_record record;
    int result = store_read_run(store, id, &record, err);
    if (result < 0)
        return result;
    run_record_done(&run->record);
    run->record = record;
    // A run that was refused as a whole is an arm that this host cannot do.
    run->is_over = record.state == RECORD_DONE || record.state == RECORD_REFUSED;
    result = scenario_load_text(&run->scenario, name, record.scenario, err);
    if (result == 0)
        result = scenario_check(&run->scenario, err);
    if (result == 0)
        result = store_read_steps(store, id, &run->steps, &run->step_count, err);
    resume_keep_choices(&run->record, &run->scenario);
    return result;
}

static int add_run(struct store *store, int64_t id, struct resume *resume, struct err *err)
{
    resume->runs = alloc_resized(resume->runs, resume->count + 1, sizeof *resume->runs);
    return read_run(store, id, &resume->runs[resume->count++], err);
}

static int add_campaign(struct store *store, const struct run_record *named, struct resume *resume,
                        struct err *err)
{
    struct run_record *runs = NULL;
    size_t count = 0;
    int result = store_list_runs(store, &runs, &count, err);
    for (size_t i = 0; i < count; i++) {
        bool is_wanted = runs[i].id == named->id ||
                         (*named->campaign && strcmp(runs[i].campaign, named->campaign) == 0);
        if (result == 0 && is_wanted)
            result = add_run(store, runs[i].id, resume, err);
        run_record_done(&runs[i]);
    }
    free(runs);
    return result;
}

// --- whether it can go on -----------------------------------------------------------------------

// Lives are led by options that no scenario holds; the run has noted its command.
static int refuse_lives(struct store *store, int64_t id, struct err *err)
{
    struct event_record *events = NULL;
    size_t count = 0;
    int result = store_read_events(store, id, &events, &count, err);
    for (size_t i = 0; i < count; i++) {
        const char *word = LIFECYCLE_COMMAND_WORD;
        if (result == 0 && strncmp(events[i].text, word, strlen(word)) == 0)
            result = err_input(err, "run %" PRId64 " is one of lives, which begin anew: %s", id,
                               events[i].text + strlen(word));
        event_record_done(&events[i]);
    }
    free(events);
    return result;
}

static int check_life(struct store *store, const struct run_record *record, struct err *err)
{
    if (record->state != RECORD_RUNNING)
        return 0;
    int holder = workspace_holder(store_path(store), record->id);
    if (holder == WORKSPACE_HELD)
        return err_system(err, EBUSY, "run %" PRId64 " is still under way in another process",
                          record->id);
    if (holder == WORKSPACE_DEAD)
        return err_host(err, NULL,
                        "run %" PRId64 " was killed, and what it left behind could not be cleared "
                        "away; see above",
                        record->id);
    // Its folder is gone, as a cache that does not outlive a reboot.
    return store_mark_interrupted(store, record->id, "its process was killed", err);
}

static bool is_all_over(const struct resume *resume)
{
    for (size_t i = 0; i < resume->count; i++)
        if (!resume->runs[i].is_over)
            return false;
    return true;
}

static int find(struct store *store, const char *word, struct resume *resume, struct err *err)
{
    struct run_record named;
    int64_t id;
    int result = store_find_run(store, word, &id, err);
    if (result == 0)
        result = refuse_lives(store, id, err);
    if (result == 0)
        result = store_read_run(store, id, &named, err);
    if (result < 0)
        return result;
    result = add_campaign(store, &named, resume, err);
    for (size_t i = 0; result == 0 && i < resume->count; i++)
        result = check_life(store, &resume->runs[i].record, err);
    run_record_done(&named);
    return result < 0 ? result : is_all_over(resume);
}

int resume_find(struct store *store, const char *word, struct resume *ret_resume, struct err *err)
{
    struct resume resume = {0};
    int result = find(store, word, &resume, err);
    if (result < 0)
        resume_done(&resume);
    else
        *ret_resume = resume;
    return result;
}

// --- what has changed ---------------------------------------------------------------------------

static void compare(struct strbuf *text, const char *what, const char *then, const char *now)
{
    if (strcmp(then, now) == 0)
        return;
    strbuf_printf(text, "%s%s: %s then, %s now", text->length ? "; " : "", what,
                  *then ? then : "none", *now ? now : "none");
}

static void compare_count(struct strbuf *text, const char *what, uint32_t then, uint32_t now)
{
    if (then != now)
        strbuf_printf(text, "%s%s: %" PRIu32 " then, %" PRIu32 " now", text->length ? "; " : "",
                      what, then, now);
}

static void compare_memory(struct strbuf *text, uint64_t then, uint64_t now)
{
    char old[UNITS_TEXT_SIZE], new[UNITS_TEXT_SIZE];
    uint64_t apart = then > now ? then - now : now - then;
    if (apart > then / 100)
        strbuf_printf(text, "%smemory: %s then, %s now", text->length ? "; " : "",
                      units_format_bytes(old, then), units_format_bytes(new, now));
}

char *resume_differences(const struct run_record *then, const struct run_record *now)
{
    struct strbuf text = {0};
    compare(&text, "host", then->host.name, now->host.name);
    compare(&text, "CPU", then->host.cpu_model, now->host.cpu_model);
    compare_count(&text, "CPUs", then->host.cpus, now->host.cpus);
    compare_count(&text, "cores", then->host.cores, now->host.cores);
    compare_count(&text, "sockets", then->host.sockets, now->host.sockets);
    compare_count(&text, "NUMA nodes", then->host.numa_nodes, now->host.numa_nodes);
    compare_memory(&text, then->host.memory_bytes, now->host.memory_bytes);
    compare(&text, "kernel", then->host.kernel, now->host.kernel);
    compare(&text, "virtualization", then->host.virtualization, now->host.virtualization);
    compare(&text, "guest", then->guest_kind, now->guest_kind);
    compare(&text, "hypervisor", then->hypervisor, now->hypervisor);
    compare(&text, "fullhouse", then->tool_version, now->tool_version);
    return text.length ? strbuf_take(&text) : NULL;
}

// --- what is reused -----------------------------------------------------------------------------

static bool is_first_of_its_density(const struct resume_run *run, size_t index)
{
    const struct step_record *step = &run->steps[index];
    for (size_t i = 0; i < index; i++)
        if (run->steps[i].kind == step->kind && run->steps[i].guests == step->guests)
            return false;
    return true;
}

char *resume_describe(const struct resume_run *run)
{
    size_t densities = 0;
    for (size_t i = 0; i < run->step_count; i++)
        densities += run->steps[i].kind == RECORD_STEP_LADDER && is_first_of_its_density(run, i);
    struct strbuf text = {0};
    strbuf_printf(&text, "resumed run %" PRId64 ": ", run->record.id);
    if (run->step_count == 0) {
        strbuf_add(&text, "no step had been finished");
        return strbuf_take(&text);
    }
    strbuf_printf(&text, "%zu step%s", run->step_count, run->step_count == 1 ? "" : "s");
    if (densities)
        strbuf_printf(&text, " of %zu densit%s", densities, densities == 1 ? "y" : "ies");
    strbuf_add(&text, " reused; what was under way is made again");
    return strbuf_take(&text);
}
