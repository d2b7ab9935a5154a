// SPDX-License-Identifier: GPL-3.0-or-later
// Options as settings of a request.
#include "cli/plan_pack_settings.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/request/request.h"

static void append(struct plan_pack_settings *settings, const char *option, char *key, char *value)
{
    settings->list = alloc_resized(settings->list, settings->count + 1, sizeof *settings->list);
    settings->list[settings->count++] = (struct plan_pack_setting){option, key, value};
}

void plan_pack_settings_add(struct plan_pack_settings *settings, const char *option,
                            const char *key, const char *value)
{
    append(settings, option, alloc_copy(key), alloc_copy(value));
}

int plan_pack_settings_pair(struct plan_pack_settings *settings, const char *option,
                            const char *text, struct err *err)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return err_input(err, "%s: '%s' is no KEY=VALUE, as memory.overcommit=1.2", option, text);
    append(settings, option, alloc_printf("%.*s", (int)(equals - text), text),
           alloc_copy(equals + 1));
    return 0;
}

// --- lists --------------------------------------------------------------------------------------

static struct request_source *source_of(struct request *request, const char *key)
{
    const struct {
        const char *key;
        struct request_source *source;
    } sources[] = {
        {"documents", &request->documents}, {"hosts", &request->hosts},
        {"guests", &request->guests},       {"traces", &request->traces},
        {"connect", &request->connect},
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strcmp(sources[i].key, key) == 0)
            return sources[i].source;
    return NULL;
}

// --set adds to a list, the option of its own stands in its place.
static bool is_of_set(const struct plan_pack_setting *setting)
{
    return strcmp(setting->option, "--set") == 0;
}

static bool begins_anew(const struct plan_pack_settings *settings, size_t index)
{
    const struct plan_pack_setting *setting = &settings->list[index];
    for (size_t i = 0; i < index; i++)
        if (strcmp(settings->list[i].option, setting->option) == 0)
            return false;
    return !is_of_set(setting);
}

static void clear(struct request_source *source)
{
    for (size_t i = 0; i < source->count; i++)
        free(source->list[i]);
    free(source->list);
    *source = (struct request_source){0};
}

// --- blame --------------------------------------------------------------------------------------

// "seed: ..." becomes "--seed: ..."; of --set the key stays: "--set: memory.overcommit: ...".
static void blame(const struct plan_pack_setting *setting, struct err *err)
{
    const char *text = err_text(err);
    size_t length = strlen(setting->key);
    bool names_key =
        strncmp(text, setting->key, length) == 0 && strncmp(text + length, ": ", 2) == 0;
    char *words = alloc_printf("%s: %s", setting->option,
                               names_key && !is_of_set(setting) ? text + length + 2 : text);
    free(err->text);
    err->text = words;
}

int plan_pack_settings_apply(const struct plan_pack_settings *settings, struct request *request,
                             struct err *err)
{
    for (size_t i = 0; i < settings->count; i++) {
        const struct plan_pack_setting *setting = &settings->list[i];
        struct request_source *source = source_of(request, setting->key);
        if (source && begins_anew(settings, i))
            clear(source);
        int result = request_set(request, setting->key, setting->value, err);
        if (result < 0) {
            blame(setting, err);
            return result;
        }
    }
    return 0;
}

void plan_pack_settings_done(struct plan_pack_settings *settings)
{
    for (size_t i = 0; i < settings->count; i++) {
        free(settings->list[i].key);
        free(settings->list[i].value);
    }
    free(settings->list);
    *settings = (struct plan_pack_settings){0};
}
