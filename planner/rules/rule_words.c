// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of rule needs to be told, and takes: one table. Knows no estate.
#include "planner/rules/rule_words.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "planner/rules/rule_resolved.h"

enum need { NOT, MAY, MUST };

struct needs {
    size_t guest_sets, host_sets; // at least
    enum need guests, hosts, by, most, resource;
    uint64_t most_default;
    const char *example; // a right one, for messages
};

static const struct needs table[RULE_KINDS] = {
    [RULE_SPREAD] = {1, 0, MUST, NOT, MAY, MAY, NOT, 1, "guests: web-*, by: rack"},
    [RULE_GATHER] = {1, 0, MUST, NOT, MAY, NOT, NOT, 0, "guests: app=shop, by: rack"},
    [RULE_FENCE] = {1, 1, MUST, MUST, NOT, NOT, NOT, 0, "guests: db-*, hosts: rack=r1"},
    [RULE_BAN] = {1, 1, MUST, MUST, NOT, NOT, NOT, 0, "guests: db-*, hosts: h7 h8"},
    [RULE_LONELY] = {1, 0, MUST, NOT, NOT, NOT, NOT, 0, "guests: tenant=bank"},
    [RULE_AMONG] = {1, 2, MUST, MUST, NOT, NOT, NOT, 0, "guests: db-*, hosts: [rack=r1, rack=r2]"},
    [RULE_SPLIT] = {2, 0, MUST, NOT, MAY, NOT, NOT, 0, "guests: [tenant=a, tenant=b]"},
    [RULE_FAILOVER] = {0, 0, MAY, MAY, MAY, MAY, NOT, 1, "hosts: cluster=c1, most: 1"},
    [RULE_MAINTENANCE] = {0, 0, MAY, MAY, MAY, NOT, NOT, 0, "by: rack"},
    [RULE_LICENCE] = {1, 0, MUST, NOT, NOT, MUST, NOT, 0, "guests: sql-*, most: 48 cores"},
    [RULE_PIN] = {1, 0, MUST, NOT, NOT, NOT, NOT, 0, "guests: licence-dongle"},
    [RULE_NUMA] = {0, 0, MAY, MAY, NOT, NOT, NOT, 0, "guests: db-*"},
    [RULE_GUESTS_MOST] = {0, 0, MAY, MAY, NOT, MUST, NOT, 0, "hosts: rack=r1, most: 20"},
    [RULE_RESERVE] = {0, 0, NOT, MAY, NOT, MUST, MUST, 0, "resource: memory, most: 10%"},
};

static const char *const kinds[] = {
#define X(name, word, help) word,
    RULES(X)
#undef X
};

static const char *const resources[] = {"cpu", "memory", "disk", "disk-rate", "network"};

const char *rule_kind_name(enum rule_kind kind)
{
    return kinds[kind];
}

static int find_word(const char *what, const char *word, const char *const *words, size_t count,
                     size_t *ret_index, struct err *err)
{
    for (size_t i = 0; word && i < count; i++)
        if (strcmp(word, words[i]) == 0) {
            *ret_index = i;
            return 0;
        }
    scope_free char *hint = nearest_hint(word ? word : "", words, count);
    return err_input(err, "'%s' is no %s%s", word ? word : "", what, hint);
}

static int check_word(const char *name, enum need need, bool is_there, const struct needs *needs,
                      const char *kind, struct err *err)
{
    if (need == MUST && !is_there)
        return err_input(err, "%s lacks '%s', as in %s: %s", kind, name, kind, needs->example);
    if (need == NOT && is_there)
        return err_input(err, "%s takes no '%s', right would be %s: %s", kind, name, kind,
                         needs->example);
    return 0;
}

static int check_sets(const struct rule_words *words, const struct needs *needs, struct err *err)
{
    if (words->guest_sets < needs->guest_sets)
        return err_input(err, "%s needs %zu sets of guests or more, as in %s", words->kind,
                         needs->guest_sets, needs->example);
    if (words->host_sets < needs->host_sets)
        return err_input(err, "%s needs %zu sets of hosts or more, as in %s", words->kind,
                         needs->host_sets, needs->example);
    return 0;
}

static int check_words(const struct rule_words *words, const struct needs *needs, struct err *err)
{
    const struct {
        const char *name;
        enum need need;
        bool is_there;
    } checks[] = {
        {"guests", needs->guests, words->guest_sets > 0},
        {"hosts", needs->hosts, words->host_sets > 0},
        {"by", needs->by, words->by},
        {"most", needs->most, words->most},
        {"resource", needs->resource, words->resource},
    };
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        int status =
            check_word(checks[i].name, checks[i].need, checks[i].is_there, needs, words->kind, err);
        if (status < 0)
            return status;
    }
    return check_sets(words, needs, err);
}

