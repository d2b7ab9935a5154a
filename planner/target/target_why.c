// SPDX-License-Identifier: GPL-3.0-or-later
// Every host is asked; the answers are counted by what stands in the way, with the host that misses
// least.
#include "planner/target/target_why.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

struct shortage { // of one resource
    size_t hosts;
    int32_t nearest;
    int64_t missing; // there
};

struct veto { // of one rule
    const struct rule *rule;
    size_t hosts;
    int32_t first;
};

struct reasons {
    const struct target_case *problem;
    uint32_t guest;
    size_t closed, full; // full: as many guests as they may have
    int32_t first_closed, first_full;
    struct shortage shortages[AMOUNT_COUNT];
    struct veto *vetoes;
    size_t veto_count;
    int32_t fine; // a host that would take it, or -1
};

static const char *host_name(const struct reasons *reasons, int32_t host)
{
    return reasons->problem->estate->hosts[host].name;
}

static void note_shortage(struct shortage *shortage, uint32_t host, int64_t missing)
{
    if (shortage->hosts++ == 0 || missing < shortage->missing) {
        shortage->nearest = (int32_t)host;
        shortage->missing = missing;
    }
}

static void note_veto(struct reasons *reasons, const struct rule *rule, uint32_t host)
{
    for (size_t v = 0; v < reasons->veto_count; v++)
        if (reasons->vetoes[v].rule == rule) {
            reasons->vetoes[v].hosts++;
            return;
        }
    reasons->vetoes =
        alloc_resized(reasons->vetoes, reasons->veto_count + 1, sizeof *reasons->vetoes);
    reasons->vetoes[reasons->veto_count++] = (struct veto){rule, 1, (int32_t)host};
}

static void note(struct reasons *reasons, uint32_t host, const struct standing_answer *answer)
{
    switch (answer->hindrance) {
    case STANDING_FINE:
        reasons->fine = (int32_t)host;
        break;
    case STANDING_CLOSED:
        if (reasons->closed++ == 0)
            reasons->first_closed = (int32_t)host;
        break;
    case STANDING_ROOM:
        note_shortage(&reasons->shortages[answer->resource], host, answer->missing);
        break;
    case STANDING_COUNT:
        if (reasons->full++ == 0)
            reasons->first_full = (int32_t)host;
        break;
    case STANDING_NODE:
    case STANDING_RULE:
        note_veto(reasons, answer->rule, host);
        break;
    }
}

// --- why ----------------------------------------------------------------------------------------

