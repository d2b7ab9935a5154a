// SPDX-License-Identifier: GPL-3.0-or-later
// Thresholds and names read.
#include "cli/contrast_asked.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "compare/contrasts.h"
#include "compare/measure.h"

#define THRESHOLD_LEAST 0.001
#define THRESHOLD_MOST  0.5

int contrast_threshold_parse(const char *text, double *ret_threshold, struct err *err)
{
    double threshold = CONTRAST_THRESHOLD_DEFAULT;
    if (text && units_parse_share(text, &threshold, err) < 0)
        return err_prefix(err, "--threshold");
    if (threshold < THRESHOLD_LEAST || threshold > THRESHOLD_MOST)
        return err_input(err, "--threshold: '%s' must lie between 0.1%% and 50%%", text);
    *ret_threshold = threshold;
    return 0;
}

int contrast_metrics_parse(const char *text, struct contrast_metrics *ret_metrics, struct err *err)
{
    struct contrast_metrics metrics = {0};
    for (const char *at = text; at; at += *at == ',') {
        size_t length = strcspn(at, ",");
        if (length == 0) {
            contrast_metrics_done(&metrics);
            return err_input(err,
                             "--metrics: '%s': names between commas are wanted, as "
                             "throughput,p99",
                             text);
        }
        metrics.names = alloc_resized(metrics.names, metrics.count + 1, sizeof *metrics.names);
        metrics.names[metrics.count++] = alloc_printf("%.*s", (int)length, at);
        at += length;
        if (*at == '\0')
            break;
    }
    *ret_metrics = metrics;
    return 0;
}

void contrast_metrics_done(struct contrast_metrics *metrics)
{
    for (size_t i = 0; i < metrics->count; i++)
        free((char *)metrics->names[i]);
    free(metrics->names);
    *metrics = (struct contrast_metrics){0};
}

// Names of everything that was told, each once; borrowed. New array.
static const char **list_told(const struct contrasts *contrasts, size_t *ret_count)
{
    const char **names = NULL;
    size_t count = 0;
    for (size_t c = 0; c < contrasts->count; c++) {
        const struct contrast *contrast = &contrasts->list[c];
        names = alloc_resized(names, count + contrast->count + 1, sizeof *names);
        for (size_t i = 0; i < contrast->count; i++)
            if (i == 0 || strcmp(contrast->list[i - 1].measure, contrast->list[i].measure) != 0)
                names[count++] = contrast->list[i].measure;
    }
    *ret_count = count;
    return names;
}

static bool is_told(const char *wanted, const struct contrasts *contrasts)
{
    for (size_t c = 0; c < contrasts->count; c++)
        for (size_t i = 0; i < contrasts->list[c].count; i++)
            if (measure_name_means(wanted, contrasts->list[c].list[i].measure))
                return true;
    return false;
}

int contrast_metrics_check(const struct contrast_metrics *metrics,
                           const struct contrasts *contrasts, struct err *err)
{
    for (size_t i = 0; i < metrics->count; i++) {
        const char *wanted = metrics->names[i];
        if (is_told(wanted, contrasts))
            continue;
        size_t count;
        scope_free const char **names = list_told(contrasts, &count);
        scope_free char *hint = nearest_hint(wanted, names, count);
        bool is_known = measure_find(wanted) != NULL;
        return err_input(err, "--metrics: %s '%s'%s",
                         is_known ? "neither side tells" : "there is no metric", wanted, hint);
    }
    return 0;
}
