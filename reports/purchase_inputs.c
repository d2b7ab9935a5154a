// SPDX-License-Identifier: GPL-3.0-or-later
// What a purchase was planned from, as cells: assumptions, guests, licences, laws of the curves.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "reports/purchase_tables.h"
#include "reports/purchase_say.h"
#include "reports/table.h"
#include "reports/utf8.h"

static void add_taken(struct table *table, char *text)
{
    table_add_cell(table, text && *text ? text : "-");
    free(text);
}

void purchase_table_assumptions(struct table *table, const struct purchase *purchase,
                                size_t help_columns)
{
    const struct plan *plan = purchase->plan;
    table_add_column(table, "assumption", true);
    table_add_column(table, "value", false);
    table_add_column(table, "origin", true);
    if (help_columns > 0)
        table_add_column(table, "what it is", true);
    for (enum assumption which = 0; which < ASSUMPTION_TOTAL; which++) {
        const char *help = assumption_table[which].help;
        table_add_cell(table, assumption_table[which].key);
        add_taken(table,
                  assumption_format_uncertain(which, &plan->assumptions[which], plan->currency));
        table_add_cell(table, origin_name(plan->assumptions[which].origin));
        if (help_columns > 0)
            add_taken(table, utf8_cut(help, help_columns));
    }
}

// --- guests -------------------------------------------------------------------------------------

static char *bytes_text(double bytes)
{
    char text[UNITS_TEXT_SIZE];
    return bytes > 0 && bytes < 0x1p63 ? alloc_copy(units_format_bytes(text, (uint64_t)bytes))
                                       : NULL;
}

static char *cpu_text(const struct guest_class *class)
{
    return class->run ? alloc_printf("run %s%s", class->run, class->scale != 1 ? ", scaled" : "")
                      : purchase_uncertain(&class->cpu.mean_cores, false);
}

static char *source_text(const struct guest_class *class)
{
    return alloc_printf("%s, %s", class->source ? class->source : "plan",
                        origin_name(class->count.origin));
}

void purchase_table_guests(struct table *table, const struct purchase *purchase)
{
    const struct demand *demand = &purchase->plan->demand;
    static const char *const headings[] = {"guests", "today",       "growth a year", "vCPUs",
                                           "memory", "CPU (cores)", "from"};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        table_add_column(table, headings[i], i == 0 || i == 6);
    for (size_t i = 0; i < demand->count; i++) {
        const struct guest_class *class = &demand->list[i];
        table_add_cell(table, class->name);
        add_taken(table, purchase_uncertain(&class->count, false));
        add_taken(table, purchase_uncertain(&class->growth, true));
        add_taken(table, class->vcpus ? alloc_printf("%" PRIu32, class->vcpus) : NULL);
        add_taken(table, bytes_text(class->memory_bytes));
        add_taken(table, cpu_text(class));
        add_taken(table, source_text(class));
    }
}

// --- servers ------------------------------------------------------------------------------------

static char *price_text(const struct uncertain *price)
{
    char value[MONEY_TEXT_SIZE], low[MONEY_TEXT_SIZE], high[MONEY_TEXT_SIZE];
    money_round(value, price->value);
    if (uncertain_is_exact(price))
        return alloc_copy(value);
    return alloc_printf("%s [%s, %s]", value, money_round(low, price->low),
                        money_round(high, price->high));
}

static char *watts_text(const struct host_model *model)
{
    double idle = model->watts[0], full = model->watts[POWER_POINTS - 1];
    return isfinite(idle) && isfinite(full) ? alloc_printf("%.0f to %.0f", idle, full) : NULL;
}

void purchase_table_servers(struct table *table, const struct purchase *purchase)
{
    static const char *const headings[] = {"server", "price",      "cores",          "memory",
                                           "watts",  "rack units", "a core's score", "runs"};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        table_add_column(table, headings[i], i == 0 || i == 7);
    for (size_t i = 0; i < purchase->plan->catalogue.count; i++) {
        const struct host_model *model = &purchase->plan->catalogue.models[i];
        double score = model->score / model->cores;
        table_add_cell(table, model->name);
        add_taken(table, price_text(&model->price));
        add_taken(table, alloc_printf("%" PRIu32, model->cores));
        add_taken(table, bytes_text(model->memory_bytes));
        add_taken(table, watts_text(model));
        add_taken(table, alloc_printf("%g", model->rack_units));
        add_taken(table, isfinite(score) ? alloc_printf("%.3g", score) : NULL);
        add_taken(table, model->runs ? alloc_copy(model->runs) : NULL);
    }
}

