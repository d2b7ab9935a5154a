// SPDX-License-Identifier: GPL-3.0-or-later
// Which resource of the host gives out first in a step, by stated rules, with the figures that
// decided. The rules follow Gregg 2013, "Thinking Methodically about Performance" (CACM 56(2), the
// USE method): of each resource its utilisation, its saturation (work that waits) and its errors.
// A resource whose figures are missing is "not known", and why; never "fine".
#ifndef FULLHOUSE_COMMON_INFERENCE_SATURATION_H
#define FULLHOUSE_COMMON_INFERENCE_SATURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct step_record;
struct telemetry;

enum saturation_state {
    SATURATION_NO,
    SATURATION_YES,
    SATURATION_UNKNOWN, // a figure is missing that could have said so
    SATURATION_STATE_COUNT,
};

enum saturation_sign {
    SATURATION_UTILISATION, // how much of it is used
    SATURATION_WAITING,     // work that waits for it
    SATURATION_ERRORS,      // work it turned away
};

enum { SATURATION_CONDITIONS = 3 };

// One figure held against one threshold. The figure is the mean over the measured windows.
struct saturation_condition {
    enum saturation_sign sign;
    const char *source, *metric;    // of the rule's object; NULL metric: no condition
    const char *object;             // of another one, or NULL
    const char *over_source, *over; // divided by this metric of the rule's object; NULL: it is not
    double factor;                  // times this; 0: 1
    double bound;                   // met at or above it; at or below it with is_most
    bool is_most;
    const char *words; // "%s of the CPUs' time was used"; %s is the figure
    bool is_ratio;     // its figure is a share and told in percent
};

// Met when all its conditions are. Rules of the same resource are alternatives.
struct saturation_rule {
    const char *resource; // "CPU"
    const char *object;   // "host", or "disk *" for every disk
    struct saturation_condition conditions[SATURATION_CONDITIONS];
};

// In order: of several that are met, the one that stands first explains those behind it. What is
// limited by a setting comes before the thing itself; want of memory before the disk that it makes
// busy; what makes CPUs wait before the CPUs.
extern const struct saturation_rule saturation_rules[];
extern const size_t saturation_rule_count;

struct saturation_figure {
    const struct saturation_condition *condition;
    double value; // NAN: missing
};

// What became of one resource (on one object: each disk for itself where it is saturated).
struct saturation_finding {
    const char *resource; // the rule's, borrowed
    char *object;         // "disk vda", "host"
    enum saturation_state state;
    const struct saturation_rule *rule; // that was met, or could not be decided
    struct saturation_figure figures[SATURATION_CONDITIONS];
    size_t figure_count;
    char *missing; // UNKNOWN: what is missing, and why; "" else
};

struct saturation {
    struct saturation_finding *list; // each resource, in the rules' order; the met ones of each
                                     // object, else one finding
    size_t count;
    const struct saturation_finding *first; // the first that is met, or NULL
};

// Of one step's telemetry, over the last measured_ns of it. Release with saturation_done.
void saturation_init(struct saturation *saturation, const struct telemetry *telemetry,
                     int64_t measured_ns);
void saturation_done(struct saturation *saturation);

// "CPU: 99.3 % of the CPUs' time was used and threads waited 41 % of the time" for a met finding;
// "memory bandwidth: not known: no source tells ..." for an unknown one. New string.
char *saturation_finding_text(const struct saturation_finding *finding);

// "CPU", "disk (disk vda)". New string.
char *saturation_finding_name(const struct saturation_finding *finding);

// Of how a step went the shortest answer: the name of what gave out first; "none by the rules"; or
// "not known: memory: no ...", of the first that is not. New string.
char *saturation_phrase(const struct saturation *saturation);

// YES where something gave out, UNKNOWN where nothing did but a figure is missing, else NO.
enum saturation_state saturation_state(const struct saturation *saturation);

// "first to give out: CPU: ...; also: ...; not known: ..." or "no resource gave out by these rules;
// not known: ...". New string.
char *saturation_sentence(const struct saturation *saturation);

// "no", "yes", "not known".
const char *saturation_state_name(enum saturation_state state);

#endif
