// SPDX-License-Identifier: GPL-3.0-or-later
// From a record to what is started.
#include "tests/fidelity/pair.h"

#include "tests/fidelity/words.h"

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

int pair_our_words(const struct pair *pair, const char *agent, const struct words_setting *setting,
                   char ***ret_words, struct err *err)
{
    const struct pair_ours *ours = &pair->ours;
    const char *const said[][2] = {
        {"--variant", ours->variant},         {"--options", ours->options},
        {"--working-set", ours->working_set}, {"--threads", ours->threads},
        {"--seconds", "{seconds}"},
    };
    enum { SAID = sizeof said / sizeof said[0] };
    const char *words[2 * SAID + 4] = {"--measure", ours->workload};
    size_t count = 2;

    for (size_t i = 0; i < SAID; i++)
        if (said[i][1]) {
            words[count++] = said[i][0];
            words[count++] = said[i][1];
        }
    words[count] = "--json";
    return words_fill(agent, words, setting, ret_words, err);
}

int pair_their_words(const struct pair *pair, const struct words_setting *setting,
                     char ***ret_words, struct err *err)
{
    return words_fill(NULL, pair->theirs.words, setting, ret_words, err);
}
