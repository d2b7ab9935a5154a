// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold of where guests are, beyond room. All of them are hereditary: where guests may be
// as they are, so may each part of them. Names and meanings are BtrPlace's where it has them
// (Hermenier, Lawall, Muller 2013, "BtrPlace: A Flexible Consolidation Manager", IEEE TDSC 10(5)).
#ifndef FULLHOUSE_PLANNER_RULES_RULE_H
#define FULLHOUSE_PLANNER_RULES_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct amounts;
struct err;
struct estate;

// enum, word, what it says.
#define RULES(X)                                                                                   \
    X(SPREAD, "spread",                                                                            \
      "no two of the guests on one host, or in one group of hosts (by: a label)")                  \
    X(GATHER, "gather", "all of the guests on one host, or in one group of hosts (by: a label)")   \
    X(FENCE, "fence", "the guests on these hosts only")                                            \
    X(BAN, "ban", "the guests never on these hosts")                                               \
    X(LONELY, "lonely", "hosts of the guests hold no others")                                      \
    X(AMONG, "among", "all of the guests in one of several groups of hosts")                       \
    X(SPLIT, "split", "guests of different sets never on one host, or in one group (by: a label)") \
    X(FAILOVER, "failover",                                                                        \
      "any so many of the hosts lost, their guests restart on the others of the group")            \
    X(MAINTENANCE, "maintenance",                                                                  \
      "each group of hosts (by: a label) can be emptied at once onto the others")                  \
    X(LICENCE, "licence", "the guests on so many hosts, or hosts with so many cores, at most")     \
    X(PIN, "pin", "the guests stay where they are")                                                \
    X(NUMA, "numa", "each of the guests fits one NUMA node of its host beside the others")         \
    X(GUESTS_MOST, "guests-most", "so many guests on each of the hosts at most")                   \
    X(RESERVE, "reserve", "so much of a resource stays free on each of the hosts")

enum rule_kind {
#define X(name, word, help) RULE_##name,
    RULES(X)
#undef X
        RULE_KINDS
};

const char *rule_kind_name(enum rule_kind kind);

// A rule as it was written, all texts, NULL where nothing was said. Selectors: a name, a pattern
// ("web-*"), a label ("tier=db", "rack=*"), or several with blanks or commas between.
struct rule_words {
    const char *kind;
    const char *const *guests; // sets of guests (split: two or more; else one)
    size_t guest_sets;
    const char *const *hosts; // sets of hosts (among: two or more)
    size_t host_sets;
    const char *by;       // label of hosts that makes groups: "rack"
    const char *most;     // a count, "12 cores", or for reserve an amount or share
    const char *resource; // of reserve: "memory"
    bool is_continuous;   // holds at every moment on the way, too
    const char *where;    // "pack.yaml:12"
};

struct rule_set;
struct rule;

struct rule_set *rule_set_new(void);
void rule_set_free(struct rule_set *set);
// Checks what can be checked without the estate and keeps a copy. -EINVAL with "where: ...".
int rule_set_add(struct rule_set *set, const struct rule_words *words, struct err *err);
// Finds the guests and hosts meant, once. -EINVAL for a name that is nowhere (with the nearest), a
// selector that matches nothing, and rules that contradict each other so that they can be named
// without a search: fence against ban of all hosts left, gather against spread, pin outside of a
// fence, more spread guests than groups, failover of more hosts than there are.
int rule_set_resolve(struct rule_set *set, const struct estate *estate, struct err *err);
size_t rule_set_count(const struct rule_set *set);
// "spread of web-* over rack (pack.yaml:12)". Valid as long as the set.
const char *rule_text(const struct rule *rule);
bool rule_is_continuous(const struct rule *rule);
enum rule_kind rule_kind_of(const struct rule *rule);
const struct rule *rule_set_at(const struct rule_set *set, size_t index);

#endif