// --- licences -----------------------------------------------------------------------------------

static char *licence_rules(const struct licence *licence)
{
    struct strbuf text = {0};
    if (licence->minimum_per_socket)
        strbuf_printf(&text, "at least %" PRIu32 " cores a socket; ", licence->minimum_per_socket);
    if (licence->minimum_per_host)
        strbuf_printf(&text, "at least %" PRIu32 " cores a host; ", licence->minimum_per_host);
    if (licence->maintenance > 0)
        strbuf_printf(&text, "%.3g%% a year of maintenance; ", 100 * licence->maintenance);
    if (licence->platform)
        strbuf_printf(&text, "of %s alone; ", licence->platform);
    if (licence->class)
        strbuf_printf(&text, "of %s alone; ", licence->class);
    if (text.length >= 2)
        text.text[text.length - 2] = '\0';
    return strbuf_take(&text);
}

static char *licence_unit(const struct licence *licence)
{
    const char *metric = licence_metric_name(licence->by);
    return licence->pack > 1 ? alloc_printf("%" PRIu32 " %ss", licence->pack, metric)
                             : alloc_copy(metric);
}

void purchase_table_licences(struct table *table, const struct purchase *purchase)
{
    static const char *const headings[] = {"licence", "price", "by", "paid", "rules", "origin"};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        table_add_column(table, headings[i], i != 1);
    for (size_t i = 0; i < purchase->plan->licence_count; i++) {
        const struct licence *licence = &purchase->plan->licences[i];
        table_add_cell(table, licence->name);
        add_taken(table, price_text(&licence->price));
        add_taken(table, licence_unit(licence));
        table_add_cell(table, licence->yearly ? "by the year" : "once");
        add_taken(table, licence_rules(licence));
        table_add_cell(table, origin_name(licence->price.origin));
    }
}

// --- laws ---------------------------------------------------------------------------------------

static char *parameter(double value, double error)
{
    if (!isfinite(value))
        return NULL;
    return isfinite(error) ? alloc_printf("%.3g ±%.2g", value, error) : alloc_printf("%.3g", value);
}

static void add_law(struct table *table, const struct density_curve *curve, enum law law)
{
    const struct law_fit *fit = &curve->throughput.fits[law];
    bool is_best = curve->throughput.is_fitted && curve->throughput.best == law;
    add_taken(table, alloc_printf("run %" PRId64, curve->run.id));
    add_taken(table, alloc_printf("%s%s", law_name(law), is_best ? " (chosen)" : ""));
    add_taken(table, parameter(fit->gamma, fit->gamma_se));
    add_taken(table, parameter(fit->alpha, fit->alpha_se));
    add_taken(table, parameter(fit->beta, fit->beta_se));
    add_taken(table, parameter(fit->knee, NAN));
    add_taken(table,
              isfinite(fit->peak_load) ? alloc_printf("%.3g", fit->peak_load) : alloc_copy("none"));
    add_taken(table, isfinite(fit->criterion) ? alloc_printf("%.4g", fit->criterion) : NULL);
    add_taken(table, isfinite(fit->left_out) ? alloc_printf("%.2g %%", 100 * fit->left_out) : NULL);
}

void purchase_table_laws(struct table *table, const struct purchase *purchase)
{
    static const char *const headings[] = {"curve", "law",  "gamma", "alpha",   "beta",
                                           "knee",  "peak", "AICc",  "left out"};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        table_add_column(table, headings[i], i < 2);
    for (size_t c = 0; c < purchase->curves.count; c++)
        for (enum law law = 0; law < LAW_COUNT; law++)
            if (purchase->curves.list[c].throughput.fits[law].is_fitted)
                add_law(table, &purchase->curves.list[c], law);
}
