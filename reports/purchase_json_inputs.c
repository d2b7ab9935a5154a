// SPDX-License-Identifier: GPL-3.0-or-later
// What a purchase was planned from, as JSON.
#include <math.h>

#include "reports/json_writer.h"
#include "reports/purchase_json.h"
#include "reports/purchase_say.h"

static void add_assumption(struct json_writer *writer, const struct plan *plan,
                           enum assumption which)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "key", assumption_table[which].key);
    json_writer_number(writer, "value", plan->assumptions[which].value);
    json_writer_number(writer, "low", plan->assumptions[which].low);
    json_writer_number(writer, "high", plan->assumptions[which].high);
    json_writer_text(writer, "origin", origin_name(plan->assumptions[which].origin));
    json_writer_text(writer, "help", assumption_table[which].help);
    json_writer_close_object(writer);
}

static void add_class(struct json_writer *writer, const struct guest_class *class)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "name", class->name);
    purchase_json_uncertain(writer, "count", &class->count);
    purchase_json_uncertain(writer, "growth", &class->growth);
    json_writer_integer(writer, "vcpus", class->vcpus);
    json_writer_number(writer, "memory_bytes", class->memory_bytes);
    json_writer_number(writer, "disk_bytes", class->disk_bytes);
    json_writer_number(writer, "disk_hz", class->disk_hz);
    json_writer_number(writer, "network_bits_hz", class->network_bits_hz);
    purchase_json_uncertain(writer, "cpu_mean_cores", &class->cpu.mean_cores);
    json_writer_number(writer, "cpu_sd_cores", class->cpu.sd_cores);
    json_writer_number(writer, "cpu_correlation", class->cpu.correlation);
    json_writer_text(writer, "run", class->run);
    json_writer_number(writer, "scale", class->scale);
    json_writer_text(writer, "source", class->source);
    json_writer_close_object(writer);
}

static void add_licence(struct json_writer *writer, const struct licence *licence)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "name", licence->name);
    json_writer_text(writer, "by", licence_metric_name(licence->by));
    purchase_json_uncertain(writer, "price", &licence->price);
    json_writer_bool(writer, "yearly", licence->yearly);
    json_writer_number(writer, "maintenance", licence->maintenance);
    json_writer_integer(writer, "pack", licence->pack);
    json_writer_integer(writer, "minimum_per_socket", licence->minimum_per_socket);
    json_writer_integer(writer, "minimum_per_host", licence->minimum_per_host);
    json_writer_text(writer, "platform", licence->platform);
    json_writer_text(writer, "class", licence->class);
    json_writer_close_object(writer);
}

// --- curves -------------------------------------------------------------------------------------

static void add_point(struct json_writer *writer, const struct curve_point *point)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "guests", point->guests);
    json_writer_integer(writer, "boots", point->boots);
    purchase_json_estimate(writer, "total_hz", &point->total_hz);
    purchase_json_estimate(writer, "p99_ns", &point->p99_ns);
    purchase_json_estimate(writer, "memory_bytes", &point->memory_bytes);
    purchase_json_estimate(writer, "busy_cores", &point->busy_cores);
    json_writer_close_object(writer);
}

static void add_law(struct json_writer *writer, const struct law_fit *fit)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "law", law_name(fit->law));
    json_writer_number(writer, "gamma", fit->gamma);
    json_writer_number(writer, "alpha", fit->alpha);
    json_writer_number(writer, "beta", fit->beta);
    json_writer_number(writer, "knee", fit->knee);
    json_writer_number(writer, "residual_ss", fit->residual_ss);
    json_writer_number(writer, "residual_se", fit->residual_se);
    json_writer_number(writer, "aicc", fit->criterion);
    json_writer_number(writer, "left_out_error", fit->left_out);
    json_writer_number(writer, "peak_guests", fit->peak_load);
    json_writer_close_object(writer);
}

static void add_curve(struct json_writer *writer, const struct density_curve *curve)
{
    const struct law_choice *laws = &curve->throughput;
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "run", (uint64_t)curve->run.id);
    json_writer_text(writer, "label", curve->run.label);
    json_writer_text(writer, "platform", curve->run.platform);
    json_writer_bool(writer, "emulated", curve->run.emulated);
    json_writer_text(writer, "words", curve->words);
    purchase_json_uncertain(writer, "guests", &curve->guests);
    json_writer_bool(writer, "at_least", curve->is_at_least);
    json_writer_bool(writer, "extrapolated", curve->is_extrapolated);
    json_writer_integer(writer, "measured_most", curve->measured_most);
    purchase_json_uncertain(writer, "memory_bytes_a_guest", &curve->memory_bytes);
    purchase_json_uncertain(writer, "busy_cores_a_guest", &curve->busy_cores);
    json_writer_text(writer, "law", laws->is_fitted ? law_name(laws->best) : NULL);
    json_writer_open_array(writer, "laws");
    for (enum law law = 0; law < LAW_COUNT; law++)
        if (laws->fits[law].is_fitted)
            add_law(writer, &laws->fits[law]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "points");
    for (size_t i = 0; i < curve->point_count; i++)
        add_point(writer, &curve->points[i]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

void purchase_json_inputs(struct json_writer *writer, const struct purchase *purchase)
{
    const struct plan *plan = purchase->plan;
    json_writer_open_array(writer, "assumptions");
    for (enum assumption which = 0; which < ASSUMPTION_TOTAL; which++)
        add_assumption(writer, plan, which);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "guests");
    for (size_t i = 0; i < plan->demand.count; i++)
        add_class(writer, &plan->demand.list[i]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "licences");
    for (size_t i = 0; i < plan->licence_count; i++)
        add_licence(writer, &plan->licences[i]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "curves");
    for (size_t i = 0; i < purchase->curves.count; i++)
        add_curve(writer, &purchase->curves.list[i]);
    json_writer_close_array(writer);
}
