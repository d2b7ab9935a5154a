// SPDX-License-Identifier: GPL-3.0-or-later
// Options as settings.
#include "cli/plan_buy_settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"

static void append(struct plan_buy_settings *settings, const char *option, char *taken)
{
    settings->options =
        alloc_resized(settings->options, settings->count + 1, sizeof *settings->options);
    settings->options[settings->count] = option;
    settings->list = alloc_resized(settings->list, settings->count + 1, sizeof *settings->list);
    settings->list[settings->count++] = taken;
}

void plan_buy_settings_add(struct plan_buy_settings *settings, const char *option, const char *key,
                           const char *value)
{
    append(settings, option, alloc_printf("%s=%s", key, value));
}

int plan_buy_settings_what_if(struct plan_buy_settings *settings, const char *text, struct err *err)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return err_input(err, "--what-if: '%s' is no KEY=VALUE, as energy.price=0.45", text);
    append(settings, NULL, alloc_copy(text));
    return 0;
}

// The class has the name of its runs, where that is a label and may be the name of a class.
static const char *class_name(const char *run)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char others[] = "0123456789-_";
    if (!run || !*run || !strchr(letters, *run) || strcmp(run, "latest") == 0)
        return "guests";
    for (const char *c = run; *c; c++)
        if (!strchr(letters, *c) && !strchr(others, *c))
            return "guests";
    return run;
}

static void add_key(struct plan_buy_settings *settings, const char *option, const char *name,
                    const char *key, const char *value)
{
    if (value)
        append(settings, option, alloc_printf("guests.%s.%s=%s", name, key, value));
}

static void add_class(struct plan_buy_settings *settings)
{
    struct plan_buy_settings first = {0};
    const char *name = class_name(settings->run);
    add_key(&first, "--guests", name, "count", settings->guests);
    add_key(&first, "--run", name, "runs", settings->run);
    add_key(&first, "--growth", name, "growth", settings->growth);
    for (size_t i = 0; i < settings->count; i++)
        append(&first, settings->options[i], settings->list[i]);
    free(settings->list);
    free(settings->options);
    settings->options = first.options;
    settings->list = first.list;
    settings->count = first.count;
}

int plan_buy_settings_guests(struct plan_buy_settings *settings, const char *file, struct err *err)
{
    const char *option = settings->run      ? "--run"
                         : settings->guests ? "--guests"
                         : settings->growth ? "--growth"
                                            : NULL;
    if (file && option)
        return err_input(err,
                         "%s is for a plan without a file; %s has classes of guests: say --what-if "
                         "guests.NAME.%s=...",
                         option, file,
                         settings->run      ? "runs"
                         : settings->guests ? "count"
                                            : "growth");
    if (file || (!option && settings->count > 0))
        return 0;
    if (!option)
        return err_input(err,
                         "a plan is wanted: a file, or --run WORD --guests N --catalogue FILE");
    if (!settings->guests)
        return err_input(err, "how many guests? say --guests N");
    add_class(settings);
    return 0;
}

// What stands behind "--what-if: KEY: "; NULL where the error is of another.
static const char *complaint(const char *text, const char *setting)
{
    static const char start[] = "--what-if: ";
    size_t length = strcspn(setting, "=");
    if (strncmp(text, start, sizeof start - 1) != 0)
        return NULL;
    const char *key = text + sizeof start - 1;
    return strncmp(key, setting, length) == 0 && strncmp(key + length, ": ", 2) == 0
               ? key + length + 2
               : NULL;
}

void plan_buy_settings_blame(const struct plan_buy_settings *settings, struct err *err)
{
    for (size_t i = settings->count; i-- > 0;) { // the last one of a key counts
        const char *what = complaint(err_text(err), settings->list[i]);
        if (!what)
            continue;
        if (!settings->options[i])
            return;
        char *text = alloc_printf("%s: %s", settings->options[i], what);
        free(err->text);
        err->text = text;
        return;
    }
}

void plan_buy_settings_done(struct plan_buy_settings *settings)
{
    for (size_t i = 0; i < settings->count; i++)
        free(settings->list[i]);
    free(settings->list);
    free(settings->options);
    *settings = (struct plan_buy_settings){0};
}
