// SPDX-License-Identifier: GPL-3.0-or-later
// How the figures are made, in words that let a reader make them without us.
#include "common/base/strbuf.h"
#include "reports/html_parts.h"

static const char method[] =
    "<h2>How it was measured</h2>\n"
    "<p><b>A step</b> boots N fresh guests of the same shape, prepares the same load in each, and "
    "releases all of them at one barrier. They warm up until their throughput is steady, then "
    "work for a number of windows. <b>Solo</b> is the step with one guest. A density is repeated "
    "with fresh boots until every term of the objective is decided, or its budget is used up.</p>\n"
    "<p><b>Latency</b> counts from the moment an operation was <em>due</em> when the load is "
    "paced, not from when it began, so that a stalled guest cannot hide its stall; when the load "
    "is closed, from its beginning. Every guest keeps a histogram for each window. A value read "
    "from it differs from the true one by at most 1/256 (0.40 %).</p>\n"
    "<p><b>Retained</b> is the throughput a guest over that of one guest alone, <b>p99/solo</b> "
    "the same for the 99th percentile of latency. <b>Achieved</b> is operations completed over "
    "operations due, of the worst guest. <b>Fairness</b> is Jain’s index of the guests’ "
    "throughputs, (Σx)²/(n·Σx²) [1]; <b>worst</b> is the worst guest’s throughput over the "
    "median guest’s. <b>Memory a guest</b> is the proportional set size of its process on the host "
    "after the last window; where that cannot be seen, what the host’s available memory fell by "
    "while the step ran, divided by its guests.</p>\n"
    "<p><b>An interval</b> [low, high] would hold the true figure in 95 of 100 such experiments. "
    "It comes from a bootstrap that draws boots, and within each boot guests, with replacement "
    "[2]; windows of one guest are never drawn on their own, since they are not independent, and "
    "for "
    "figures of a whole boot (achieved, fairness, worst, memory) boots alone are drawn. It "
    "is Student’s interval on the bootstrap’s standard error, with as many degrees of freedom as "
    "there are boots, less one, and on the logarithm of positive quantities [3]: with three boots "
    "it is wide, and honest. One boot gives no interval, and no verdict.</p>\n"
    "<p><b>The maximum</b> is the largest density that holds with every smaller one that was tried "
    "holding too: all terms of the objective, and a total throughput that still rises.</p>\n"
    "<p class=\"muted\">[1] Jain, Chiu and Hawe 1984, DEC-TR-301. [2] Kalibera and Jones 2013, "
    "“Rigorous benchmarking in reasonable time”, ISMM. [3] Davison and Hinkley 1997, “Bootstrap "
    "Methods and their Application”, sections 2.5 and 5.2.</p>\n";

void html_add_method(struct strbuf *out)
{
    strbuf_add(out, method);
}
