// SPDX-License-Identifier: GPL-3.0-or-later
// Findings member by member.
#include "reports/json_saturation.h"

#include <stddef.h>

#include "common/base/scope.h"
#include "reports/json_writer.h"
#include "reports/saturation_line.h"

static const char *sign_name(enum saturation_sign sign)
{
    static const char *const names[] = {
        [SATURATION_UTILISATION] = "utilisation",
        [SATURATION_WAITING] = "waiting",
        [SATURATION_ERRORS] = "errors",
    };
    return names[sign];
}

static void add_figure(struct json_writer *writer, const struct saturation_finding *finding,
                       const struct saturation_figure *figure)
{
    const struct saturation_condition *condition = figure->condition;
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "sign", sign_name(condition->sign));
    json_writer_text(writer, "source", condition->source);
    json_writer_text(writer, "object", condition->object ? condition->object : finding->object);
    json_writer_text(writer, "metric", condition->metric);
    json_writer_text(writer, "over", condition->over);
    json_writer_number(writer, "factor", condition->factor != 0 ? condition->factor : 1);
    json_writer_number(writer, "value", figure->value);
    json_writer_text(writer, "met", condition->is_most ? "at most" : "at least");
    json_writer_number(writer, "threshold", condition->bound);
    json_writer_close_object(writer);
}

static void add_finding(struct json_writer *writer, const struct saturation_finding *finding)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "resource", finding->resource);
    json_writer_text(writer, "object", finding->object);
    json_writer_text(writer, "state", saturation_state_name(finding->state));
    json_writer_text(writer, "missing", *finding->missing ? finding->missing : NULL);
    json_writer_open_array(writer, "figures");
    for (size_t i = 0; i < finding->figure_count; i++)
        add_figure(writer, finding, &finding->figures[i]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

void json_saturation(struct json_writer *writer, const struct saturation_line *line)
{
    if (!line || line->watched == 0) {
        json_writer_text(writer, "saturation", NULL);
        return;
    }
    const struct saturation *saturation = &line->saturation;
    scope_free char *first = saturation->first ? saturation_finding_name(saturation->first) : NULL;
    json_writer_open_object(writer, "saturation");
    json_writer_text(writer, "state", saturation_state_name(saturation_state(saturation)));
    json_writer_text(writer, "first", first);
    json_writer_text(writer, "sentence", line->sentence);
    json_writer_integer(writer, "boots_agreeing", line->agreeing);
    json_writer_integer(writer, "boots_watched", line->watched);
    json_writer_text(writer, "boots", line->phrase);
    json_writer_open_array(writer, "findings");
    for (size_t i = 0; i < saturation->count; i++)
        add_finding(writer, &saturation->list[i]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}
