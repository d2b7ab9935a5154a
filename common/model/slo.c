// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing service-level terms. Knows which bound and which direction suits a metric; it
// does not know how a metric is computed.
#include "common/model/slo.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/exact.h"
#include "common/stats/histogram.h"

enum {
    TERMS_MAX = 64,
    WORD_SHOWN_MAX = 40, // of a wrong word in a message
};
#define TIMES_MAX 1e6

static const struct {
    const char *bounds;
    const char *help;
} metrics[] = {
#define X(name, word, bounds_text, help_text) [SLO_##name] = {bounds_text, help_text},
    SLO_METRICS(X)
#undef X
};

static const char *const metric_words[] = {
#define X(name, word, bounds_text, help_text) [SLO_##name] = word,
    SLO_METRICS(X)
#undef X
};

const char *slo_metric_name(enum slo_metric metric)
{
    return (unsigned)metric < SLO_METRIC_COUNT ? metric_words[metric] : "unknown";
}

const char *slo_metric_help(enum slo_metric metric)
{
    return (unsigned)metric < SLO_METRIC_COUNT ? metrics[metric].help : "";
}

static bool allows(enum slo_metric metric, char bound)
{
    return strchr(metrics[metric].bounds, bound) != NULL;
}

// Times are better when they are small, everything else when it is large.
static bool better_small(enum slo_metric metric)
{
    return allows(metric, 'd');
}

static char *trimmed(const char *begin, size_t length)
{
    static const char blanks[] = " \t\r\n";
    while (length > 0 && strchr(blanks, *begin)) {
        begin++;
        length--;
    }
    while (length > 0 && strchr(blanks, begin[length - 1]))
        length--;
    char *word = alloc_zeroed(length + 1, 1);
    memcpy(word, begin, length);
    return word;
}

static int parse_metric(const char *word, enum slo_metric *ret_metric, struct err *err)
{
    for (int i = 0; i < SLO_METRIC_COUNT; i++) {
        if (strcasecmp(word, metric_words[i]) == 0) {
            *ret_metric = i;
            return 0;
        }
    }
    scope_free char *hint = nearest_hint(word, metric_words, SLO_METRIC_COUNT);
    return err_input(err, "no metric '%.*s'%s", WORD_SHOWN_MAX, word, hint);
}

static int check_direction(const struct slo_term *term, struct err *err)
{
    if (term->at_most == better_small(term->metric))
        return 0;
    return err_input(err, "%s is better when it is %s: write %s%s", slo_metric_name(term->metric),
                     term->at_most ? "large" : "small", slo_metric_name(term->metric),
                     term->at_most ? ">=" : "<=");
}

// What a metric may be held against, for people.
static const char *bounds_help(enum slo_metric metric)
{
    if (better_small(metric))
        return "a duration such as 20ms or a multiple of solo such as 3x";
    if (allows(metric, 'r'))
        return "a rate such as 1000/s or a multiple of solo such as 0.8x";
    return "a share such as 95%";
}

static int parse_times(const char *word, double *ret_value, struct err *err)
{
    size_t digits = strspn(word, "0123456789.eE+-");
    char *end;
    double value = strtod(word, &end);
    if (digits + 1 != strlen(word) || end != word + digits || digits == 0)
        return err_input(err, "'%.*s' is no multiple of solo such as 3x", WORD_SHOWN_MAX, word);
    if (!(value > 0) || value > TIMES_MAX)
        return err_input(err, "'%.*s' must lie above 0x and at most at %.0fx", WORD_SHOWN_MAX, word,
                         TIMES_MAX);
    *ret_value = value;
    return 0;
}

static int parse_duration(const char *word, double *ret_value, struct err *err)
{
    uint64_t ns;
    int r = units_parse_duration_ns(word, &ns, err);
    if (r < 0)
        return r;
    if (ns == 0 || ns > HISTOGRAM_MAX_NS)
        return err_input(err, "'%.*s' must lie above 0 and below 4.8h, the longest time measured",
                         WORD_SHOWN_MAX, word);
    *ret_value = (double)ns;
    return 0;
}

static int parse_rate(const char *word, double *ret_value, struct err *err)
{
    struct rate rate;
    int r = units_parse_rate(word, &rate, err);
    if (r < 0)
        return r;
    if (rate.is_share)
        return err_input(err, "'%.*s' is a share; retained>=%.*s says that of throughput",
                         WORD_SHOWN_MAX, word, WORD_SHOWN_MAX, word);
    *ret_value = rate.value;
    return 0;
}

