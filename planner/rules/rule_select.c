// SPDX-License-Identifier: GPL-3.0-or-later
// Which guests or hosts of an estate words mean. A name wins over a pattern, and a pattern over a
// label; a name with blanks in it is found when it stands alone.
#include "planner/rules/rule_select.h"

#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/estate/estate.h"

enum { SHOWN_MOST = 6, WORD_SHOWN_MOST = 80 };

// Guests and hosts in the same clothes.
struct crowd {
    const struct estate *estate;
    const char *one;
    size_t count;
    const char *(*name)(const struct estate *estate, size_t index);
    const struct estate_labels *(*labels)(const struct estate *estate, size_t index);
    int32_t (*find)(const struct estate *estate, const char *name);
};

static const char *guest_name(const struct estate *estate, size_t index)
{
    return estate->guests[index].name;
}

static const struct estate_labels *guest_labels(const struct estate *estate, size_t index)
{
    return &estate->guests[index].labels;
}

static const char *host_name(const struct estate *estate, size_t index)
{
    return estate->hosts[index].name;
}

static const struct estate_labels *host_labels(const struct estate *estate, size_t index)
{
    return &estate->hosts[index].labels;
}

static struct crowd guests_of(const struct estate *estate)
{
    return (struct crowd){estate,     "guest",      estate->guest_count,
                          guest_name, guest_labels, estate_find_guest};
}

static struct crowd hosts_of(const struct estate *estate)
{
    return (struct crowd){estate,    "host",      estate->host_count,
                          host_name, host_labels, estate_find_host};
}

static bool is_pattern(const char *word)
{
    return strpbrk(word, "*?[");
}

static size_t mark_pattern(const struct crowd *crowd, const char *word, bool *is_meant)
{
    size_t found = 0;
    for (size_t i = 0; i < crowd->count; i++)
        if (fnmatch(word, crowd->name(crowd->estate, i), 0) == 0) {
            is_meant[i] = true;
            found++;
        }
    return found;
}

// value NULL: any that is there.
static size_t mark_label(const struct crowd *crowd, const char *key, const char *value,
                         bool *is_meant)
{
    size_t found = 0;
    for (size_t i = 0; i < crowd->count; i++) {
        const char *own = estate_label(crowd->labels(crowd->estate, i), key);
        if (own && (!value || fnmatch(value, own, 0) == 0)) {
            is_meant[i] = true;
            found++;
        }
    }
    return found;
}

static bool is_among(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

// Different keys of the crowd's labels (key NULL), or the values of one, at most so many.
static size_t collect_labels(const struct crowd *crowd, const char *key, const char **list,
                             size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < crowd->count; i++) {
        const struct estate_labels *labels = crowd->labels(crowd->estate, i);
        for (size_t l = 0; l < labels->count && count < most; l++) {
            const struct estate_label *label = &labels->list[l];
            const char *text = key ? label->value : label->key;
            if ((!key || strcmp(label->key, key) == 0) && !is_among(text, list, count))
                list[count++] = text;
        }
    }
    return count;
}

static void add_shown(struct strbuf *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count && i < SHOWN_MOST; i++)
        strbuf_printf(text, "%s%s", i ? ", " : "", list[i]);
    if (count > SHOWN_MOST)
        strbuf_add(text, ", ...");
}

static int refuse_key(const struct crowd *crowd, const char *key, struct err *err)
{
    enum { KEYS_MOST = 64 };
    const char *keys[KEYS_MOST];
    size_t count = collect_labels(crowd, NULL, keys, KEYS_MOST);
    if (count == 0)
        return err_input(err, "no %s has a label '%.*s', or any other", crowd->one, WORD_SHOWN_MOST,
                         key);
    const char *nearest = nearest_word(key, keys, count);
    if (nearest)
        return err_input(err, "no %s has a label '%.*s' (did you mean '%s'?)", crowd->one,
                         WORD_SHOWN_MOST, key, nearest);
    scope_strbuf struct strbuf shown = {0};
    add_shown(&shown, keys, count);
    return err_input(err, "no %s has a label '%.*s'; there are: %s", crowd->one, WORD_SHOWN_MOST,
                     key, strbuf_text(&shown));
}

