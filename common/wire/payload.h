// SPDX-License-Identifier: GPL-3.0-or-later
// What each type of message carries, as a table of codecs: private to the message codec.
#ifndef FULLHOUSE_COMMON_WIRE_PAYLOAD_H
#define FULLHOUSE_COMMON_WIRE_PAYLOAD_H

#include <jansson.h>

#include "common/wire/message.h"

struct err;

// NULL where a type carries nothing or owns nothing.
struct wire_payload {
    void (*write)(const struct wire_message *message, json_t *object);
    // Fills *message, whose type is set and whose rest is zero; what it owns on failure is released
    // by the caller.
    int (*read)(const json_t *object, struct wire_message *message, struct err *err);
    void (*release)(struct wire_message *message);
};

extern const struct wire_payload wire_payloads[WIRE_TYPE_COUNT];

#endif
