// SPDX-License-Identifier: GPL-3.0-or-later
// One number out of JSON that a stranger printed, by JSON pointer (RFC 6901). Door: jansson.
#ifndef FULLHOUSE_COMMON_WIRE_JSON_NUMBER_H
#define FULLHOUSE_COMMON_WIRE_JSON_NUMBER_H

#include <stddef.h>

struct err;

// JSON that was read once, for several numbers.
struct json_document;

// The document in a program's output: the whole text, or what begins at the first line that starts
// with '{' or '[' and reads as JSON (programs print warnings before it, and farewells after it). 0
// and *ret_document, or -EBADMSG with why.
int json_document_read(const char *text, size_t length, struct json_document **ret_document,
                       struct err *err);
void json_document_free(struct json_document *document); // accepts NULL

// The number that pointer names; a text that is a number as a whole ("12.5") is one, too. 0, or
// -EBADMSG: the message names the part of the pointer that was not found.
int json_document_number(const struct json_document *document, const char *pointer,
                         double *ret_number, struct err *err);

#endif
