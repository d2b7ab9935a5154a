// SPDX-License-Identifier: GPL-3.0-or-later
// The members of each message that a guest says. Knows no state of the conversation.
#include "workloads/bare/report.h"

#include "workloads/bare/json_write.h"
#include "workloads/bare/type_name.h"
#include "workloads/core/workload.h"

enum { ESCAPE_BYTES = 6 }; // \u001f
_Static_assert(2 * ESCAPE_BYTES * JSON_TEXT_MAX + 512 <= REPORT_LINE_MAX, "errors fit too");

static struct text begin(char *line, size_t capacity, enum wire_type type)
{
    struct text text = text_into(line, capacity);

    json_open(&text);
    json_add_text(&text, "type", type_name(type));
    return text;
}

static void add_workload(struct text *text, const struct workload *workload)
{
    json_add_entry(text, workload->name, NULL);
    for (size_t i = 0; i < workload->variant_count; i++)
        json_add_entry(text, workload->name, workload->variants[i].name);
}

size_t report_hello(char *line, size_t capacity, const struct report_hello *hello)
{
    struct text text = begin(line, capacity, WIRE_HELLO);

    json_add_unsigned(&text, "version", hello->version);
    json_add_text(&text, "kernel", hello->kernel);
    json_add_unsigned(&text, "cpus", hello->cpus);
    json_add_unsigned(&text, "memory_bytes", hello->memory_bytes);
    json_open_list(&text, "workloads");
    for (size_t i = 0; i < workload_count; i++)
        add_workload(&text, workload_table[i]);
    json_close_list(&text);
    return json_close(&text);
}

size_t report_type(char *line, size_t capacity, enum wire_type type)
{
    struct text text = begin(line, capacity, type);

    return json_close(&text);
}

size_t report_pong(char *line, size_t capacity, const struct wire_pong *pong)
{
    struct text text = begin(line, capacity, WIRE_PONG);

    json_add_hex(&text, "id", pong->id);
    json_add_unsigned(&text, "clock_ns", pong->clock_ns);
    return json_close(&text);
}

size_t report_started(char *line, size_t capacity, const struct wire_started *started)
{
    struct text text = begin(line, capacity, WIRE_STARTED);

    json_add_unsigned(&text, "clock_ns", started->clock_ns);
    return json_close(&text);
}

size_t report_window(char *line, size_t capacity, const struct wire_window *window)
{
    struct text text = begin(line, capacity, WIRE_WINDOW);

    json_add_unsigned(&text, "i", window->index);
    json_add_unsigned(&text, "duration_ns", window->duration_ns);
    json_add_unsigned(&text, "ops", window->operations);
    json_add_unsigned(&text, "due", window->due);
    json_add_unsigned(&text, "steal_ns", window->steal_ns);
    json_add_histogram(&text, "histogram", window->histogram);
    return json_close(&text);
}

size_t report_error(char *line, size_t capacity, const struct report_error *error)
{
    struct text text = begin(line, capacity, WIRE_ERROR);

    json_add_text(&text, "workload", error->workload);
    json_add_text(&text, "what", error->what);
    json_add_unsigned(&text, "errno", error->code > 0 ? (uint64_t)error->code : 0);
    return json_close(&text);
}
