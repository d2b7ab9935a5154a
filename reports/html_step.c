// SPDX-License-Identifier: GPL-3.0-or-later
// The page's look into single steps: what guests and host did second by second, and where.
#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/host_map.h"
#include "reports/document_run.h"
#include "reports/guest_heat.h"
#include "reports/host_marks.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/step_choice.h"
#include "reports/timeline.h"
#include "reports/timeline_of.h"

static char *name_step(const struct document_run *run, const struct step_choice *choice)
{
    const struct step_record *step = &run->steps[choice->step];
    const char *unit = document_run_unit(run);
    uint32_t units = step_record_units(step);
    return alloc_printf("%" PRIu32 " %.*s, %s", units, (int)(strlen(unit) - (units == 1)), unit,
                        choice->why);
}

static void open_figure(struct strbuf *out, const char *name)
{
    html_add(out, "<figure>\n<h3>", name, "</h3>\n");
}

// --- timelines ----------------------------------------------------------------------------------

static char *caption_timeline(const struct step_record *step, const struct timeline *timeline)
{
    return alloc_printf(
        "Boot %" PRIu32 ". Above, the median guest in the band from the slowest to the "
        "fastest; below, the host on the same axis. The dotted rule is where the measured "
        "windows begin, left of it is warm-up.%s%s%s",
        step->repeat + 1, timeline->missing ? " Not told here: " : "",
        timeline->missing ? timeline->missing : "", timeline->missing ? "." : "");
}

static void add_timeline(struct strbuf *out, const struct document_run *run,
                         const struct step_choice *choice, size_t number,
                         struct emitter_context *context)
{
    const struct step_record *step = &run->steps[choice->step];
    scope_timeline struct timeline timeline = {0};
    scope_free char *name = name_step(run, choice);
    scope_free char *title = alloc_printf("Timeline of %s", name);
    scope_free char *id = alloc_printf("run%zu-timeline-%s", number + 1, choice->word);
    timeline_of_step(step, document_run_telemetry(run, choice->step), &timeline);
    if (timeline.count == 0)
        return;
    open_figure(out, title);
    html_add_timeline(out, &timeline, title, id, context);
    scope_free char *caption = caption_timeline(step, &timeline);
    html_add(out, "<figcaption>", caption, "</figcaption>\n</figure>\n");
}

// --- heat maps ----------------------------------------------------------------------------------

static void add_heat(struct strbuf *out, const struct document_run *run,
                     const struct step_choice *choice)
{
    scope_heat_map struct heat_map map = {0};
    scope_free char *words = guest_heat_of_step(&run->steps[choice->step], &map);
    scope_free char *name = name_step(run, choice);
    scope_free char *title = alloc_printf("Guests against time: %s", name);
    if (map.rows == 0)
        return;
    open_figure(out, title);
    heat_map_draw(&map, words, out);
    html_add(out, "<figcaption>", words, "");
    if (heat_map_rows_together(&map) > 1)
        strbuf_printf(out, " A row is the mean of %zu guests.", heat_map_rows_together(&map));
    strbuf_add(out, "</figcaption>\n</figure>\n");
}

// --- the host -----------------------------------------------------------------------------------

static void add_host(struct strbuf *out, const struct document_run *run,
                     const struct step_choice *choice, const struct host_map *map)
{
    const struct step_record *step = &run->steps[choice->step];
    size_t count = 0;
    scope_free struct host_picture_mark *marks =
        host_marks_of(step, document_run_telemetry(run, choice->step), &count);
    scope_free char *name = name_step(run, choice);
    scope_free char *title = alloc_printf("Where they ran: %s", name);
    if (count == 0)
        return;
    const struct host_picture picture = {.map = map, .marks = marks, .count = count};
    open_figure(out, title);
    strbuf_add(out, "<div class=\"scroll host\" tabindex=\"0\" role=\"region\" aria-label=\"The "
                    "host with its guests\">\n");
    host_picture_draw(&picture, out);
    strbuf_add(out, "</div>\n<figcaption>Each vCPU on the CPU where it was seen most often in the "
                    "measured windows, coloured by the share of time it ran. Of guests that are "
                    "processes, all threads together.</figcaption>\n</figure>\n");
}

static void add_hosts(struct strbuf *out, const struct document_run *run,
                      const struct step_choice *choices, size_t count)
{
    struct err err = {0};
    scope_host_map struct host_map map = {0};
    const char *text = run->run.host.map;
    if (!text || !*text) {
        strbuf_add(out, "<p class=\"muted\">Where guests ran is not drawn: the store has no map of "
                        "this host.</p>\n");
        return;
    }
    if (host_map_parse(text, &map, &err) < 0)
        html_add(out, "<p class=\"absent\">The host is not drawn: ", err_text(&err), "</p>\n");
    strbuf_add(out, "<div class=\"hosts\">\n");
    for (size_t i = 0; i < count; i++)
        add_host(out, run, &choices[i], &map);
    strbuf_add(out, "</div>\n");
    err_done(&err);
}

void html_add_steps(struct strbuf *out, const struct document_run *run, size_t number,
                    struct emitter_context *context)
{
    struct step_choice choices[STEP_CHOICES];
    size_t count = step_choice_of(run, choices);
    if (count == 0)
        return;
    strbuf_add(out, "<h2>Inside a step</h2>\n<div class=\"figures inside\">\n");
    for (size_t i = 0; i < count; i++)
        add_timeline(out, run, &choices[i], number, context);
    for (size_t i = 0; i < count; i++)
        add_heat(out, run, &choices[i]);
    strbuf_add(out, "</div>\n");
    if (saturation_lines_are_known(&run->saturations))
        add_hosts(out, run, choices, count);
}
