// SPDX-License-Identifier: GPL-3.0-or-later
// The table of verbs and the reading of a list of them. How a verb is done is bench's business.
#include "common/model/lifecycle.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

const struct lifecycle_word lifecycle_words[LIFECYCLE_VERB_COUNT] = {
    [LIFECYCLE_CREATE] = {.name = "create",
                          .definition = "the platform's call that starts the guest, until it "
                                        "returns with the guest running and its channel open",
                          .comparable =
                              "virsh create of the same domain, timed; another guest or platform",
                          .group = LIFECYCLE_CREATE},
    [LIFECYCLE_BOOT] = {.name = "boot",
                        .definition = "from the beginning of create to the agent's hello",
                        .comparable = "the same guest kind; systemd-analyze only in part, since "
                                      "firmware and hypervisor are in it",
                        .group = LIFECYCLE_CREATE},
    [LIFECYCLE_PAUSE] = {.name = "pause",
                         .definition = "the call that stops the guest's CPUs; a ping sent to it "
                                       "then must stay without answer",
                         .is_repeatable = true,
                         .comparable = "virsh suspend, timed",
                         .group = LIFECYCLE_PAUSE},
    [LIFECYCLE_RESUME] = {.name = "resume",
                          .definition = "from the call that lets it run again until the ping that "
                                        "waited for it is answered",
                          .has_call = true,
                          .is_repeatable = true,
                          .comparable = "its _call with virsh resume, timed",
                          .group = LIFECYCLE_PAUSE},
    [LIFECYCLE_SAVE] = {.name = "save",
                        .definition = "the call that writes the guest to a file and ends its "
                                      "process",
                        .is_repeatable = true,
                        .comparable =
                            "virsh save of a guest with as much memory in use, on the same disk",
                        .group = LIFECYCLE_SAVE},
    [LIFECYCLE_RESTORE] = {.name = "restore",
                           .definition = "from the call that starts it from that file until it "
                                         "answers a ping on its channel",
                           .has_call = true,
                           .is_repeatable = true,
                           .comparable = "its _call with virsh restore of the same file",
                           .group = LIFECYCLE_SAVE},
    [LIFECYCLE_SNAPSHOT] =
        {.name = "snapshot",
         .definition = "from the call that keeps memory and disk of the running "
                       "guest until it answers a ping again",
         .has_call = true,
         .is_repeatable = true,
         .comparable = "its _call with virsh snapshot-create of a guest with as much memory in use",
         .group = LIFECYCLE_SNAPSHOT},
    [LIFECYCLE_REVERT] = {.name = "revert",
                          .definition = "from the call that takes the guest back to its snapshot "
                                        "until it answers a ping",
                          .has_call = true,
                          .is_repeatable = true,
                          .comparable = "its _call with virsh snapshot-revert",
                          .group = LIFECYCLE_SNAPSHOT},
    [LIFECYCLE_SNAPSHOT_DELETE] = {.name = "snapshot_delete",
                                   .definition = "the call that removes the snapshot of the "
                                                 "running guest",
                                   .is_repeatable = true,
                                   .comparable = "virsh snapshot-delete, timed",
                                   .group = LIFECYCLE_SNAPSHOT},
    [LIFECYCLE_BALLOON_DOWN] =
        {.name = "balloon_down",
         .definition = "from the call that asks for a quarter of the "
                       "guest's memory until its balloon has grown so far",
         .has_call = true,
         .is_repeatable = true,
         .comparable = "its _call with virsh setmem, which does not wait for the guest",
         .group = LIFECYCLE_BALLOON_DOWN},
    [LIFECYCLE_BALLOON_UP] = {.name = "balloon_up",
                              .definition = "from the call that gives it back until the balloon is "
                                            "empty",
                              .has_call = true,
                              .is_repeatable = true,
                              .comparable =
                                  "its _call with virsh setmem, which does not wait for the guest",
                              .group = LIFECYCLE_BALLOON_DOWN},
    [LIFECYCLE_ADD_VCPU] = {.name = "add_vcpu",
                            .definition = "from the call that plugs one vCPU in until the guest "
                                          "counts it among those that run",
                            .has_call = true,
                            .comparable = "its _call with virsh setvcpus; the same guest kernel",
                            .group = LIFECYCLE_ADD_VCPU},
    [LIFECYCLE_ADD_MEMORY] =
        {.name = "add_memory",
         .definition = "from the call that plugs 128 MiB in until the guest's "
                       "kernel manages at least 96 MiB more",
         .has_call = true,
         .comparable = "its _call with virsh attach-device of a dimm; the same guest kernel",
         .group = LIFECYCLE_ADD_MEMORY},
    [LIFECYCLE_DESTROY] = {.name = "destroy",
                           .definition = "the platform's call that ends the guest at once, until "
                                         "its process is gone and its files are removed",
                           .comparable = "virsh destroy, timed",
                           .group = LIFECYCLE_CREATE},
};

