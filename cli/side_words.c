// SPDX-License-Identifier: GPL-3.0-or-later
// Words taken apart: commas, then the store, then how far back. A label may have any of these signs
// in it, so a word that is a label as it stands is that label.
#include "cli/side_words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/open_store.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"

// Nobody keeps so many runs of one label.
enum { BACK_MAX = 1000000 };

struct opened_store {
    char *path; // NULL: of words that name none
    struct store *store;
};

// --- stores -------------------------------------------------------------------------------------

void side_stores_done(struct side_stores *stores)
{
    for (size_t i = 0; i < stores->count; i++) {
        store_close(stores->list[i].store);
        free(stores->list[i].path);
    }
    free(stores->list);
    stores->list = NULL;
    stores->count = 0;
}

static bool is_path_of(const struct opened_store *opened, const char *path)
{
    return path && opened->path ? strcmp(path, opened->path) == 0 : !path && !opened->path;
}

int side_stores_open(struct side_stores *stores, const char *path, struct store **ret_store,
                     struct err *err)
{
    struct store *store;
    for (size_t i = 0; i < stores->count; i++)
        if (is_path_of(&stores->list[i], path)) {
            *ret_store = stores->list[i].store;
            return 0;
        }
    int r = open_store(path ? path : stores->path, STORE_READ, &store, err);
    if (r < 0)
        return r;
    stores->list = alloc_resized(stores->list, stores->count + 1, sizeof *stores->list);
    stores->list[stores->count++] = (struct opened_store){alloc_copy(path), store};
    *ret_store = store;
    return 0;
}

struct store *side_stores_at(const struct side_stores *stores, size_t at)
{
    return stores->list[at].store;
}

// --- one word -----------------------------------------------------------------------------------

// "nightly~1..5": the word, and which of its runs, 0 the newest.
struct place {
    char *word;
    uint64_t first, last;
    bool has_back;
};

static int parse_place(const char *text, struct place *ret_place, struct err *err)
{
    const char *tilde = strrchr(text, '~');
    struct place place = {.has_back = tilde != NULL};
    if (tilde && units_parse_span(tilde + 1, 0, BACK_MAX, &place.first, &place.last, err) < 0)
        return err_prefix(err, "%s", text);
    if (tilde == text)
        return err_input(err, "%s: a label before ~ is wanted, as nightly~1", text);
    place.word = tilde ? alloc_printf("%.*s", (int)(tilde - text), text) : alloc_copy(text);
    *ret_place = place;
    return 0;
}

static int add_all(struct selection *selection, struct store *store, const char *word,
                   struct err *err)
{
    scope_free int64_t *ids = NULL;
    size_t count = 0;
    int r = store_select_runs(store, word, &ids, &count, err);
    for (size_t i = 0; r == 0 && i < count; i++)
        r = selection_add(selection, store, ids[i], err);
    return r;
}

// All runs of a store, as they are listed.
struct listed {
    struct run_record *runs;
    size_t count;
};

static void listed_done(struct listed *listed)
{
    for (size_t i = 0; i < listed->count; i++)
        run_record_done(&listed->runs[i]);
    free(listed->runs);
}

static bool has_word(const struct run_record *run, const char *word)
{
    return strcmp(word, "latest") == 0 || strcmp(run->label, word) == 0;
}

static bool is_same_campaign(const struct run_record *a, const struct run_record *b)
{
    return a == b || (*a->campaign && strcmp(a->campaign, b->campaign) == 0);
}

// Whether a later run of the same campaign stands for it.
static bool is_told_already(const struct listed *listed, size_t at)
{
    for (size_t i = at + 1; i < listed->count; i++)
        if (is_same_campaign(&listed->runs[at], &listed->runs[i]))
            return true;
    return false;
}

static int add_campaign(struct selection *selection, struct store *store,
                        const struct listed *listed, size_t at, struct err *err)
{
    int r = 0;
    for (size_t i = 0; r == 0 && i < listed->count; i++)
        if (is_same_campaign(&listed->runs[i], &listed->runs[at]))
            r = selection_add(selection, store, listed->runs[i].id, err);
    return r;
}