static int refuse_value(const struct crowd *crowd, const char *key, const char *value,
                        struct err *err)
{
    const char *values[SHOWN_MOST + 1];
    size_t count = collect_labels(crowd, key, values, SHOWN_MOST + 1);
    if (count == 0)
        return refuse_key(crowd, key, err);
    scope_strbuf struct strbuf shown = {0};
    add_shown(&shown, values, count);
    return err_input(err, "no %s has %s=%.*s; %s is one of: %s", crowd->one, key, WORD_SHOWN_MOST,
                     value, key, strbuf_text(&shown));
}

static int refuse_name(const struct crowd *crowd, const char *word, struct err *err)
{
    scope_free const char **names = alloc_zeroed(crowd->count + 1, sizeof(*names));
    for (size_t i = 0; i < crowd->count; i++)
        names[i] = crowd->name(crowd->estate, i);
    const char *nearest = nearest_word(word, names, crowd->count);
    if (nearest)
        return err_input(err, "no %s is called '%.*s' (did you mean '%s'?)", crowd->one,
                         WORD_SHOWN_MOST, word, nearest);
    scope_strbuf struct strbuf shown = {0};
    add_shown(&shown, names, crowd->count);
    return err_input(err, "no %s %s '%.*s'; there are: %s", crowd->one,
                     is_pattern(word) ? "matches" : "is called", WORD_SHOWN_MOST, word,
                     strbuf_text(&shown));
}

static int mark_word(const struct crowd *crowd, char *word, bool *is_meant, struct err *err)
{
    int32_t index = crowd->find(crowd->estate, word);
    if (index >= 0) {
        is_meant[index] = true;
        return 0;
    }
    char *equals = strchr(word, '=');
    if (!equals && is_pattern(word))
        return mark_pattern(crowd, word, is_meant) ? 0 : refuse_name(crowd, word, err);
    if (!equals)
        return mark_label(crowd, word, NULL, is_meant) ? 0 : refuse_name(crowd, word, err);
    *equals = '\0';
    return mark_label(crowd, word, equals + 1, is_meant)
               ? 0
               : refuse_value(crowd, word, equals + 1, err);
}

static int mark_words(const struct crowd *crowd, const char *words, bool *is_meant, struct err *err)
{
    int32_t index = crowd->find(crowd->estate, words);
    if (index >= 0) {
        is_meant[index] = true;
        return 0;
    }
    scope_free char *copy = alloc_copy(words);
    char *rest = copy, *word;
    bool is_empty = true;
    while ((word = strsep(&rest, " \t\n,;"))) {
        if (!*word)
            continue;
        is_empty = false;
        int status = mark_word(crowd, word, is_meant, err);
        if (status < 0)
            return status;
    }
    return is_empty ? err_input(err, "a selector is empty; '*' means every %s", crowd->one) : 0;
}

int rule_select_guests(const struct estate *estate, const char *words, bool *is_meant,
                       struct err *err)
{
    struct crowd crowd = guests_of(estate);
    return mark_words(&crowd, words, is_meant, err);
}

int rule_select_hosts(const struct estate *estate, const char *words, bool *is_meant,
                      struct err *err)
{
    struct crowd crowd = hosts_of(estate);
    return mark_words(&crowd, words, is_meant, err);
}

int rule_select_check_label(const struct estate *estate, const char *key, struct err *err)
{
    struct crowd crowd = hosts_of(estate);
    for (size_t i = 0; i < estate->host_count; i++)
        if (estate_label(&estate->hosts[i].labels, key))
            return 0;
    return refuse_key(&crowd, key, err);
}
