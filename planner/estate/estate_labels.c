// SPDX-License-Identifier: GPL-3.0-or-later
// Labels as words: "rack=r1", "production".
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/estate/estate.h"

static const char separators[] = " \t\r\n,;";

enum { TEXT_SHOWN_MOST = 40 };

const char *estate_label(const struct estate_labels *labels, const char *key)
{
    for (size_t i = 0; i < labels->count; i++)
        if (strcmp(labels->list[i].key, key) == 0)
            return labels->list[i].value;
    return NULL;
}

static int add(struct estate_labels *labels, const char *key, const char *value, struct err *err)
{
    if (!*key)
        return err_input(err, "'=%.*s' has no key; labels are words as rack=r1", TEXT_SHOWN_MOST,
                         value);
    const char *known = estate_label(labels, key);
    if (known && strcmp(known, value) != 0)
        return err_input(err, "'%.*s' is both '%.*s' and '%.*s'; one value is wanted",
                         TEXT_SHOWN_MOST, key, TEXT_SHOWN_MOST, known, TEXT_SHOWN_MOST, value);
    if (known)
        return 0;
    labels->list = alloc_resized(labels->list, labels->count + 1, sizeof *labels->list);
    labels->list[labels->count++] = (struct estate_label){alloc_copy(key), alloc_copy(value)};
    return 0;
}

static char *without_separators(const char *text)
{
    char *plain = alloc_copy(text);
    for (char *at = plain; (at = strpbrk(at, separators)); at++)
        *at = '_';
    return plain;
}

int estate_labels_add(struct estate_labels *labels, const char *key, const char *value,
                      struct err *err)
{
    scope_free char *plain_key = without_separators(key);
    scope_free char *plain_value = without_separators(value);
    return add(labels, plain_key, plain_value, err);
}

int estate_labels_parse(struct estate_labels *labels, const char *text, struct err *err)
{
    scope_free char *copy = alloc_copy(text);
    char *rest = copy;
    int r = 0;
    for (char *word; r == 0 && (word = strsep(&rest, separators));) {
        char *value = strchr(word, '=');
        if (value)
            *value++ = '\0';
        if (*word || value)
            r = add(labels, word, value ? value : "", err);
    }
    return r;
}

void estate_labels_done(struct estate_labels *labels)
{
    for (size_t i = 0; i < labels->count; i++) {
        free(labels->list[i].key);
        free(labels->list[i].value);
    }
    free(labels->list);
    *labels = (struct estate_labels){0};
}
