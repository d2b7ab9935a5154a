// SPDX-License-Identifier: GPL-3.0-or-later
// The events of a YAML text one by one, and what is wrong with one that is none. Door: libyaml.
#ifndef FULLHOUSE_COMMON_MODEL_CONFIG_EVENTS_H
#define FULLHOUSE_COMMON_MODEL_CONFIG_EVENTS_H

#include <stdbool.h>
#include <stddef.h>

#include <yaml.h>

struct err;

struct config_events {
    const char *name, *text; // borrowed
    size_t length;
    yaml_parser_t parser;
    yaml_event_t event; // the one at hand
    bool has_event;
};

// name stands for the file in messages. 0, or -ENOMEM. Release with config_events_done, also after
// a failure.
int config_events_begin(struct config_events *events, const char *name, const char *text,
                        size_t length, struct err *err);
// The next one is at hand. -EINVAL with "name:line: no valid YAML: ...".
int config_events_next(struct config_events *events, struct err *err);
// From 1.
unsigned config_events_line(const struct config_events *events);
void config_events_done(struct config_events *events);

#endif
