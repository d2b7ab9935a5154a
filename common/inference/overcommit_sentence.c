// SPDX-License-Identifier: GPL-3.0-or-later
// Guests that hold, in words, as a ratio.
#include "common/inference/overcommit_sentence.h"

#include <inttypes.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/maximum.h"
#include "common/model/scenario.h"

char *overcommit_sentence(char *taken, const struct scenario *scenario, double usable_cpus,
                          const struct maximum *maximum)
{
    scope_free char *sentence = taken;
    uint32_t vcpus = scenario_unit_vcpus(scenario), guests = maximum->guests;
    const char *noun = scenario->tile.role_count ? "tile" : "guest";
    if (scenario->overcommit.max <= 0 || usable_cpus <= 0 || guests == 0)
        return scope_take(sentence);
    return alloc_printf("%s That is %.2f vCPUs a CPU: %" PRIu32 " %s%s of %" PRIu32
                        " vCPU%s on %g usable CPU%s.",
                        sentence, overcommit_ratio(guests, vcpus, usable_cpus), guests, noun,
                        guests == 1 ? "" : "s", vcpus, vcpus == 1 ? "" : "s", usable_cpus,
                        usable_cpus == 1 ? "" : "s");
}
