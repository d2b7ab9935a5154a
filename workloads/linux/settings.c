// SPDX-License-Identifier: GPL-3.0-or-later
// One table a workload decides what its options mean.
#include "workloads/linux/settings.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "workloads/core/workload.h"

struct setting {
    char *text; // NULL while nothing was said
    uint64_t number;
    double ratio;
};

// --- one value ----------------------------------------------------------------------------------

// The place of text in "one|two|three", or -1.
static int choice_index(const char *choices, const char *text)
{
    size_t length = strlen(text);

    for (int i = 0;; i++) {
        size_t span = strcspn(choices, "|");

        if (span == length && strncmp(choices, text, length) == 0)
            return i;
        if (!choices[span])
            return -1;
        choices += span + 1;
    }
}

static int read_choice(const struct workload_option *option, struct setting *setting,
                       struct err *err)
{
    int index = choice_index(option->choices, setting->text);

    if (index < 0)
        return err_input(err, "'%s' is none of %s", setting->text, option->choices);
    setting->number = (uint64_t)index;
    return 0;
}

static int check_range(const struct workload_option *option, const struct setting *setting,
                       char *(*format)(char buffer[UNITS_TEXT_SIZE], uint64_t number),
                       struct err *err)
{
    char least[UNITS_TEXT_SIZE], most[UNITS_TEXT_SIZE];

    if (setting->number >= option->min && setting->number <= option->max)
        return 0;
    return err_input(err, "'%s' must lie between %s and %s", setting->text,
                     format(least, option->min), format(most, option->max));
}

static char *format_ns(char buffer[UNITS_TEXT_SIZE], uint64_t ns)
{
    return units_format_duration_ns(buffer, (double)ns);
}

static int read_value(const struct workload_option *option, struct setting *setting,
                      struct err *err)
{
    int rc;

    switch (option->kind) {
    case WORKLOAD_OPTION_COUNT:
        return units_parse_count(setting->text, option->min, option->max, &setting->number, err);
    case WORKLOAD_OPTION_BYTES:
        rc = units_parse_bytes(setting->text, &setting->number, err);
        return rc < 0 ? rc : check_range(option, setting, units_format_bytes, err);
    case WORKLOAD_OPTION_DURATION:
        rc = units_parse_duration_ns(setting->text, &setting->number, err);
        return rc < 0 ? rc : check_range(option, setting, format_ns, err);
    case WORKLOAD_OPTION_SHARE:
        return units_parse_share(setting->text, &setting->ratio, err);
    case WORKLOAD_OPTION_CHOICE:
        return read_choice(option, setting, err);
    default:
        return 0;
    }
}

// --- which option -------------------------------------------------------------------------------

static int index_of(const struct workload *workload, const char *name)
{
    for (size_t i = 0; i < workload->option_count; i++)
        if (strcmp(workload->options[i].name, name) == 0)
            return (int)i;
    return -1;
}

static int no_such_option(const struct workload *workload, const char *name, struct err *err)
{
    scope_free const char **names = alloc_zeroed(workload->option_count + 1, sizeof *names);
    scope_free char *hint = NULL;

    if (workload->option_count == 0)
        return err_input(err, "workload '%s' has no options", workload->name);
    for (size_t i = 0; i < workload->option_count; i++)
        names[i] = workload->options[i].name;
    hint = nearest_hint(name, names, workload->option_count);
    return err_input(err, "workload '%s' has no option '%s'%s", workload->name, name, hint);
}

static int read_word(struct settings *settings, char *word, struct err *err)
{
    char *value = strchr(word, '=');
    const struct workload_option *option;
    struct setting *setting;
    int index, rc;

    if (!value || value == word)
        return err_input(err, "'%s' is no option: NAME=VALUE is wanted", word);
    *value++ = '\0';
    index = index_of(settings->workload, word);
    if (index < 0)
        return no_such_option(settings->workload, word, err);
    option = &settings->workload->options[index];
    setting = &settings->list[index];
    if (setting->text)
        return err_input(err, "option %s is there twice", option->name);
    setting->text = alloc_copy(value);
    rc = read_value(option, setting, err);
    return rc < 0 ? err_prefix(err, "option %s", option->name) : 0;
}

static int read_words(struct settings *settings, const char *text, struct err *err)
{
    scope_free char *words = alloc_copy(text ? text : "");
    char *rest;
    int rc = 0;

    for (char *word = strtok_r(words, ", ", &rest); rc == 0 && word;
         word = strtok_r(NULL, ", ", &rest))
        rc = read_word(settings, word, err);
    return rc;
}

static int read_fallbacks(struct settings *settings, struct err *err)
{
    const struct workload *workload = settings->workload;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < workload->option_count; i++) {
        if (settings->list[i].text)
            continue;
        settings->list[i].text = alloc_copy(workload->options[i].fallback);
        rc = read_value(&workload->options[i], &settings->list[i], err);
    }
    return rc;
}

int settings_read(const struct workload *workload, const char *text, struct settings *ret_settings,
                  struct err *err)
{
    struct settings settings = {
        .workload = workload,
        .list = alloc_zeroed(workload->option_count + 1, sizeof *settings.list),
    };
    int rc = read_words(&settings, text, err);

    if (rc == 0)
        rc = read_fallbacks(&settings, err);
    if (rc < 0)
        settings_done(&settings);
    else
        *ret_settings = settings;
    return rc < 0 ? -EINVAL : 0;
}

void settings_done(struct settings *settings)
{
    for (size_t i = 0; settings->list && i < settings->workload->option_count; i++)
        free(settings->list[i].text);
    free(settings->list);
    *settings = (struct settings){0};
}

int settings_check(const struct settings *settings, const struct workload_variant *variant,
                   struct err *err)
{
    const struct workload *workload = settings->workload;

    return workload->check ? workload->check(variant, settings, err) : 0;
}

static const struct setting *find(const struct settings *settings, const char *name)
{
    static char nothing[] = "";
    static const struct setting none = {.text = nothing};
    int index = settings->list ? index_of(settings->workload, name) : -1;

    return index < 0 ? &none : &settings->list[index];
}

uint64_t settings_number(const struct settings *settings, const char *name)
{
    return find(settings, name)->number;
}

double settings_ratio(const struct settings *settings, const char *name)
{
    return find(settings, name)->ratio;
}

const char *settings_text(const struct settings *settings, const char *name)
{
    return find(settings, name)->text;
}

uint64_t settings_operation_bytes(const struct settings *settings,
                                  const struct workload_variant *variant)
{
    return variant->bytes_option ? settings_number(settings, variant->bytes_option)
                                 : variant->bytes;
}
