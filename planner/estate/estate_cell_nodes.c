// SPDX-License-Identifier: GPL-3.0-or-later
// NUMA nodes as text: how many, or what each has.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/estate/estate.h"
#include "planner/estate/estate_cell.h"

enum { NODES_MOST = 64, SHOWN_MOST = 40 };

static const struct estate_range cores_range = {0.01, 1e5, "16 cores 128 GiB"};
static const struct estate_range memory_range = {1048576, 1e18, "16 cores 128 GiB"};

static int equal_parts(const char *text, double cores, double memory_bytes,
                       struct estate_node **ret_nodes, size_t *ret_count, struct err *err)
{
    static const struct estate_range range = {1, NODES_MOST, "2"};
    double count;
    int r = estate_cell_count(text, &range, &count, err);
    if (r < 0)
        return r;
    if (isnan(cores) || isnan(memory_bytes))
        return err_input(err, "'%.*s' parts of what? Cores and memory of the host are not told",
                         SHOWN_MOST, text);
    struct estate_node *nodes = alloc_zeroed((size_t)count, sizeof *nodes);
    for (size_t i = 0; i < (size_t)count; i++)
        nodes[i] = (struct estate_node){cores / count, memory_bytes / count};
    *ret_nodes = nodes;
    *ret_count = (size_t)count;
    return 0;
}

// "16 cores 128 GiB" is cut apart at its word.
static int parse_node(char *text, struct estate_node *node, struct err *err)
{
    static const char word[] = "core";
    text += strspn(text, " \t");
    char *at = strcasestr(text, word);
    if (!at || at == text)
        return err_input(err, "'%.*s' is no node, as '16 cores 128 GiB'", SHOWN_MOST, text);
    const char *memory = at + sizeof word - 1;
    memory += *memory == 's' || *memory == 'S';
    memory += strspn(memory, " \t");
    *at = '\0';
    while (at > text && at[-1] == ' ')
        *--at = '\0';
    int r = estate_cell_number(text, &cores_range, &node->cores, err);
    return r < 0 ? r : estate_cell_bytes(memory, 0, &memory_range, &node->memory_bytes, err);
}

static int each_for_itself(const char *text, struct estate_node **ret_nodes, size_t *ret_count,
                           struct err *err)
{
    scope_free char *copy = alloc_copy(text);
    scope_free struct estate_node *nodes = alloc_zeroed(NODES_MOST, sizeof *nodes);
    char *rest = copy;
    size_t count = 0;
    for (char *word; (word = strsep(&rest, ";,"));) {
        if (!word[strspn(word, " \t")])
            continue;
        if (count == NODES_MOST)
            return err_input(err, "more than %d nodes", NODES_MOST);
        int r = parse_node(word, &nodes[count++], err);
        if (r < 0)
            return r;
    }
    *ret_nodes = scope_take(nodes);
    *ret_count = count;
    return 0;
}

int estate_cell_nodes(const char *text, double cores, double memory_bytes,
                      struct estate_node **ret_nodes, size_t *ret_count, struct err *err)
{
    if (!text[strspn(text, "-0123456789.")])
        return equal_parts(text, cores, memory_bytes, ret_nodes, ret_count, err);
    return each_for_itself(text, ret_nodes, ret_count, err);
}
