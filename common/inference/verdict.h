// SPDX-License-Identifier: GPL-3.0-or-later
// Service-level terms held against estimates. Private to inference.
#ifndef FULLHOUSE_COMMON_INFERENCE_VERDICT_H
#define FULLHOUSE_COMMON_INFERENCE_VERDICT_H

#include "common/inference/density.h"

// The statistic of sample.h that a metric is.
int verdict_statistic(enum slo_metric metric);

// True for bounds and metrics that stand relative to one guest alone.
bool verdict_is_relative(const struct slo_term *term);

// A whole interval, at the confidence of this look, against a term's bound; an interval that is not
// there decides nothing.
enum density_verdict verdict_of_term(const struct slo_term *term, const struct estimate *estimate);

// The ratio of total throughputs.
enum density_verdict verdict_of_rise(const struct estimate *ratio);

// All terms and rises.
enum density_verdict verdict_of_density(const struct density *density);

#endif
