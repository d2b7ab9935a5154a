// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers loads from the three places in which a scenario can have them.
#include "common/model/load_list.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

static struct load *add(struct load_list *loads, const struct load *load)
{
    loads->list = alloc_resized(loads->list, loads->count + 1, sizeof(loads->list[0]));
    load_copy(&loads->list[loads->count], load);
    return &loads->list[loads->count++];
}

// "cpu", "memory:triad" of a list that ends with a comma or the text.
static void add_word(struct load_list *loads, const struct load *load, const char *word)
{
    struct load *own = add(loads, load);
    size_t length = strcspn(word, ","), name = strcspn(word, ":,");
    record_set(&own->workload, alloc_printf("%.*s", (int)name, word));
    record_set(&own->variant, name < length
                                  ? alloc_printf("%.*s", (int)(length - name - 1), word + name + 1)
                                  : alloc_copy(""));
    record_set(&own->options, alloc_copy("")); // they would be another workload's
}

void load_list_of(struct load_list *loads, const struct scenario *scenario)
{
    *loads = (struct load_list){0};
    for (size_t r = 0; r < scenario->tile.role_count; r++)
        for (size_t k = 0; k < scenario->tile.roles[r].load_count; k++)
            add(loads, &scenario->tile.roles[r].loads[k]);
    for (const char *at = scenario->interference; *at; at += strcspn(at, ","), at += *at == ',')
        add_word(loads, &scenario->load, at);
    if (loads->count == 0)
        add(loads, &scenario->load);
}

void load_list_done(struct load_list *loads)
{
    if (!loads)
        return;
    for (size_t i = 0; i < loads->count; i++)
        load_done(&loads->list[i]);
    free(loads->list);
    *loads = (struct load_list){0};
}

char *load_name(const struct load *load)
{
    bool varied = load->variant && *load->variant;
    return alloc_printf("%s%s%s", load->workload, varied ? ":" : "", varied ? load->variant : "");
}
