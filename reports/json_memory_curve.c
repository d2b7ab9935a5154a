// SPDX-License-Identifier: GPL-3.0-or-later
// Points and rises, units in the names.
#include "reports/json_memory_curve.h"

#include "common/inference/memory_curve.h"
#include "reports/json_writer.h"

static void add_point(struct json_writer *writer, const struct memory_curve_point *point)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "working_set_bytes", point->bytes);
    json_writer_integer(writer, "boots", point->boots);
    json_writer_number(writer, "load_ns", point->load_ns.value);
    json_writer_number(writer, "load_ns_low", point->load_ns.low);
    json_writer_number(writer, "load_ns_high", point->load_ns.high);
    json_writer_close_object(writer);
}

static void add_rise(struct json_writer *writer, const struct memory_curve *curve,
                     const struct memory_curve_rise *rise)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "from_bytes", curve->points[rise->from].bytes);
    json_writer_number(writer, "half_bytes", rise->half_bytes);
    json_writer_integer(writer, "to_bytes", curve->points[rise->to].bytes);
    json_writer_number(writer, "from_ns", curve->points[rise->from].load_ns.value);
    json_writer_number(writer, "to_ns", curve->points[rise->to].load_ns.value);
    json_writer_close_object(writer);
}

static void add_curve(struct json_writer *writer, const struct memory_curve *curve)
{
    json_writer_open_object(writer, NULL);
    json_writer_integer(writer, "page_bytes", curve->page_bytes);
    json_writer_open_array(writer, "points");
    for (size_t i = 0; i < curve->point_count; i++)
        add_point(writer, &curve->points[i]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "rises");
    for (size_t i = 0; i < curve->rise_count; i++)
        add_rise(writer, curve, &curve->rises[i]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void add_cache(struct json_writer *writer, const struct memory_curves *curves,
                      const struct memory_curve_cache *cache)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "name", cache->name);
    json_writer_integer(writer, "bytes", cache->bytes);
    json_writer_open_array(writer, "rises");
    for (size_t i = 0; i < curves->count; i++) {
        const struct memory_curve *curve = &curves->list[i];
        const struct memory_curve_rise *rise = memory_curve_rise_at(curve, cache->bytes);
        json_writer_open_object(writer, NULL);
        json_writer_integer(writer, "page_bytes", curve->page_bytes);
        json_writer_bool(writer, "stands_there", rise != NULL);
        json_writer_close_object(writer);
    }
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

void json_memory_curves(struct json_writer *writer, const struct memory_curves *curves)
{
    json_writer_open_array(writer, "memory_curves");
    for (size_t i = 0; i < curves->count; i++)
        add_curve(writer, &curves->list[i]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "caches");
    for (size_t i = 0; i < curves->cache_count; i++)
        add_cache(writer, curves, &curves->caches[i]);
    json_writer_close_array(writer);
}
