// SPDX-License-Identifier: GPL-3.0-or-later
// Messages to lines and back: one codec record a type, in a table. Knows no stream and no state of
// the conversation.
#include "common/wire/message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/strbuf.h"
#include "common/wire/member.h"
#include "common/wire/payload.h"

static const char *const type_names[] = {
#define X(name, text) [WIRE_##name] = text,
    WIRE_TYPES(X)
#undef X
};

const char *wire_type_name(enum wire_type type)
{
    return (unsigned)type < WIRE_TYPE_COUNT ? type_names[type] : "unknown";
}

static int append(const char *bytes, size_t length, void *line)
{
    strbuf_add_bytes(line, bytes, length);
    return 0;
}

void wire_encode(const struct wire_message *message, struct strbuf *line)
{
    const struct wire_payload *payload = &wire_payloads[message->type];
    json_t *object = json_object();

    json_object_set_new(object, "type", json_string(wire_type_name(message->type)));
    if (payload->write)
        payload->write(message, object);
    json_dump_callback(object, append, line, JSON_COMPACT);
    strbuf_add(line, "\n");
    json_decref(object);
}

static int read_type(const json_t *object, enum wire_type *ret_type, struct err *err)
{
    const char *text = json_string_value(json_object_get(object, "type"));

    if (!text)
        return member_bad(err, "the message has no type");
    for (int i = 0; i < WIRE_TYPE_COUNT; i++) {
        if (strcmp(text, type_names[i]) == 0) {
            *ret_type = (enum wire_type)i;
            return 0;
        }
    }
    return member_bad(err, "unknown message type \"%.32s\"", text);
}

static int read_message(const json_t *object, struct wire_message *ret_message, struct err *err)
{
    struct wire_message message = {0};
    int rc;

    if (!json_is_object(object))
        return member_bad(err, "the line is no JSON object");
    rc = read_type(object, &message.type, err);
    if (rc < 0)
        return rc;
    if (wire_payloads[message.type].read) {
        rc = wire_payloads[message.type].read(object, &message, err);
        if (rc < 0) {
            err_prefix(err, "%s", wire_type_name(message.type));
            wire_message_done(&message);
            return rc;
        }
    }
    *ret_message = message;
    return 0;
}

int wire_decode(const char *line, size_t length, struct wire_message *ret_message, struct err *err)
{
    json_error_t problem;
    json_t *object;
    int rc;

    if (length > WIRE_LINE_MAX)
        return member_bad(err, "a line of %zu bytes, more than %d", length, WIRE_LINE_MAX);
    // The library overlooks one behind a number.
    if (memchr(line, '\0', length))
        return member_bad(err, "a zero byte in the line");
    object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &problem);
    if (!object)
        return member_bad(err, "no JSON at byte %d: %s", problem.position, problem.text);
    rc = read_message(object, ret_message, err);
    json_decref(object);
    return rc;
}

void wire_message_done(struct wire_message *message)
{
    if (!message)
        return;
    if ((unsigned)message->type < WIRE_TYPE_COUNT && wire_payloads[message->type].release)
        wire_payloads[message->type].release(message);
    *message = (struct wire_message){0};
}
