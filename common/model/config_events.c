// SPDX-License-Identifier: GPL-3.0-or-later
// libyaml's parser with its errors in our words.
#include "common/model/config_events.h"

#include <errno.h>

#include "common/base/err.h"

int config_events_begin(struct config_events *events, const char *name, const char *text,
                        size_t length, struct err *err)
{
    *events = (struct config_events){.name = name, .text = text, .length = length};
    if (!yaml_parser_initialize(&events->parser))
        return err_system(err, ENOMEM, "%s", name);
    yaml_parser_set_input_string(&events->parser, (const unsigned char *)text, length);
    return 0;
}

// libyaml gives bytes it cannot read an offset only, everything else a line.
static int refuse_text(const struct config_events *events, struct err *err)
{
    const yaml_parser_t *parser = &events->parser;
    size_t line = parser->problem_mark.line + 1;
    if (parser->error == YAML_READER_ERROR) {
        line = 1;
        for (size_t i = 0; i < events->length && i < parser->problem_offset; i++)
            line += events->text[i] == '\n';
    }
    return err_input(err, "%s:%zu: no valid YAML: %s%s%s", events->name, line,
                     parser->context ? parser->context : "", parser->context ? ", " : "",
                     parser->problem ? parser->problem : "out of memory");
}

int config_events_next(struct config_events *events, struct err *err)
{
    if (events->has_event)
        yaml_event_delete(&events->event);
    events->has_event = false;
    if (!yaml_parser_parse(&events->parser, &events->event))
        return refuse_text(events, err);
    events->has_event = true;
    return 0;
}

unsigned config_events_line(const struct config_events *events)
{
    return (unsigned)events->event.start_mark.line + 1;
}

void config_events_done(struct config_events *events)
{
    if (events->has_event)
        yaml_event_delete(&events->event);
    events->has_event = false;
    yaml_parser_delete(&events->parser);
}
