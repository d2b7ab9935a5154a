// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of a plan with their intervals.
#include <math.h>

#include "common/inference/spread.h"
#include "planner/value/uncertain.h"
#include "reports/json_writer.h"
#include "reports/purchase_json.h"

void purchase_json_estimate(struct json_writer *writer, const char *key,
                            const struct estimate *estimate)
{
    json_writer_open_object(writer, key);
    json_writer_number(writer, "value", estimate->value);
    json_writer_number(writer, "low", estimate->low);
    json_writer_number(writer, "high", estimate->high);
    json_writer_close_object(writer);
}

void purchase_json_uncertain(struct json_writer *writer, const char *key,
                             const struct uncertain *number)
{
    json_writer_open_object(writer, key);
    json_writer_number(writer, "value", number->value);
    json_writer_number(writer, "low", number->low);
    json_writer_number(writer, "high", number->high);
    json_writer_text(writer, "origin",
                     isfinite(number->value) ? origin_name(number->origin) : NULL);
    json_writer_close_object(writer);
}
