// SPDX-License-Identifier: GPL-3.0-or-later
// The answer over all series of a history.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/compare/effect.h"
#include "reports/compare/history_words.h"

struct found {
    const struct history_line *line;
    const struct history_series *series;
};

static const char *emulation_mark(const struct history *history)
{
    size_t emulated = 0;
    for (size_t i = 0; i < history->line_count; i++)
        emulated += history->lines[i].is_emulated;
    if (emulated == 0)
        return "";
    return emulated == history->line_count ? "Under emulation. " : "In part under emulation. ";
}

static double size_of(const struct estimate *ratio)
{
    double size = fabs(log(ratio->value));
    return isnan(size) ? 0 : size;
}

static struct found worst_of(const struct history *history)
{
    struct found found = {0};
    for (size_t i = 0; i < history->line_count; i++)
        for (size_t s = 0; s < history->lines[i].series_count; s++) {
            const struct history_series *series = &history->lines[i].series[s];
            if (!series->is_judged || !series->is_worse)
                continue;
            if (!found.series ||
                size_of(&series->worse_ratio) > size_of(&found.series->worse_ratio))
                found = (struct found){&history->lines[i], series};
        }
    return found;
}

// How the ends of those look that are not worse yet.
static size_t count_unlike(const struct history *history)
{
    size_t count = 0;
    for (size_t i = 0; i < history->line_count; i++)
        for (size_t s = 0; s < history->lines[i].series_count; s++)
            count +=
                history->lines[i].series[s].is_judged && history->lines[i].series[s].end.unlike > 0;
    return count;
}

static void add_worst(struct strbuf *text, const struct history *history)
{
    struct found worst = worst_of(history);
    size_t at = worst.series->changes[worst.series->best].at;
    scope_free char *name = history_series_name(worst.series);
    scope_free char *since = history_point_words(worst.line, worst.series, at);
    scope_free char *ratio = effect_text(&worst.series->worse_ratio);
    strbuf_printf(text, " %s: %s since %s, %s.", history->worse_count > 1 ? "The largest" : "It is",
                  name, since, ratio);
}

char *history_answer(const struct history *history)
{
    struct strbuf text = {0};
    size_t unlike = count_unlike(history);
    strbuf_printf(&text, "%s%s: %s: ", emulation_mark(history),
                  history->worse_count > 0 ? "Worse" : "Not worse", history->runs.label);
    if (history->series_count == 0)
        strbuf_add(&text, "nothing was judged.");
    else if (history->worse_count > 0)
        strbuf_printf(&text, "%zu of %zu series %s than before.", history->worse_count,
                      history->series_count, history->worse_count == 1 ? "is worse" : "are worse");
    else if (history->changed_count > 0)
        strbuf_printf(&text, "%zu of %zu series changed, none of them is worse now.",
                      history->changed_count, history->series_count);
    else
        strbuf_printf(&text, "no change in %zu series.", history->series_count);
    if (history->worse_count > 0)
        add_worst(&text, history);
    if (unlike > 0)
        strbuf_printf(&text, " The end of %zu series is unlike what was before.", unlike);
    return strbuf_take(&text);
}
