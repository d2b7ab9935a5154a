// SPDX-License-Identifier: GPL-3.0-or-later
// One key of a plan: whose it is, by its path, and what was said of it.
#include "planner/plan/plan_set.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "planner/plan/plan_key.h"

bool plan_split_key(const char *key, const char *section, char **ret_name, char **ret_word)
{
    size_t length = strlen(section);
    const char *last = strrchr(key, '.');
    if (strncmp(key, section, length) != 0 || key[length] != '.' || last <= key + length + 1)
        return false;
    const char *name = key + length + 1;
    *ret_name = alloc_printf("%.*s", (int)(last - name), name);
    *ret_word = alloc_copy(last + 1);
    return true;
}

struct guest_class *plan_find_class(const struct plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->demand.count; i++)
        if (strcmp(plan->demand.list[i].name, name) == 0)
            return &plan->demand.list[i];
    return NULL;
}

struct licence *plan_find_licence(const struct plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->licence_count; i++)
        if (strcmp(plan->licences[i].name, name) == 0)
            return &plan->licences[i];
    return NULL;
}

// Nobody said anything of it yet.
static struct guest_class *add_class(struct plan *plan, const char *name, unsigned line)
{
    struct guest_class class;
    guest_class_init(&class);
    class.count = uncertain_absent();
    class.vcpus = 0;
    class.growth = uncertain_exact(0, ORIGIN_GUESSED);
    class.name = alloc_copy(name);
    class.source = line ? alloc_printf("%s:%u", plan->name, line) : alloc_copy("what-if");
    demand_add(&plan->demand, &class);
    return &plan->demand.list[plan->demand.count - 1];
}

static struct licence *add_licence(struct plan *plan, const char *name)
{
    plan->licences =
        alloc_resized(plan->licences, plan->licence_count + 1, sizeof(*plan->licences));
    struct licence *licence = &plan->licences[plan->licence_count++];
    licence_init(licence);
    licence->name = alloc_copy(name);
    return licence;
}

// A name that a file can have for a key, too.
static int check_name(const char *section, const char *name, struct err *err)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (*name && !name[strspn(name, letters)])
        return 0;
    return err_input(err, "%s: '%s' is no name; letters, digits, - and _ are wanted", section,
                     name);
}

static int set_in_class(struct plan *plan, const char *name, const char *word, const char *text,
                        unsigned line, struct err *err)
{
    scope_free char *before = alloc_printf("guests.%s.", name);
    const struct plan_key *key = plan_key_find(plan_class_keys, before, word, err);
    if (!key)
        return -EINVAL;
    struct guest_class *known = plan_find_class(plan, name);
    if (!known && check_name("guests", name, err) < 0)
        return -EINVAL;
    struct guest_class *class = known ? known : add_class(plan, name, line);
    int r = key->set(class, text, err);
    if (r < 0)
        err_prefix(err, "%s%s", before, word);
    if (r < 0 && !known)
        guest_class_done(&plan->demand.list[--plan->demand.count]);
    return r;
}

static int set_in_licence(struct plan *plan, const char *name, const char *word, const char *text,
                          struct err *err)
{
    scope_free char *before = alloc_printf("licences.%s.", name);
    const struct plan_key *key = plan_key_find(plan_licence_keys, before, word, err);
    if (!key)
        return -EINVAL;
    struct licence *known = plan_find_licence(plan, name);
    if (!known && check_name("licences", name, err) < 0)
        return -EINVAL;
    int r = key->set(known ? known : add_licence(plan, name), text, err);
    if (r < 0)
        err_prefix(err, "%s%s", before, word);
    if (r < 0 && !known)
        licence_done(&plan->licences[--plan->licence_count]);
    return r;
}

static const struct plan_key *find_top(const char *key)
{
    for (const struct plan_key *entry = plan_top_keys; entry->key; entry++)
        if (strcmp(entry->key, key) == 0)
            return entry;
    return NULL;
}

// The words that may follow "energy." or "inventory."; 0 where it is no section.
static size_t words_below(const char *section, const char **words)
{
    size_t length = strlen(section), count = 0;
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++)
        if (strncmp(assumption_table[i].key, section, length) == 0 &&
            assumption_table[i].key[length] == '.')
            words[count++] = assumption_table[i].key + length + 1;
    for (const struct plan_key *key = plan_top_keys; key->key; key++)
        if (strncmp(key->key, section, length) == 0 && key->key[length] == '.')
            words[count++] = key->key + length + 1;
    return count;
}

