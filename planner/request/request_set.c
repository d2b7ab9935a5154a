// SPDX-License-Identifier: GPL-3.0-or-later
// A request key by key, out of a file or from the command line.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/config_settings.h"
#include "planner/request/request.h"
#include "planner/request/request_key.h"
#include "planner/request/request_rules.h"

enum { FILE_MOST_BYTES = 4 << 20 };

struct reading {
    struct request *request;
    const char *folder;
};

static int set(struct request *request, const struct request_key *key, const char *text,
               struct err *err)
{
    int r = key->set(request, text, err);
    return r < 0 ? err_prefix(err, "%s", key->key) : 0;
}

int request_set(struct request *request, const char *key, const char *text, struct err *err)
{
    const struct request_key *found = request_key_find(key, err);
    return found ? set(request, found, text, err) : -EINVAL;
}

static int take_setting(void *reading_, const struct config_setting *setting, struct err *err)
{
    const struct reading *reading = reading_;
    const struct request_key *key = request_key_find(setting->path, err);
    if (!key)
        return -EINVAL;
    if (setting->count > 1 && !key->is_list)
        return err_input(err, "%s: a single value is wanted, no list", key->key);
    int r = 0;
    for (size_t i = 0; r == 0 && i < setting->count; i++) {
        scope_free char *text = path_from(key->is_path ? reading->folder : "", setting->texts[i]);
        r = set(reading->request, key, text, err);
    }
    return r;
}

int request_read(struct request *request, const char *name, const char *text, size_t length,
                 const char *folder, struct err *err)
{
    scope_config_places struct config_places places = {0};
    struct reading reading = {request, folder};
    size_t count;
    char **sections = request_key_sections(&count);
    int r = config_settings_find(name, text, length, (const char *const *)sections, count, &places,
                                 err);
    request_key_sections_free(sections, count);
    if (r == 0)
        r = config_settings_visit(name, &places, "rules", take_setting, &reading, err);
    return r < 0 ? r : request_rules_read(request->rules, name, &places, err);
}

int request_read_file(struct request *request, const char *path, struct err *err)
{
    scope_free char *bytes = NULL;
    scope_free char *folder = path_folder(path);
    size_t length = 0;
    int r = path_read_named(path, FILE_MOST_BYTES, &bytes, &length, err);
    return r < 0 ? r : request_read(request, path, bytes, length, folder, err);
}
