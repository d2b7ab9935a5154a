// SPDX-License-Identifier: GPL-3.0-or-later
// Which runs a word of the user's stands for: one, or a whole campaign.
#include "common/store/store.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

static const char *campaign_of(const struct run_record *runs, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (runs[i].id == id)
            return runs[i].campaign;
    return "";
}

// A run's whole campaign in the order it was made; a run of none alone.
static int select_campaign(struct store *store, int64_t id, int64_t **ret_ids, size_t *ret_count,
                           struct err *err)
{
    struct run_record *runs = NULL;
    size_t count = 0, selected = 0;
    int result = store_list_runs(store, &runs, &count, err);
    if (result < 0)
        return result;
    int64_t *ids = alloc_zeroed(count + 1, sizeof(*ids));
    const char *campaign = campaign_of(runs, count, id);
    for (size_t i = 0; i < count; i++)
        if (runs[i].id == id || (*campaign && strcmp(runs[i].campaign, campaign) == 0))
            ids[selected++] = runs[i].id;
    for (size_t i = 0; i < count; i++)
        run_record_done(&runs[i]);
    free(runs);
    *ret_ids = ids;
    *ret_count = selected;
    return 0;
}

int store_select_runs(struct store *store, const char *word, int64_t **ret_ids, size_t *ret_count,
                      struct err *err)
{
    int64_t id;
    int result = store_find_run(store, word, &id, err);
    if (result < 0)
        return result;
    if (word[strspn(word, "0123456789")])
        return select_campaign(store, id, ret_ids, ret_count, err);
    *ret_ids = alloc_zeroed(1, sizeof(**ret_ids));
    **ret_ids = id;
    *ret_count = 1;
    return 0;
}
