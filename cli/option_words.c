// SPDX-License-Identifier: GPL-3.0-or-later
// Walks a command line as getopt_long does: values, shortened names, clusters of letters, "--".
#include "cli/option_words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// What argp adds on its own.
static const struct argp_option built_in[] = {
    {"help", '?', 0, 0, "", 0},
    {"usage", -1, 0, 0, "", 0},
    {"version", 'V', 0, 0, "", 0},
};
enum { BUILT_IN = sizeof built_in / sizeof *built_in };

struct option_words {
    const char *command;
    const struct argp_option **list; // all of them, borrowed
    size_t count;
};

static bool ends_list(const struct argp_option *option)
{
    return !option->name && !option->key && !option->doc;
}

static void collect(struct option_words *words, const struct argp *argp)
{
    size_t count = 0;
    while (!ends_list(&argp->options[count]))
        count++;
    words->list = alloc_zeroed(count + BUILT_IN, sizeof *words->list);
    for (size_t i = 0; i < count; i++)
        if (argp->options[i].name)
            words->list[words->count++] = &argp->options[i];
    for (size_t i = 0; i < BUILT_IN; i++)
        words->list[words->count++] = &built_in[i];
}

static int refuse_unknown(const struct option_words *words, const char *name, struct err *err)
{
    size_t count = 0;
    scope_free const char **names = alloc_zeroed(words->count, sizeof *names);
    for (size_t i = 0; i < words->count; i++)
        if (!(words->list[i]->flags & OPTION_HIDDEN))
            names[count++] = words->list[i]->name;
    const char *near = nearest_word(name, names, count);
    if (near)
        return err_input(err, "no option '--%s' (did you mean '--%s'?)", name, near);
    return err_input(err, "no option '--%s'; 'fullhouse %s --help' lists them", name,
                     words->command);
}

// The option of this name, or the only one that begins so.
static const struct argp_option *find_long(const struct option_words *words, const char *name,
                                           struct err *err)
{
    const struct argp_option *found = NULL;
    scope_strbuf struct strbuf like = {0};
    size_t matches = 0;
    for (size_t i = 0; i < words->count && *name; i++) {
        const struct argp_option *option = words->list[i];
        if (strcmp(option->name, name) == 0)
            return option;
        if (strncmp(option->name, name, strlen(name)) != 0 || option->flags & OPTION_HIDDEN)
            continue;
        found = option;
        strbuf_printf(&like, "%s--%s", matches++ ? ", " : "", option->name);
    }
    if (matches > 1)
        err_input(err, "'--%s' could be any of %s", name, strbuf_text(&like));
    else if (!found)
        refuse_unknown(words, name, err);
    return matches == 1 ? found : NULL;
}

static int want_value(const struct argp_option *option, struct err *err)
{
    return err_input(err, "--%s: a value is wanted: --%s %s", option->name, option->name,
                     option->arg);
}

// A value that may be left out stands behind "=".
static bool takes_next_word(const struct argp_option *option)
{
    return option->arg && !(option->flags & OPTION_ARG_OPTIONAL);
}

// *at is the word's index and moves over a value that is a word of its own.
static int check_long(const struct option_words *words, int argc, char **argv, int *at,
                      struct err *err)
{
    const char *word = argv[*at] + 2;
    size_t length = strcspn(word, "=");
    scope_free char *name = alloc_printf("%.*s", (int)length, word);
    const struct argp_option *option = find_long(words, name, err);
    if (!option)
        return -err->code;
    if (word[length] == '=')
        return option->arg ? 0 : err_input(err, "--%s takes no value", option->name);
    if (takes_next_word(option) && ++*at >= argc)
        return want_value(option, err);
    return 0;
}

static const struct argp_option *find_letter(const struct option_words *words, char letter)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->list[i]->key == letter)
            return words->list[i];
    return NULL;
}

static int check_letters(const struct option_words *words, int argc, char **argv, int *at,
                         struct err *err)
{
    for (const char *letter = argv[*at] + 1; *letter; letter++) {
        const struct argp_option *option = find_letter(words, *letter);
        if (!option)
            return err_input(err, "no option '-%c'; 'fullhouse %s --help' lists them", *letter,
                             words->command);
        if (!takes_next_word(option))
            continue;
        if (!letter[1] && ++*at >= argc)
            return want_value(option, err);
        return 0; // the rest of the word is the value
    }
    return 0;
}

static int check_all(const struct option_words *words, int argc, char **argv, struct err *err)
{
    int result = 0;
    for (int i = 1; result == 0 && i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) == 0)
            result = check_long(words, argc, argv, &i, err);
        else if (argv[i][0] == '-' && argv[i][1])
            result = check_letters(words, argc, argv, &i, err);
    }
    return result;
}

int option_words_check(const struct argp *argp, int argc, char **argv, struct err *err)
{
    struct option_words words = {.command = argv[0]};
    collect(&words, argp);
    int result = check_all(&words, argc, argv, err);
    free(words.list);
    return result;
}
