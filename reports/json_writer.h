// SPDX-License-Identifier: GPL-3.0-or-later
// Writes JSON (RFC 8259) into a text buffer as it goes, without building a tree first: a run may
// have hundreds of thousands of windows. Numbers read back as the same double; what is absent is
// null; text of unknown origin becomes valid UTF-8.
#ifndef FULLHOUSE_REPORTS_JSON_WRITER_H
#define FULLHOUSE_REPORTS_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>

struct strbuf;

// Zero-initialise with out set. Containers below `compact_depth` levels stay on one line; 0 means
// all are spread.
struct json_writer {
    struct strbuf *out;
    int depth;
    int compact_depth;
    bool has_members; // of the innermost container
};

// key is the member's name, NULL inside an array and for the document itself.
void json_writer_open_object(struct json_writer *writer, const char *key);
void json_writer_close_object(struct json_writer *writer);
void json_writer_open_array(struct json_writer *writer, const char *key);
void json_writer_close_array(struct json_writer *writer);

// NULL gives null.
void json_writer_text(struct json_writer *writer, const char *key, const char *text);
void json_writer_integer(struct json_writer *writer, const char *key, uint64_t number);
// RECORD_ABSENT and any other negative number gives null.
void json_writer_optional(struct json_writer *writer, const char *key, int64_t number);
// What is not finite gives null.
void json_writer_number(struct json_writer *writer, const char *key, double number);
void json_writer_bool(struct json_writer *writer, const char *key, bool truth);

#endif