// A word that bears nothing, or not so many.
static int refuse_back(struct store *store, const struct place *place, uint64_t there,
                       struct err *err)
{
    int64_t id;
    if (there == 0 && store_find_run(store, place->word, &id, err) < 0)
        return -ENOENT; // with what there is
    if (there == 0)
        return err_input(err, "%s~%" PRIu64 ": a label or latest is wanted before ~", place->word,
                         place->last);
    return err_input(err, "%s~%" PRIu64 ": there %s %" PRIu64 " of %s, and ~0 is the newest",
                     place->word, place->last, there == 1 ? "is" : "are", there, place->word);
}

// Counted from the newest, campaign by campaign; added oldest first.
static int add_back(struct selection *selection, struct store *store, const struct place *place,
                    struct err *err)
{
    __attribute__((cleanup(listed_done))) struct listed listed = {0};
    int r = store_list_runs(store, &listed.runs, &listed.count, err);
    scope_free size_t *places = alloc_zeroed(listed.count + 1, sizeof *places);
    uint64_t there = 0;
    for (size_t i = listed.count; r == 0 && i > 0; i--)
        if (has_word(&listed.runs[i - 1], place->word) && !is_told_already(&listed, i - 1))
            places[there++] = i - 1;
    if (r == 0 && there <= place->last)
        return refuse_back(store, place, there, err);
    for (uint64_t i = place->last + 1; r == 0 && i > place->first; i--)
        r = add_campaign(selection, store, &listed, places[i - 1], err);
    return r;
}

static bool is_a_run(struct store *store, const char *word)
{
    int64_t id;
    struct err none = {0};
    int r = store_find_run(store, word, &id, &none);
    err_done(&none);
    return r == 0;
}

static int add_in_store(struct selection *selection, struct store *store, const char *word,
                        struct err *err)
{
    struct place place = {0};
    if (is_a_run(store, word))
        return add_all(selection, store, word, err);
    int r = parse_place(word, &place, err);
    if (r < 0)
        return r;
    r = place.has_back ? add_back(selection, store, &place, err)
                       : add_all(selection, store, word, err);
    free(place.word);
    return r;
}

// --- one side -----------------------------------------------------------------------------------

// Where the name of a store ends in a word: before ':' or at its end; NULL where it names none.
static const char *end_of_path(const char *word)
{
    static const char suffix[] = ".db";
    for (const char *at = word; (at = strstr(at, suffix));) {
        at += strlen(suffix);
        if (*at == '\0' || *at == ':')
            return at;
    }
    return NULL;
}

static int select_word(struct side_stores *stores, const char *word, struct selection *selection,
                       struct err *err)
{
    const char *end = end_of_path(word);
    scope_free char *path = end ? alloc_printf("%.*s", (int)(end - word), word) : NULL;
    const char *rest = !end ? word : *end ? end + 1 : "latest";
    struct store *store;
    int r = side_stores_open(stores, path, &store, err);
    if (r < 0)
        return r;
    if (!*rest)
        return err_input(err, "%s: a number, a label or latest is wanted behind the colon", word);
    r = add_in_store(selection, store, rest, err);
    return r < 0 && end ? err_prefix(err, "%s", word) : r;
}

// Whether the words as they stand are one run of the user's own store, as a label with a comma is.
static bool is_one_word(struct side_stores *stores, const char *words)
{
    struct store *store;
    struct err none = {0};
    bool is_one = strchr(words, ',') && side_stores_open(stores, NULL, &store, &none) == 0 &&
                  is_a_run(store, words);
    err_done(&none);
    return is_one;
}

int side_words_select(struct side_stores *stores, const char *words, struct selection *selection,
                      struct err *err)
{
    if (is_one_word(stores, words))
        return select_word(stores, words, selection, err);
    for (const char *at = words;; at++) {
        size_t length = strcspn(at, ",");
        scope_free char *word = alloc_printf("%.*s", (int)length, at);
        if (length == 0)
            return err_input(
                err, "'%s': a number, a label, latest or STORE.db is wanted for a side", words);
        int r = select_word(stores, word, selection, err);
        at += length;
        if (r < 0 || *at == '\0')
            return r;
    }
}
