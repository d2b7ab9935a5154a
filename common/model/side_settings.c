// SPDX-License-Identifier: GPL-3.0-or-later
// Settings from texts, and a scenario with them.
#include "common/model/side_settings.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arm.h"

void side_settings_done(struct side_settings *settings)
{
    if (!settings)
        return;
    for (size_t i = 0; i < settings->count; i++) {
        free(settings->list[i].key);
        free(settings->list[i].value);
    }
    free(settings->list);
    *settings = (struct side_settings){0};
}

static void add(struct side_settings *settings, char *key, char *value)
{
    settings->list = alloc_resized(settings->list, settings->count + 1, sizeof(settings->list[0]));
    settings->list[settings->count++] = (struct side_setting){key, value};
}

void side_settings_copy(struct side_settings *into, const struct side_settings *from)
{
    *into = (struct side_settings){0};
    for (size_t i = 0; i < from->count; i++)
        add(into, alloc_copy(from->list[i].key), alloc_copy(from->list[i].value));
}

int side_settings_add(struct side_settings *settings, const char *text, struct err *err)
{
    const char *value = strchr(text, '=');
    if (!value || value == text)
        return err_input(err,
                         "'%s': a key of the scenario and its value are wanted, as "
                         "machine=q35",
                         text);
    scope_free char *key = alloc_printf("%.*s", (int)(value - text), text);
    const char *why = scenario_arm_fixed(key);
    // Platforms are what a campaign takes several of in one key; a side has one.
    if (why && strcmp(key, "platform") != 0)
        return err_input(err, "%s: sides cannot differ in it: %s", key, why);
    for (size_t i = 0; i < settings->count; i++)
        if (strcmp(settings->list[i].key, key) == 0)
            return err_input(err, "%s: it is set twice on one side", key);
    add(settings, scope_take(key), alloc_copy(value + 1));
    return 0;
}

char *side_settings_format(const struct side_settings *settings)
{
    struct strbuf text = {0};
    for (size_t i = 0; i < settings->count; i++)
        strbuf_printf(&text, "%s%s=%s", i ? ", " : "", settings->list[i].key,
                      settings->list[i].value);
    return strbuf_take(&text);
}

static bool is_platform(const struct side_setting *setting)
{
    return strcmp(setting->key, "platform") == 0;
}

// Platforms first: what the scenario says of guests is no longer there where a side has none, and
// what the side itself says of them is refused then.
static int set_those(const struct side_settings *settings, bool platforms,
                     struct scenario *scenario, struct err *err)
{
    int r = 0;
    for (size_t i = 0; r == 0 && i < settings->count; i++)
        if (is_platform(&settings->list[i]) == platforms)
            r = scenario_set(scenario, settings->list[i].key, settings->list[i].value, err);
    return r;
}

int side_settings_apply(const struct side_settings *settings, const struct scenario *from,
                        struct scenario *ret_scenario, struct err *err)
{
    struct scenario all, one;
    scenario_copy(&all, from);
    int r = set_those(settings, true, &all, err);
    if (r == 0 && scenario_platform_count(&all) != 1)
        r = err_input(err, "platform: each side has one; platform=native on the one and "
                           "platform=tcg on the other are two");
    if (r == 0)
        scenario_copy_platform(&one, &all, 0);
    scenario_done(&all);
    if (r < 0)
        return r;
    r = set_those(settings, false, &one, err);
    if (r == 0)
        r = scenario_check(&one, err);
    if (r < 0)
        scenario_done(&one);
    else
        *ret_scenario = one;
    return r;
}