static const char *separator(const struct strbuf *text)
{
    return text->length ? "; " : "";
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void tell_shortage(const struct reasons *reasons, enum amount_resource r, struct strbuf *why,
                          struct strbuf *mend)
{
    const struct amounts *amounts = reasons->problem->amounts;
    const struct shortage *shortage = &reasons->shortages[r];
    scope_free char *size = amount_format(amounts->policy, r, amounts->size[reasons->guest][r]);
    scope_free char *missing = amount_format(amounts->policy, r, shortage->missing);
    const char *name = host_name(reasons, shortage->nearest);
    strbuf_printf(why, "%s%zu host%s %s not enough %s left for its %s (nearest is %s, %s short)",
                  separator(why), shortage->hosts, plural(shortage->hosts),
                  shortage->hosts == 1 ? "has" : "have", amount_name(r), size, name, missing);
    strbuf_printf(mend, "%s%s more %s on %s", mend->length ? ", or " : "", missing, amount_name(r),
                  name);
}

static void tell_veto(const struct reasons *reasons, const struct veto *veto, struct strbuf *why,
                      struct strbuf *mend)
{
    strbuf_printf(why, "%s%s keeps it from %zu host%s", separator(why), rule_text(veto->rule),
                  veto->hosts, plural(veto->hosts));
    strbuf_printf(mend, "%swithout %s (then %s takes it)", mend->length ? ", or " : "",
                  rule_text(veto->rule), host_name(reasons, veto->first));
}

static void tell(const struct reasons *reasons, struct strbuf *why, struct strbuf *mend)
{
    for (int r = 0; r < AMOUNT_COUNT; r++)
        if (reasons->shortages[r].hosts)
            tell_shortage(reasons, r, why, mend);
    if (reasons->full)
        strbuf_printf(why, "%s%zu host%s as many guests as may be", separator(why), reasons->full,
                      reasons->full == 1 ? " has" : "s have");
    if (reasons->full)
        strbuf_printf(mend, "%sone more guest allowed on %s", mend->length ? ", or " : "",
                      host_name(reasons, reasons->first_full));
    for (size_t v = 0; v < reasons->veto_count; v++)
        tell_veto(reasons, &reasons->vetoes[v], why, mend);
    if (reasons->closed)
        strbuf_printf(why, "%s%zu host%s drained", separator(why), reasons->closed,
                      reasons->closed == 1 ? " is" : "s are");
    if (reasons->closed && !mend->length)
        strbuf_printf(mend, "%s back from maintenance", host_name(reasons, reasons->first_closed));
}

// --- who is larger than any host ----------------------------------------------------------------

static int32_t largest_host(const struct amounts *amounts, enum amount_resource r)
{
    int32_t largest = -1;
    for (size_t h = 0; h < amounts->hosts; h++)
        if (!amounts->is_closed[h] &&
            (largest < 0 || amounts->room[h][r] > amounts->room[largest][r]))
            largest = (int32_t)h;
    return largest;
}

static bool is_beyond_all(const struct reasons *reasons, struct strbuf *why, struct strbuf *mend)
{
    const struct amounts *amounts = reasons->problem->amounts;
    for (int r = 0; r < AMOUNT_COUNT; r++) {
        int32_t host = largest_host(amounts, r);
        int64_t size = amounts->least[reasons->guest][r];
        if (host < 0 || size <= amounts->room[host][r])
            continue;
        scope_free char *needs = amount_format(amounts->policy, r, size);
        scope_free char *has = amount_format(amounts->policy, r, amounts->room[host][r]);
        scope_free char *more = amount_format(amounts->policy, r, size - amounts->room[host][r]);
        if (amounts->room[host][r] > 0)
            strbuf_printf(why, "it is larger than any host: %s of %s, and %s has most room with %s",
                          needs, amount_name(r), host_name(reasons, host), has);
        else
            strbuf_printf(why, "no host has any %s left for guests after reserves, and it needs %s",
                          amount_name(r), needs);
        strbuf_printf(mend, "a host with room for %s of %s (%s more than %s has)", needs,
                      amount_name(r), more, host_name(reasons, host));
        return true;
    }
    return false;
}

// --- one guest ----------------------------------------------------------------------------------

// What stands against the place a pinned guest may not leave; it is the only one asked.
static void tell_pinned(struct reasons *reasons, struct standing *standing, int32_t host,
                        struct strbuf *why, struct strbuf *mend)
{
    struct standing_answer answer = standing_ask(standing, reasons->guest, (uint32_t)host);
    strbuf_printf(why, "it is pinned to %s", host_name(reasons, host));
    note(reasons, (uint32_t)host, &answer);
    strbuf_printf(mend, "unpinned, where another host takes it");
    tell(reasons, why, mend);
}

static void tell_free(struct reasons *reasons, struct standing *standing, struct strbuf *why,
                      struct strbuf *mend)
{
    for (size_t h = 0; h < reasons->problem->amounts->hosts; h++) {
        struct standing_answer answer = standing_ask(standing, reasons->guest, (uint32_t)h);
        const struct target_anchor *anchor =
            target_case_anchor(reasons->problem, reasons->guest, (uint32_t)h);
        if (anchor && answer.hindrance == STANDING_FINE)
            answer = (struct standing_answer){.hindrance = STANDING_RULE, .rule = anchor->rule};
        note(reasons, (uint32_t)h, &answer);
    }
    tell(reasons, why, mend);
    if (reasons->fine >= 0)
        strbuf_printf(why, "%s%s would take it as the others stand, which is not where they end",
                      separator(why), host_name(reasons, reasons->fine));
}

void target_why(const struct target_case *problem, struct standing *standing, uint32_t guest,
                int32_t host, struct target_misplaced *ret_misplaced)
{
    struct reasons reasons = {.problem = problem, .guest = guest, .fine = -1};
    struct strbuf why = {0}, mend = {0};
    if (host >= 0)
        standing_leave(standing, guest, (uint32_t)host);
    if (problem->is_fixed[guest])
        tell_pinned(&reasons, standing, problem->start[guest], &why, &mend);
    else if (!is_beyond_all(&reasons, &why, &mend))
        tell_free(&reasons, standing, &why, &mend);
    if (host >= 0)
        standing_arrive(standing, guest, (uint32_t)host);
    free(reasons.vetoes);
    *ret_misplaced = (struct target_misplaced){guest, strbuf_take(&why), strbuf_take(&mend)};
}
