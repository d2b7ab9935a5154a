// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of a guest's life: what each is called, what its duration means, and which belong
// together. A record's figure of a verb has the verb's name, and that of the hypervisor's call
// alone the name with "_call" behind it.
#ifndef FULLHOUSE_COMMON_MODEL_LIFECYCLE_H
#define FULLHOUSE_COMMON_MODEL_LIFECYCLE_H

#include <stdbool.h>
#include <stdint.h>

struct err;

// In the order in which they are done to a guest. What was plugged in comes last: QEMU takes no
// machine back to a snapshot when it has grown since.
enum lifecycle_verb {
    LIFECYCLE_CREATE,
    LIFECYCLE_BOOT,
    LIFECYCLE_PAUSE,
    LIFECYCLE_RESUME,
    LIFECYCLE_SAVE,
    LIFECYCLE_RESTORE,
    LIFECYCLE_SNAPSHOT,
    LIFECYCLE_REVERT,
    LIFECYCLE_SNAPSHOT_DELETE,
    LIFECYCLE_BALLOON_DOWN,
    LIFECYCLE_BALLOON_UP,
    LIFECYCLE_ADD_VCPU,
    LIFECYCLE_ADD_MEMORY,
    LIFECYCLE_DESTROY,
    LIFECYCLE_VERB_COUNT,
};

struct lifecycle_word {
    const char *name;       // "add_vcpu"
    const char *definition; // from when to when, so that a reader could measure it
    const char *comparable; // with what of another tool
    bool has_call;          // the hypervisor's call alone is a figure of its own
    bool is_repeatable;     // can be done to one guest again and again
    // The first of those it belongs with: a paused guest must be resumed. Itself where it is alone.
    enum lifecycle_verb group;
};

extern const struct lifecycle_word lifecycle_words[LIFECYCLE_VERB_COUNT];

#define LIFECYCLE_CALL_SUFFIX "_call"

// A set of verbs: bit 1 << verb.
#define LIFECYCLE_ALL ((UINT32_C(1) << LIFECYCLE_VERB_COUNT) - 1)
static inline bool lifecycle_has(uint32_t set, enum lifecycle_verb verb)
{
    return set >> verb & 1;
}

// The verb of that name, or -1.
int lifecycle_verb_find(const char *name);

// Reads "pause,save", or "all", into a set: each word takes those it belongs with along, and
// create, boot and destroy are always there. 0 or -EINVAL with the nearest right word.
int lifecycle_parse(const char *text, uint32_t *ret_set, struct err *err);

// The set as a list that reads back the same: "all", or by the groups' first names. New string.
char *lifecycle_format(uint32_t set);

// What an event of a run of lives begins with that has the command which makes it again.
#define LIFECYCLE_COMMAND_WORD "made by: "

// A verb that a run could not do, and why, as an event of the run tells it: "absent: add_vcpu:
// ...". New string.
char *lifecycle_absence_format(enum lifecycle_verb verb, const char *why);
// The reason in such a text, borrowed from it, and its verb; NULL for any other text.
const char *lifecycle_absence_parse(const char *text, enum lifecycle_verb *ret_verb);

#endif
