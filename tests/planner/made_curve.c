// SPDX-License-Identifier: GPL-3.0-or-later
// Everything else about them is as scenario_init, guest_class_init and host_model_init have it.
#include "tests/planner/made_curve.h"

#include <math.h>

#include "common/base/alloc.h"

static struct uncertain around(double value, double ratio)
{
    if (!(value > 0))
        return uncertain_absent();
    return (struct uncertain){value, value * (1 - ratio), value * (1 + ratio), ORIGIN_MEASURED};
}

void made_curve_add(struct curves *curves, const struct made_curve *made)
{
    curves->list = alloc_resized(curves->list, curves->count + 1, sizeof(*curves->list));
    struct density_curve *curve = &curves->list[curves->count++];
    const struct uncertain alone = around(made->alone_hz, 0.01);
    *curve = (struct density_curve){
        .word = alloc_copy(made->word),
        .cores = made->cores > 0 ? made->cores : 8,
        .alone_hz = {alone.value, alone.low, alone.high},
        .guests = around(made->guests, 0.1),
        .memory_bytes = around(made->memory_bytes, 0.02),
        .busy_cores = around(made->busy_cores, 0.02),
        .throughput_hz = uncertain_absent(),
        .words = alloc_printf("run of %s", made->word),
    };
    run_record_init(&curve->run);
    scenario_init(&curve->scenario);
    curve->run.id = (int64_t)curves->count;
    record_set(&curve->run.host.name, alloc_copy(made->host));
    record_set(&curve->run.platform, alloc_copy(made->platform ? made->platform : "kvm"));
    curve->scenario.shape.vcpus = made->vcpus ? made->vcpus : 1;
    if (made->workload)
        record_set(&curve->scenario.load.workload, alloc_copy(made->workload));
}

void made_class_add(struct plan *plan, const char *name, const char *run)
{
    struct guest_class class;
    guest_class_init(&class);
    class.name = alloc_copy(name);
    class.run = alloc_copy(run);
    class.count = uncertain_exact(100, ORIGIN_STATED);
    demand_add(&plan->demand, &class);
}

struct host_model *made_model_add(struct plan *plan, const char *name, uint32_t cores,
                                  const char *runs)
{
    struct catalogue *catalogue = &plan->catalogue;
    catalogue->models =
        alloc_resized(catalogue->models, catalogue->count + 1, sizeof(*catalogue->models));
    struct host_model *model = &catalogue->models[catalogue->count++];
    host_model_init(model);
    model->name = alloc_copy(name);
    model->cores = cores;
    model->runs = alloc_copy(runs);
    return model;
}
