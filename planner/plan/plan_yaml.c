// SPDX-License-Identifier: GPL-3.0-or-later
// A plan's file: each of its keys as the dotted path that --what-if takes, with its line. Which
// keys there are is not known here.
#include "planner/plan/plan_yaml.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/config_settings.h"
#include "planner/plan/plan_key.h"
#include "planner/plan/plan_set.h"

enum { FILE_MOST_BYTES = 1 << 20 };

static bool is_path_key(const char *path)
{
    for (const struct plan_key *key = plan_top_keys; key->key; key++)
        if (strcmp(key->key, path) == 0)
            return key->is_path;
    return false;
}

// A list means the same as its items with commas between; files that the plan names are where its
// own is.
static int take_setting(void *plan_, const struct config_setting *setting, struct err *err)
{
    struct plan *plan = plan_;
    scope_strbuf struct strbuf text = {0};
    scope_free char *folder = is_path_key(setting->path) ? path_folder(plan->name) : alloc_copy("");
    for (size_t i = 0; i < setting->count; i++) {
        scope_free char *value = path_from(folder, setting->texts[i]);
        strbuf_printf(&text, "%s%s", i ? "," : "", value);
    }
    return plan_set_at(plan, setting->path, strbuf_text(&text), setting->line, err);
}

int plan_yaml_read_text(struct plan *plan, const char *name, const char *text, size_t length,
                        struct err *err)
{
    scope_config_places struct config_places places = {0};
    size_t count;
    free(plan->name);
    plan->name = alloc_copy(name);
    char **sections = plan_sections(&count);
    int r = config_settings_find(name, text, length, (const char *const *)sections, count, &places,
                                 err);
    plan_sections_free(sections, count);
    return r < 0 ? r : config_settings_visit(plan->name, &places, NULL, take_setting, plan, err);
}

int plan_yaml_read(struct plan *plan, const char *path, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    struct err why = {0};
    int r = path_read(path, FILE_MOST_BYTES, &bytes, &length, &why);
    if (r == 0)
        return plan_yaml_read_text(plan, path, bytes, length, err);
    // A plan that is not there is a wrong word on the command line, no fault of the host.
    r = why.kind == ERR_INTERRUPTED ? err_interrupted(err) : err_input(err, "%s", err_text(&why));
    err_done(&why);
    return r;
}