// Of a known section: "energy.prize", or "energy" alone.
static int refuse_in_section(const char *key, const char *section, const char *const *words,
                             size_t count, struct err *err)
{
    const char *word = key + strlen(section);
    scope_free char *hint = nearest_hint(*word ? word + 1 : "", words, count);
    if (!*word)
        return err_input(err, "%s: keys are wanted below it%s", key, hint);
    return err_input(err, "no key '%s'%s", key, hint);
}

static int refuse_first_word(const char *key, const char *first, struct err *err)
{
    size_t count;
    char **sections = plan_sections(&count);
    scope_free char *hint = nearest_hint(first, (const char *const *)sections, count);
    plan_sections_free(sections, count);
    return err_input(err, "no key '%s'%s", key, hint);
}

static int refuse_key(const char *key, struct err *err)
{
    const char *words[ASSUMPTION_TOTAL];
    scope_free char *first = alloc_printf("%.*s", (int)strcspn(key, "."), key);
    size_t count = words_below(first, words);
    bool is_class = strcmp(first, "guests") == 0;
    if (is_class || strcmp(first, "licences") == 0)
        return err_input(err, "%s: keys are wanted below it, as %s", key,
                         is_class ? "guests.web.count" : "licences.os.price");
    if (count > 0)
        return refuse_in_section(key, first, words, count, err);
    return refuse_first_word(key, first, err);
}

static int set_assumption(struct plan *plan, const char *key, const char *text, struct err *err)
{
    enum assumption which = assumption_find(key, NULL);
    if (which == ASSUMPTION_TOTAL)
        return refuse_key(key, err);
    int r = assumption_parse(which, text, &plan->assumptions[which], err);
    return r < 0 ? err_prefix(err, "%s", key) : 0;
}

static int set_value(struct plan *plan, const char *key, const char *text, unsigned line,
                     struct err *err)
{
    scope_free char *name = NULL;
    scope_free char *word = NULL;
    if (plan_split_key(key, "guests", &name, &word))
        return set_in_class(plan, name, word, text, line, err);
    if (plan_split_key(key, "licences", &name, &word))
        return set_in_licence(plan, name, word, text, err);
    const struct plan_key *top = find_top(key);
    if (!top)
        return set_assumption(plan, key, text, err);
    int r = top->set(plan, text, err);
    return r < 0 ? err_prefix(err, "%s", key) : 0;
}

const struct plan_setting *plan_find_setting(const struct plan *plan, const char *key)
{
    for (size_t i = 0; i < plan->setting_count; i++)
        if (strcmp(plan->settings[i].key, key) == 0)
            return &plan->settings[i];
    return NULL;
}

const char *plan_said(const struct plan *plan, const char *key)
{
    const struct plan_setting *setting = plan_find_setting(plan, key);
    return setting ? setting->text : NULL;
}

static struct plan_setting *setting_of(struct plan *plan, const char *key)
{
    for (size_t i = 0; i < plan->setting_count; i++)
        if (strcmp(plan->settings[i].key, key) == 0)
            return &plan->settings[i];
    plan->settings =
        alloc_resized(plan->settings, plan->setting_count + 1, sizeof(*plan->settings));
    struct plan_setting *setting = &plan->settings[plan->setting_count++];
    *setting = (struct plan_setting){.key = alloc_copy(key)};
    return setting;
}

// How it is computed is no question of what would be.
static bool is_what_if(const char *key)
{
    return strcmp(key, "draws") != 0 && strcmp(key, "seed") != 0;
}

static void remember(struct plan *plan, const char *key, const char *text, unsigned line)
{
    struct plan_setting *setting = setting_of(plan, key);
    free(setting->text);
    setting->text = alloc_copy(text);
    setting->line = line;
    if (line || !is_what_if(key))
        return;
    plan->what_ifs =
        alloc_resized(plan->what_ifs, plan->what_if_count + 1, sizeof(*plan->what_ifs));
    plan->what_ifs[plan->what_if_count++] = alloc_printf("%s=%s", key, text);
}

int plan_set_at(struct plan *plan, const char *key, const char *text, unsigned line,
                struct err *err)
{
    int r = set_value(plan, key, text, line, err);
    if (r == 0)
        remember(plan, key, text, line);
    return r;
}

int plan_set(struct plan *plan, const char *key, const char *text, struct err *err)
{
    return plan_set_at(plan, key, text, 0, err);
}
