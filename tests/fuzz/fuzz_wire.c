// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as lines of the conversation: refused, or a message that says itself again, and the
// second saying is the first word for word.
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/strbuf.h"
#include "common/wire/message.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_again(const struct wire_message *message)
{
    struct wire_message again;
    struct strbuf first = {0}, second = {0};

    wire_encode(message, &first);
    // Another version's hello may lack what ours must have.
    if (message->type != WIRE_HELLO || message->hello.version == WIRE_VERSION) {
        REQUIRE(wire_decode(first.text, first.length, &again, NULL) == 0);
        wire_encode(&again, &second);
        REQUIRE(first.length == second.length);
        REQUIRE(memcmp(first.text, second.text, first.length) == 0);
        wire_message_done(&again);
    }
    strbuf_done(&first);
    strbuf_done(&second);
}

static void check_line(const char *line, size_t length)
{
    struct wire_message message;
    struct err err = {0};
    int rc = wire_decode(line, length, &message, &err);

    REQUIRE(rc == 0 || rc == -EBADMSG);
    REQUIRE((rc == 0) == (err.kind == ERR_NONE));
    if (rc == 0) {
        check_again(&message);
        wire_message_done(&message);
    }
    err_done(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *line = (const char *)data;
    const char *end;

    while (size && (end = memchr(line, '\n', size))) {
        size_t length = (size_t)(end - line);

        check_line(line, length);
        line += length + 1;
        size -= length + 1;
    }
    check_line(line, size);
    return 0;
}
