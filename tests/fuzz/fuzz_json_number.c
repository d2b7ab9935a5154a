// SPDX-License-Identifier: GPL-3.0-or-later
// Any output as a document, any text as a pointer: a finite number, or a word why not.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/wire/json_number.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void point(const struct json_document *document, const char *pointer)
{
    struct err err = {0};
    double number = NAN;
    if (json_document_number(document, pointer, &number, &err) == 0)
        REQUIRE(isfinite(number) && err.kind == ERR_NONE);
    else
        REQUIRE(isnan(number) && *err_text(&err));
    err_done(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The first line is the pointer, the rest the output.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct json_document *document = NULL;
    char *text = calloc(size + 2, 1);
    REQUIRE(text);
    text[0] = '/';
    memcpy(text + 1, data, size);
    size_t length = strcspn(text, "\n");
    size_t rest = length + 1 < size + 1 ? size - length : 0;
    text[length] = '\0';
    if (json_document_read(text + length + 1, rest, &document, &err) == 0) {
        point(document, text);
        point(document, "/0");
        json_document_free(document);
    } else {
        REQUIRE(*err_text(&err));
    }
    err_done(&err);
    free(text);
    return 0;
}
