// SPDX-License-Identifier: GPL-3.0-or-later
// Where the figures come from: the host, what happened, and how to make them again.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/base/version.h"
#include "common/model/lifecycle.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/matrix.h"
#include "reports/tile.h"

// Nothing is said about what is not known.
static void add_fact(struct strbuf *out, const char *term, const char *text)
{
    if (!text || !*text)
        return;
    html_add(out, "<dt>", term, "</dt>");
    html_add(out, "<dd>", text, "</dd>\n");
}

// "microcode: 0x42": a fact a line.
static void add_settings(struct strbuf *out, const char *settings)
{
    for (const char *line = settings ? settings : ""; *line;
         line += strcspn(line, "\n"), line += *line == '\n') {
        size_t key = strcspn(line, ":\n"), end = strcspn(line, "\n");
        if (line[key] != ':')
            continue;
        scope_free char *term = alloc_printf("%.*s", (int)key, line);
        key += 1 + (line[key + 1] == ' ');
        scope_free char *text = alloc_printf("%.*s", (int)(end - key), line + key);
        add_fact(out, term, text);
    }
}

static char *describe_cpus(const struct host_record *host)
{
    struct strbuf text = {0};
    strbuf_printf(&text, "%" PRIu32 " usable", host->cpus);
    if (host->cores)
        strbuf_printf(&text, ", %" PRIu32 " core%s", host->cores, host->cores == 1 ? "" : "s");
    if (host->sockets)
        strbuf_printf(&text, ", %" PRIu32 " socket%s", host->sockets,
                      host->sockets == 1 ? "" : "s");
    if (host->numa_nodes)
        strbuf_printf(&text, ", %" PRIu32 " NUMA node%s", host->numa_nodes,
                      host->numa_nodes == 1 ? "" : "s");
    return strbuf_take(&text);
}

void html_add_host(struct strbuf *out, const struct document_run *run)
{
    const struct host_record *host = &run->run.host;
    scope_free char *cpus = describe_cpus(host);
    scope_free char *nested =
        host->virtualization && *host->virtualization
            ? alloc_printf("this host is itself a guest of %s", host->virtualization)
            : NULL;
    char memory[UNITS_TEXT_SIZE];
    strbuf_add(out, "<h2>The host and the guests</h2>\n<dl>\n");
    add_fact(out, "Host", host->name);
    add_fact(out, "Processor", host->cpu_model);
    add_fact(out, "CPUs", cpus);
    add_fact(out, "Memory", units_format_bytes(memory, host->memory_bytes));
    add_fact(out, "Kernel", host->kernel);
    add_fact(out, "Virtualized", nested);
    add_settings(out, host->settings);
    scope_free char *platform = describe_platform(&run->run);
    add_fact(out, "Platform", platform);
    add_fact(out, "Chosen because", run->run.platform_note);
    add_fact(out, "Hypervisor", run->run.hypervisor);
    add_fact(out, "Guest kind", describe_guest_kind(&run->run));
    add_fact(out, "Guest kernel", run->run.guest_kernel);
    scope_free char *shape = describe_shape(run);
    scope_free char *load = load_describe(&run->scenario.load);
    add_fact(out, "Shape", shape);
    // Of neighbours and tiles the page's first lines tell every load.
    if (!document_run_has_matrix(run) && !document_run_has_tiles(run))
        add_fact(out, "Load", load);
    strbuf_add(out, "</dl>\n");
}

static void add_mishaps(struct strbuf *out, const struct document_run *run)
{
    size_t count;
    struct mishap *mishaps = describe_mishaps(run, &count);
    for (size_t i = 0; i < count; i++) {
        html_add(out, "<h3>", mishaps[i].what, "</h3>\n");
        if (*mishaps[i].why)
            html_add(out, "<pre>", mishaps[i].why, "</pre>\n");
    }
    mishaps_free(mishaps, count);
    if (count == 0)
        strbuf_add(out, "<p>Every step was finished, and every guest lived to its end.</p>\n");
}

// Absent verbs and the command of a run of lives have places of their own on the page.
static bool is_told_elsewhere(const char *event)
{
    enum lifecycle_verb verb;
    return lifecycle_absence_parse(event, &verb) ||
           strncmp(event, LIFECYCLE_COMMAND_WORD, strlen(LIFECYCLE_COMMAND_WORD)) == 0;
}

static bool has_events(const struct document_run *run)
{
    for (size_t i = 0; i < run->event_count; i++)
        if (!is_told_elsewhere(run->events[i].text))
            return true;
    return false;
}

void html_add_events(struct strbuf *out, const struct document_run *run)
{
    strbuf_add(out, "<h2>What happened</h2>\n");
    add_mishaps(out, run);
    if (!has_events(run))
        return;
    strbuf_add(out, "<ol class=\"events\">\n");
    for (size_t i = 0; i < run->event_count; i++) {
        char at[CLOCK_TEXT_SIZE];
        if (is_told_elsewhere(run->events[i].text))
            continue;
        html_add(out, "<li><time>", clock_format_utc(at, run->events[i].at_ns), "</time>");
        html_add(out, "<span>", run->events[i].text, "</span></li>\n");
    }
    strbuf_add(out, "</ol>\n");
}

void html_add_recipe(struct strbuf *out, const struct document_run *run)
{
    const struct run_record *record = &run->run;
    if (run->life.command) {
        html_add(out, "<h2>To make it again</h2>\n<pre>", run->life.command, "</pre>\n");
        return;
    }
    strbuf_printf(out,
                  "<h2>To make it again</h2>\n<p>Save the scenario below as "
                  "<code>scenario.yaml</code> and run it. The same seed makes the same "
                  "operations come in the same order.</p>\n<pre>fullhouse %s --scenario "
                  "scenario.yaml --seed %" PRIu64 "</pre>\n<dl>\n",
                  run->scenario.curve_max_bytes ? "curve" : "bench", record->seed);
    scope_free char *seed = alloc_printf("%" PRIu64, record->seed);
    scope_free char *number = alloc_printf("%" PRId64, record->id);
    add_fact(out, "Run", number);
    add_fact(out, "Seed", seed);
    add_fact(out, "Measured with", record->tool_version);
    add_fact(out, "Reported with", FULLHOUSE_VERSION);
    strbuf_add(out, "</dl>\n");
    html_add(out, "<pre>", record->scenario, "</pre>\n");
}