int lifecycle_verb_find(const char *name)
{
    for (int verb = 0; verb < LIFECYCLE_VERB_COUNT; verb++)
        if (strcmp(lifecycle_words[verb].name, name) == 0)
            return verb;
    return -1;
}

static uint32_t group_of(enum lifecycle_verb verb)
{
    uint32_t set = 0;
    for (int other = 0; other < LIFECYCLE_VERB_COUNT; other++)
        if (lifecycle_words[other].group == lifecycle_words[verb].group)
            set |= UINT32_C(1) << other;
    return set;
}

static int unknown(const char *word, struct err *err)
{
    const char *names[LIFECYCLE_VERB_COUNT];
    for (int verb = 0; verb < LIFECYCLE_VERB_COUNT; verb++)
        names[verb] = lifecycle_words[verb].name;
    scope_free char *hint = nearest_hint(word, names, LIFECYCLE_VERB_COUNT);
    return err_input(err, "'%s' is no verb of a guest's life%s", word, hint);
}

static const char all_word[] = "all";

char *lifecycle_format(uint32_t set)
{
    struct strbuf text = {0};
    if ((set & LIFECYCLE_ALL) == LIFECYCLE_ALL)
        return alloc_copy(all_word);
    for (int verb = 0; verb < LIFECYCLE_VERB_COUNT; verb++)
        if (lifecycle_has(set, (enum lifecycle_verb)verb) &&
            (int)lifecycle_words[verb].group == verb)
            strbuf_printf(&text, "%s%s", text.length ? "," : "", lifecycle_words[verb].name);
    return strbuf_take(&text);
}

int lifecycle_parse(const char *text, uint32_t *ret_set, struct err *err)
{
    scope_free char *copy = alloc_copy(text);
    uint32_t set = group_of(LIFECYCLE_CREATE);
    char *rest = copy;
    if (strcmp(text, all_word) == 0) {
        *ret_set = LIFECYCLE_ALL;
        return 0;
    }
    for (char *word; (word = strsep(&rest, ","));) {
        int verb = lifecycle_verb_find(word);
        if (verb < 0)
            return unknown(word, err);
        set |= group_of((enum lifecycle_verb)verb);
    }
    *ret_set = set;
    return 0;
}

static const char absent_word[] = "absent: ";

// A hypervisor's complaint may have many lines.
char *lifecycle_absence_format(enum lifecycle_verb verb, const char *why)
{
    char *text = alloc_printf("%s%s: %s", absent_word, lifecycle_words[verb].name, why);
    for (char *c = text; *c; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
    return text;
}

const char *lifecycle_absence_parse(const char *text, enum lifecycle_verb *ret_verb)
{
    const char *colon;
    if (strncmp(text, absent_word, strlen(absent_word)) != 0)
        return NULL;
    text += strlen(absent_word);
    colon = strstr(text, ": ");
    if (!colon)
        return NULL;
    scope_free char *name = alloc_printf("%.*s", (int)(colon - text), text);
    int verb = lifecycle_verb_find(name);
    if (verb < 0)
        return NULL;
    *ret_verb = (enum lifecycle_verb)verb;
    return colon + 2;
}
