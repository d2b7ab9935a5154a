// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as the YAML that makes it again. What nobody said stands in it as a comment, so that it is
// a guess when it is read back, too.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/plan/plan.h"
#include "planner/plan/plan_key.h"
#include "planner/plan/plan_set.h"

// Any text in quotation marks means itself.
static void add_quoted(struct strbuf *out, const char *text)
{
    strbuf_add(out, "'");
    for (; *text; text++) {
        strbuf_add_bytes(out, text, 1);
        if (*text == '\'')
            strbuf_add(out, "'");
    }
    strbuf_add(out, "'");
}

static void add_line(struct strbuf *out, const char *indent, const char *word, const char *text)
{
    strbuf_printf(out, "%s%s: ", indent, word);
    add_quoted(out, text);
    strbuf_add(out, "\n");
}

// Whether the plan itself made it: classes of an inventory come with that again.
static bool is_own_class(const struct plan *plan, const struct plan_setting *setting)
{
    scope_free char *name = NULL;
    scope_free char *word = NULL;
    if (!plan_split_key(setting->key, "guests", &name, &word))
        return true;
    for (size_t i = 0; i < plan->setting_count; i++) {
        scope_free char *other = NULL;
        scope_free char *other_word = NULL;
        if (plan_split_key(plan->settings[i].key, "guests", &other, &other_word) &&
            strcmp(name, other) == 0 && plan->settings[i].line > 0)
            return true;
    }
    return !plan->name && !plan->inventory_file;
}

static void add_entry(const struct plan *plan, const char *section, const char *wanted,
                      struct strbuf *out)
{
    strbuf_printf(out, "  %s:\n", wanted);
    for (size_t i = 0; i < plan->setting_count; i++) {
        scope_free char *name = NULL;
        scope_free char *word = NULL;
        if (plan_split_key(plan->settings[i].key, section, &name, &word) &&
            strcmp(name, wanted) == 0)
            add_line(out, "    ", word, plan->settings[i].text);
    }
}

// Classes, or licences, in the order in which they were said first.
static void add_entries(const struct plan *plan, const char *section, struct strbuf *out)
{
    scope_strbuf struct strbuf entries = {0};
    for (size_t i = 0; i < plan->setting_count; i++) {
        const struct plan_setting *setting = &plan->settings[i];
        scope_free char *name = NULL;
        scope_free char *word = NULL;
        if (!plan_split_key(setting->key, section, &name, &word) || !is_own_class(plan, setting))
            continue;
        bool is_first = true;
        scope_free char *prefix = alloc_printf("%s.%s.", section, name);
        for (size_t k = 0; k < i && is_first; k++)
            is_first = strncmp(plan->settings[k].key, prefix, strlen(prefix)) != 0;
        if (is_first)
            add_entry(plan, section, name, &entries);
    }
    if (entries.length > 0)
        strbuf_printf(out, "%s:\n%s", section, strbuf_text(&entries));
}

static void add_top(const struct plan *plan, struct strbuf *out)
{
    for (const struct plan_key *key = plan_top_keys; key->key; key++) {
        const char *text = plan_said(plan, key->key);
        if (text && !strchr(key->key, '.'))
            add_line(out, "", key->key, text);
    }
}

// "inventory: {file, growth}" and the like.
static void add_section(const struct plan *plan, const char *section, struct strbuf *out)
{
    bool has_head = false;
    size_t length = strlen(section);
    for (const struct plan_key *key = plan_top_keys; key->key; key++) {
        const char *text = plan_said(plan, key->key);
        if (!text || strncmp(key->key, section, length) != 0 || key->key[length] != '.')
            continue;
        if (!has_head)
            strbuf_printf(out, "%s:\n", section);
        has_head = true;
        add_line(out, "  ", key->key + length + 1, text);
    }
}

static void add_assumption(const struct plan *plan, enum assumption which, struct strbuf *out)
{
    const char *key = assumption_table[which].key;
    const char *word = strchr(key, '.') + 1;
    const char *text = plan_said(plan, key);
    const struct uncertain *number = &plan->assumptions[which];
    if (text) {
        add_line(out, "  ", word, text);
        return;
    }
    scope_free char *guess = assumption_format_uncertain(which, number, NULL);
    strbuf_printf(out, "  # %s: %s # %s\n", word, guess, origin_name(number->origin));
}

static bool is_in(enum assumption which, const char *section)
{
    size_t length = strlen(section);
    const char *key = assumption_table[which].key;
    return strncmp(key, section, length) == 0 && key[length] == '.';
}

// All of a section's, under its head: a comment itself where all below it are.
static void add_assumptions(const struct plan *plan, const char *section, struct strbuf *out)
{
    bool is_said = false, is_any = false;
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        if (!is_in((enum assumption)i, section))
            continue;
        is_any = true;
        is_said = is_said || plan_said(plan, assumption_table[i].key);
    }
    if (is_any)
        strbuf_printf(out, "%s%s:\n", is_said ? "" : "# ", section);
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++)
        if (is_in((enum assumption)i, section))
            add_assumption(plan, (enum assumption)i, out);
}

// What-ifs on classes of an inventory have no place in a file.
static void add_outer_what_ifs(const struct plan *plan, struct strbuf *out)
{
    for (size_t i = 0; i < plan->setting_count; i++)
        if (!is_own_class(plan, &plan->settings[i]))
            strbuf_printf(out, "# --what-if '%s=%s'\n", plan->settings[i].key,
                          plan->settings[i].text);
}

char *plan_format(const struct plan *plan)
{
    struct strbuf out = {0};
    size_t count;
    char **sections = plan_sections(&count);
    add_top(plan, &out);
    for (size_t i = 0; i < count; i++) {
        add_section(plan, sections[i], &out);
        add_assumptions(plan, sections[i], &out);
    }
    add_entries(plan, "guests", &out);
    add_entries(plan, "licences", &out);
    add_outer_what_ifs(plan, &out);
    plan_sections_free(sections, count);
    return strbuf_take(&out);
}
