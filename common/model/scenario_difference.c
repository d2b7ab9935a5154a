// SPDX-License-Identifier: GPL-3.0-or-later
// Both scenarios' texts held against each other, key by key of the one table.
#include "common/model/scenario_difference.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/scenario.h"
#include "common/model/scenario_exec.h"
#include "common/model/scenario_text.h"
#include "common/model/scenario_tile.h"

// Takes both texts over; NULL is nothing said.
static void hold(struct scenario_differences *differences, const char *key, char *a, char *b)
{
    scope_free char *first = a ? a : alloc_copy(""), *second = b ? b : alloc_copy("");
    if (strcmp(first, second) == 0)
        return;
    differences->list =
        alloc_resized(differences->list, differences->count + 1, sizeof *differences->list);
    differences->list[differences->count++] = (struct scenario_difference){
        .key = alloc_copy(key),
        .values = {scope_take(first), scope_take(second)},
    };
}

static char *tile_text(const struct scenario *scenario)
{
    struct strbuf out = {0};
    scenario_tile_write(scenario, &out);
    return strbuf_take(&out);
}

static char *program_text(const struct scenario *scenario)
{
    struct strbuf out = {0};
    if (scenario->load.exec)
        scenario_exec_write(&out, scenario->load.exec, "");
    return strbuf_take(&out);
}

void scenario_differences_of(const struct scenario *a, const struct scenario *b,
                             struct scenario_differences *ret_differences)
{
    struct scenario_differences differences = {0};
    for (const struct scenario_key *key = scenario_keys; key->path; key++)
        hold(&differences, key->path, key->get(a), key->get(b));
    hold(&differences, "load.exec", program_text(a), program_text(b));
    hold(&differences, "tile", tile_text(a), tile_text(b));
    *ret_differences = differences;
}

void scenario_differences_done(struct scenario_differences *differences)
{
    for (size_t i = 0; i < differences->count; i++) {
        free(differences->list[i].key);
        free(differences->list[i].values[0]);
        free(differences->list[i].values[1]);
    }
    free(differences->list);
    *differences = (struct scenario_differences){0};
}