// "48 cores", "1 core": the number's text before the word, or NULL.
static char *before_cores(const char *text)
{
    size_t length = strlen(text);
    size_t word = length > 5 && strcmp(text + length - 5, "cores") == 0  ? 5
                  : length > 4 && strcmp(text + length - 4, "core") == 0 ? 4
                                                                         : 0;
    if (!word)
        return NULL;
    char *number = alloc_copy(text);
    number[length - word] = '\0';
    for (size_t i = length - word; i > 0 && number[i - 1] == ' '; i--)
        number[i - 1] = '\0';
    return number;
}

static int read_cores(const char *text, double *ret_cores, struct err *err)
{
    scope_free char *number = before_cores(text);
    if (!number)
        return err_input(err,
                         "'%s' is no number of cores such as '4 cores', and no share such as "
                         "'10%%'",
                         text);
    int status = units_parse_number(number, ret_cores, err);
    if (status == 0 && *ret_cores < 0)
        return err_input(err, "'%s': cores cannot be negative", text);
    return status;
}

static int read_bytes(const char *text, double *ret_bytes, struct err *err)
{
    uint64_t bytes;
    int status = units_check_size(text, err);
    if (status == 0)
        status = units_parse_bytes(text, &bytes, err);
    if (status == 0)
        *ret_bytes = (double)bytes;
    return status;
}

static int read_rate(const char *text, double *ret_hz, struct err *err)
{
    struct rate rate;
    int status = units_parse_rate(text, &rate, err);
    if (status == 0)
        *ret_hz = rate.value;
    return status;
}

static int read_reserve(const char *text, struct rule *rule, struct err *err)
{
    rule->share = NAN;
    if (strchr(text, '%'))
        return units_parse_share(text, &rule->share, err);
    switch (rule->resource) {
    case AMOUNT_CPU:
        return read_cores(text, &rule->amount, err);
    case AMOUNT_MEMORY:
    case AMOUNT_DISK:
        return read_bytes(text, &rule->amount, err);
    case AMOUNT_NETWORK:
        return units_parse_bit_rate(text, &rule->amount, err);
    default:
        return read_rate(text, &rule->amount, err);
    }
}

static int read_count(const char *text, struct rule *rule, struct err *err)
{
    scope_free char *cores = rule->kind == RULE_LICENCE ? before_cores(text) : NULL;
    rule->is_of_cores = cores;
    return units_parse_count(cores ? cores : text, 1, UINT32_MAX, &rule->most, err);
}

static int read_most(const struct rule_words *words, struct rule *rule, struct err *err)
{
    int status = 0;
    if (words->resource) {
        size_t resource = 0;
        status = find_word("resource", words->resource, resources,
                           sizeof(resources) / sizeof(resources[0]), &resource, err);
        rule->resource = (enum amount_resource)resource;
    }
    if (status < 0 || !words->most)
        return status;
    status = rule->kind == RULE_RESERVE ? read_reserve(words->most, rule, err)
                                        : read_count(words->most, rule, err);
    if (status < 0)
        err_prefix(err, "most");
    return status;
}

static struct rule_list copy_list(const char *const *list, size_t count)
{
    struct rule_list copy = {alloc_zeroed(count + 1, sizeof(*copy.list)), count};
    for (size_t i = 0; i < count; i++)
        copy.list[i] = alloc_copy(list[i]);
    return copy;
}

static void add_list(struct strbuf *text, const char *before, const struct rule_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        strbuf_printf(text, "%s%s", i == 0 ? before : " and ", list->list[i]);
}

static char *text_of(const struct rule *rule, const struct rule_words *words)
{
    scope_strbuf struct strbuf text = {0};
    strbuf_add(&text, words->kind);
    if (rule->kind == RULE_RESERVE || words->most)
        strbuf_printf(&text, " %s", words->most ? words->most : "");
    if (words->resource)
        strbuf_printf(&text, " of %s", words->resource);
    add_list(&text, " of ", &rule->guests);
    add_list(&text, " on ", &rule->hosts);
    if (rule->by)
        strbuf_printf(&text, " over %s", rule->by);
    if (words->where)
        strbuf_printf(&text, " (%s)", words->where);
    return strbuf_take(&text);
}

int rule_words_read(const struct rule_words *words, struct rule **ret_rule, struct err *err)
{
    size_t kind = 0;
    int status = find_word("kind of rule", words->kind, kinds, RULE_KINDS, &kind, err);
    if (status == 0)
        status = check_words(words, &table[kind], err);
    if (status < 0)
        return status;
    struct rule *rule = alloc_zeroed(1, sizeof(*rule));
    *rule = (struct rule){
        .kind = (enum rule_kind)kind,
        .is_continuous = words->is_continuous,
        .where = alloc_copy(words->where ? words->where : ""),
        .guests = copy_list(words->guests, words->guest_sets),
        .hosts = copy_list(words->hosts, words->host_sets),
        .by = alloc_copy(words->by),
        .most = table[kind].most_default,
    };
    status = read_most(words, rule, err);
    if (status < 0) {
        rule_free(rule);
        return status;
    }
    rule->text = text_of(rule, words);
    *ret_rule = rule;
    return 0;
}
