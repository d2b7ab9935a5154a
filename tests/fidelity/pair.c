// SPDX-License-Identifier: GPL-3.0-or-later
// From a record to what is started.
#include "tests/fidelity/pair.h"

#include <string.h>

#include "common/base/alloc.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/fidelity/pair_list.h"
#include "tests/fidelity/words.h"

const struct pair *pair_at(size_t index)
{
    static const struct pair_list *const lists[] = {
        &pair_list_memory,
        &pair_list_os,
        &pair_list_disk,
        &pair_list_network,
    };

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (index < lists[i]->count)
            return &lists[i]->pairs[index];
        index -= lists[i]->count;
    }
    return NULL;
}

const char *pair_figure_pointer(enum pair_figure figure)
{
    static const char *const pointers[] = {
        [PAIR_OPERATIONS_HZ] = "/operations_hz",
        [PAIR_BYTES_HZ] = "/bytes_hz",
        [PAIR_MEAN_NS] = "/latency_ns/mean",
        [PAIR_P50_NS] = "/latency_ns/p50",
    };

    return pointers[figure];
}

enum { OUR_WORDS_MAX = 32 };

int pair_our_words(const struct pair *pair, const struct words_setting *setting, char ***ret_words,
                   struct err *err)
{
    const struct pair_ours *ours = &pair->ours;
    const char *const said[][2] = {
        {"--variant", ours->variant},
        {"--options", ours->options},
        {"--working-set", ours->working_set},
        {"--threads", ours->threads},
        {"--seconds", "{seconds}"},
        {"--peer", ours->has_responder ? "127.0.0.1:{port}" : NULL},
    };
    const char *words[OUR_WORDS_MAX] = {"taskset", "-c", ours->cpu};
    size_t count = ours->cpu ? 3 : 0;

    words[count++] = "{agent}";
    words[count++] = "--json";
    words[count++] = "--measure";
    words[count++] = ours->workload;
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (said[i][1]) {
            words[count++] = said[i][0];
            words[count++] = said[i][1];
        }
    words[count] = NULL;
    return words_fill(words, setting, ret_words, err);
}

int pair_their_words(const struct pair *pair, const struct words_setting *setting,
                     char ***ret_words, struct err *err)
{
    return words_fill(pair->theirs.words, setting, ret_words, err);
}

// The program itself, behind `env NAME=value ...`.
static const char *program_of(const char *const *words)
{
    if (strcmp(words[0], "env") == 0)
        do
            words++;
        while (strchr(words[0], '='));
    return words[0];
}

char *pair_missing(const struct pair *pair)
{
    scope_free char *peer = process_find(program_of(pair->theirs.words));
    scope_free char *server =
        pair->theirs.server ? process_find(program_of(pair->theirs.server)) : NULL;

    if (peer && (server || !pair->theirs.server))
        return NULL;
    return alloc_printf("%s is not installed: apt-get install %s", pair->theirs.name,
                        pair->theirs.package);
}
