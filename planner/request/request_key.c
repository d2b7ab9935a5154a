// SPDX-License-Identifier: GPL-3.0-or-later
// Finding keys, and readers of their values.
#include "planner/request/request_key.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/request/request.h"
#include "planner/value/key_value.h"

enum { KEYS_MOST = 80, SHOWN_MOST = 60 };
#define BITS_MOST 1e15

// The words that may follow "cpu."; 0 where it is no section.
static size_t words_below(const char *section, const char **words)
{
    size_t length = strlen(section), count = 0;
    for (const struct request_key *key = request_keys; key->key; key++)
        if (strncmp(key->key, section, length) == 0 && key->key[length] == '.' && count < KEYS_MOST)
            words[count++] = key->key + length + 1;
    return count;
}

static int refuse_first_word(const char *key, const char *first, struct err *err)
{
    size_t count;
    char **sections = request_key_sections(&count);
    scope_free char *hint = nearest_hint(first, (const char *const *)sections, count);
    request_key_sections_free(sections, count);
    return err_input(err, "no key '%.*s'%s", SHOWN_MOST, key, hint);
}

static int refuse_key(const char *key, struct err *err)
{
    const char *words[KEYS_MOST];
    scope_free char *first = alloc_printf("%.*s", (int)strcspn(key, "."), key);
    size_t count = words_below(first, words);
    if (strcmp(first, "rules") == 0)
        return err_input(err, "rules stand in the file, as '- spread: web-*'");
    if (count == 0)
        return refuse_first_word(key, first, err);
    const char *word = key + strlen(first);
    scope_free char *hint = nearest_hint(*word ? word + 1 : "", words, count);
    if (!*word)
        return err_input(err, "%s: keys are wanted below it%s", key, hint);
    return err_input(err, "no key '%.*s'%s", SHOWN_MOST, key, hint);
}

const struct request_key *request_key_find(const char *key, struct err *err)
{
    for (const struct request_key *entry = request_keys; entry->key; entry++)
        if (strcmp(entry->key, key) == 0)
            return entry;
    refuse_key(key, err);
    return NULL;
}

static void add_section(char **words, size_t *count, const char *key)
{
    size_t length = strcspn(key, ".");
    for (size_t i = 0; i < *count; i++)
        if (strlen(words[i]) == length && memcmp(words[i], key, length) == 0)
            return;
    words[(*count)++] = alloc_printf("%.*s", (int)length, key);
}

char **request_key_sections(size_t *ret_count)
{
    size_t keys = 0, count = 0;
    while (request_keys[keys].key)
        keys++;
    char **words = alloc_zeroed(keys + 1, sizeof(*words));
    for (size_t i = 0; i < keys; i++)
        add_section(words, &count, request_keys[i].key);
    add_section(words, &count, "rules");
    *ret_count = count;
    return words;
}

void request_key_sections_free(char **words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(words[i]);
    free(words);
}

// --- values -------------------------------------------------------------------------------------

int request_key_source(struct request_source *source, const char *text, struct err *err)
{
    char *copy = NULL;
    int r = key_value_text(&copy, text, err);
    if (r < 0)
        return r;
    source->list = alloc_resized(source->list, source->count + 1, sizeof(*source->list));
    source->list[source->count++] = copy;
    return 0;
}

int request_key_word(const char *text, const char *const *words, size_t count, size_t *ret_index,
                     struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(text, words[i]) == 0) {
            *ret_index = i;
            return 0;
        }
    scope_free char *hint = nearest_hint(text, words, count);
    return err_input(err, "'%.*s' is not possible%s", SHOWN_MOST, text, hint);
}

static int parse_seconds(const char *text, double *ret_seconds, struct err *err)
{
    return key_value_seconds(ret_seconds, text, 0, 1e9, err);
}

int request_key_seconds(struct uncertain *field, const char *text, double most, struct err *err)
{
    return key_value_uncertain(field, text, parse_seconds, 0, most, err);
}

int request_key_bits(struct uncertain *field, const char *text, struct err *err)
{
    return key_value_uncertain(field, text, units_parse_bit_rate, 1, BITS_MOST, err);
}

// "16 MiB/s".
static int parse_bytes_rate(const char *text, double *ret_bytes_hz, struct err *err)
{
    size_t length = strlen(text);
    bool has_second = length > 2 && strcasecmp(text + length - 2, "/s") == 0;
    if (!has_second && strcmp(text, "0") != 0)
        return err_input(err, "'%.*s': bytes a second are wanted, as '16 MiB/s'", SHOWN_MOST, text);
    scope_free char *size = alloc_printf("%.*s", (int)(length - (has_second ? 2 : 0)), text);
    return key_value_bytes(ret_bytes_hz, size, err);
}

int request_key_bytes_rate(struct uncertain *field, const char *text, struct err *err)
{
    return key_value_uncertain(field, text, parse_bytes_rate, 0, BITS_MOST, err);
}