static int parse_bound(const char *word, struct slo_term *term, struct err *err)
{
    size_t length = strlen(word);
    if (length == 0)
        return err_input(err, "a bound is missing: %s", bounds_help(term->metric));
    bool times = word[length - 1] == 'x' || word[length - 1] == 'X';
    if (times && !allows(term->metric, 'x'))
        return err_input(err, "%s takes %s, not '%.*s'", slo_metric_name(term->metric),
                         bounds_help(term->metric), WORD_SHOWN_MAX, word);
    if (times) {
        term->bound = SLO_TIMES_SOLO;
        return parse_times(word, &term->value, err);
    }
    if (allows(term->metric, 'd')) {
        term->bound = SLO_DURATION_NS;
        return parse_duration(word, &term->value, err);
    }
    if (allows(term->metric, 'r')) {
        term->bound = SLO_RATE;
        return parse_rate(word, &term->value, err);
    }
    term->bound = SLO_SHARE;
    return units_parse_share(word, &term->value, err);
}

// The place of "<=" or ">=" in a term, or NULL with err set.
static const char *find_relation(const char *text, struct err *err)
{
    const char *sign = strpbrk(text, "<>=");
    if (sign && *sign != '=' && sign[1] == '=')
        return sign;
    if (sign && *sign != '=')
        err_input(err, "write %c= for %c", *sign, *sign);
    else
        err_input(err, "a term is a metric, <= or >=, and a bound, as in p99<=3x");
    return NULL;
}

static int parse_term(const char *text, struct slo_term *ret_term, struct err *err)
{
    const char *sign = find_relation(text, err);
    if (!sign)
        return -EINVAL;
    struct slo_term term = {.at_most = *sign == '<'};
    scope_free char *metric = trimmed(text, (size_t)(sign - text));
    scope_free char *bound = trimmed(sign + 2, strlen(sign + 2));
    int r = parse_metric(metric, &term.metric, err);
    if (r == 0)
        r = check_direction(&term, err);
    if (r == 0)
        r = parse_bound(bound, &term, err);
    if (r == 0)
        *ret_term = term;
    return r;
}

static int append_term(struct slo *slo, const char *begin, size_t length, struct err *err)
{
    scope_free char *text = trimmed(begin, length);
    if (slo->count == TERMS_MAX)
        return err_input(err, "more than %d terms", TERMS_MAX);
    if (!*text)
        return err_input(err, "a term is missing beside a comma");
    struct slo_term term;
    int r = parse_term(text, &term, err);
    if (r < 0) {
        err_prefix(err, "'%.*s'", WORD_SHOWN_MAX, text);
        return r;
    }
    slo->terms = alloc_resized(slo->terms, slo->count + 1, sizeof(slo->terms[0]));
    slo->terms[slo->count++] = term;
    return 0;
}

int slo_parse(const char *text, struct slo *ret_slo, struct err *err)
{
    struct slo slo = {0};
    int r = 0;
    bool blank = text[strspn(text, " \t\r\n")] == '\0';
    for (const char *at = text; at && !blank && r == 0;) {
        size_t length = strcspn(at, ",");
        r = append_term(&slo, at, length, err);
        at = at[length] ? at + length + 1 : NULL;
    }
    if (r < 0) {
        slo_done(&slo);
        return r;
    }
    *ret_slo = slo;
    return 0;
}

static char *bound_format(const struct slo_term *term)
{
    if (term->bound == SLO_DURATION_NS)
        return exact_duration((uint64_t)term->value);
    if (term->bound == SLO_SHARE)
        return exact_share(term->value);
    if (term->bound == SLO_RATE)
        return exact_rate(&(struct rate){.value = term->value});
    scope_free char *times = exact_number(term->value);
    return alloc_printf("%sx", times);
}

char *slo_term_format(const struct slo_term *term)
{
    scope_free char *bound = bound_format(term);
    return alloc_printf("%s%s%s", slo_metric_name(term->metric),
                        term->at_most ? "<=" : ">=", bound);
}

char *slo_format(const struct slo *slo)
{
    struct strbuf text = {0};
    for (size_t i = 0; i < slo->count; i++) {
        scope_free char *term = slo_term_format(&slo->terms[i]);
        strbuf_printf(&text, "%s%s", i ? "," : "", term);
    }
    return strbuf_take(&text);
}

void slo_copy(struct slo *into, const struct slo *from)
{
    *into = (struct slo){0};
    if (from->count == 0)
        return;
    into->terms = alloc_zeroed(from->count, sizeof(from->terms[0]));
    memcpy(into->terms, from->terms, from->count * sizeof(from->terms[0]));
    into->count = from->count;
}

void slo_done(struct slo *slo)
{
    if (!slo)
        return;
    free(slo->terms);
    *slo = (struct slo){0};
}
