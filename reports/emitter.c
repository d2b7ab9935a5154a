// SPDX-License-Identifier: GPL-3.0-or-later
// The table of emitters.
#include "reports/emitter.h"

#include <string.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

const struct emitter *const emitters[] = {
    &emitter_html,
    &emitter_text,
    &emitter_markdown,
    &emitter_csv,
    &emitter_windows_csv,
    &emitter_replay_csv,
    &emitter_matrix_csv,
    &emitter_curve_csv,
    &emitter_figures_csv,
    &emitter_telemetry_csv,
    &emitter_collect_csv,
    &emitter_json,
    NULL,
};
const size_t emitter_count = sizeof(emitters) / sizeof(emitters[0]) - 1;

const struct emitter *emitter_find(const char *name, struct err *err)
{
    const char *names[sizeof(emitters) / sizeof(emitters[0])];
    for (size_t i = 0; i < emitter_count; i++) {
        if (strcmp(emitters[i]->name, name) == 0)
            return emitters[i];
        names[i] = emitters[i]->name;
    }
    scope_free char *hint = nearest_hint(name, names, emitter_count);
    err_input(err, "no report format '%s'%s", name, hint);
    return NULL;
}

// The longest suffix wins: "-windows.csv" before ".csv".
const struct emitter *emitter_for_path(const char *path)
{
    const struct emitter *best = NULL;
    size_t length = strlen(path);
    for (size_t i = 0; i < emitter_count; i++) {
        size_t suffix = strlen(emitters[i]->suffix);
        if (length <= suffix || strcmp(path + length - suffix, emitters[i]->suffix) != 0)
            continue;
        if (!best || suffix > strlen(best->suffix))
            best = emitters[i];
    }
    return best;
}
