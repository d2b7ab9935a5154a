// SPDX-License-Identifier: GPL-3.0-or-later
// What was found, in words.
#include "common/inference/saturation.h"

#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

const char *saturation_state_name(enum saturation_state state)
{
    static const char *const names[] = {
        [SATURATION_NO] = "no",
        [SATURATION_YES] = "yes",
        [SATURATION_UNKNOWN] = "not known",
    };
    return names[state];
}

static char *figure_text(const struct saturation_figure *figure)
{
    if (figure->condition->is_ratio)
        return alloc_printf("%.3g %%", 100 * figure->value);
    return alloc_printf("%.3g", figure->value);
}

// The condition's words with its figure in place of %s.
static void add_figure(struct strbuf *text, const struct saturation_figure *figure)
{
    const char *words = figure->condition->words, *gap = strstr(words, "%s");
    scope_free char *value = figure_text(figure);
    strbuf_printf(text, "%.*s%s%s", (int)(gap - words), words, value, gap + strlen("%s"));
}

static void add_name(struct strbuf *text, const struct saturation_finding *finding)
{
    bool has_name = strchr(finding->rule->object, '*') && *finding->object;
    strbuf_printf(text, "%s%s%s%s", finding->resource, has_name ? " (" : "",
                  has_name ? finding->object : "", has_name ? ")" : "");
}

static void add_finding(struct strbuf *text, const struct saturation_finding *finding)
{
    add_name(text, finding);
    if (finding->state == SATURATION_UNKNOWN)
        strbuf_printf(text, ": not known: %s", finding->missing);
    if (finding->state != SATURATION_YES)
        return;
    for (size_t i = 0; i < finding->figure_count; i++) {
        strbuf_add(text, i == 0 ? ": " : " and ");
        add_figure(text, &finding->figures[i]);
    }
}

char *saturation_finding_text(const struct saturation_finding *finding)
{
    struct strbuf text = {0};
    add_finding(&text, finding);
    return strbuf_take(&text);
}

char *saturation_finding_name(const struct saturation_finding *finding)
{
    struct strbuf text = {0};
    add_name(&text, finding);
    return strbuf_take(&text);
}

static const struct saturation_finding *first_unknown(const struct saturation *saturation)
{
    for (size_t i = 0; i < saturation->count; i++)
        if (saturation->list[i].state == SATURATION_UNKNOWN)
            return &saturation->list[i];
    return NULL;
}

enum saturation_state saturation_state(const struct saturation *saturation)
{
    if (saturation->first)
        return SATURATION_YES;
    return first_unknown(saturation) ? SATURATION_UNKNOWN : SATURATION_NO;
}

char *saturation_phrase(const struct saturation *saturation)
{
    const struct saturation_finding *unknown = first_unknown(saturation);
    if (saturation->first)
        return saturation_finding_name(saturation->first);
    if (!unknown)
        return alloc_copy("none by the rules");
    scope_free char *name = saturation_finding_name(unknown);
    return alloc_printf("not known: %s: %s", name, unknown->missing);
}

static void add_others(struct strbuf *text, const struct saturation *saturation)
{
    bool is_begun = false;
    for (size_t i = 0; i < saturation->count; i++) {
        const struct saturation_finding *finding = &saturation->list[i];
        if (finding->state != SATURATION_YES || finding == saturation->first)
            continue;
        strbuf_add(text, is_begun ? ", " : "; also: ");
        add_name(text, finding);
        is_begun = true;
    }
}

static void add_unknown(struct strbuf *text, const struct saturation *saturation)
{
    bool is_begun = false;
    for (size_t i = 0; i < saturation->count; i++) {
        const struct saturation_finding *finding = &saturation->list[i];
        if (finding->state != SATURATION_UNKNOWN)
            continue;
        strbuf_add(text, is_begun ? ", " : "; not known: ");
        add_name(text, finding);
        strbuf_printf(text, " (%s)", finding->missing);
        is_begun = true;
    }
}

char *saturation_sentence(const struct saturation *saturation)
{
    struct strbuf text = {0};
    if (saturation->first) {
        strbuf_add(&text, "first to give out: ");
        add_finding(&text, saturation->first);
    } else {
        strbuf_add(&text, "nothing gave out by the rules");
    }
    add_others(&text, saturation);
    add_unknown(&text, saturation);
    return strbuf_take(&text);
}
