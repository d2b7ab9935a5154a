// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a scenario file as a libcyaml schema. Every value is a text here: people write 96MiB,
// 25% and 1..8, and libcyaml knows no units.
#include "common/model/scenario_text.h"

#define TEXT(structure, member)                                                                    \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct structure,    \
                           member, 0, CYAML_UNLIMITED)
#define NESTED(member, fields)                                                                     \
    CYAML_FIELD_MAPPING(#member, CYAML_FLAG_OPTIONAL, struct scenario_text, member, fields)

static const cyaml_schema_field_t shape_fields[] = {
    TEXT(scenario_shape_text, vcpus),
    TEXT(scenario_shape_text, memory),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t cpu_fields[] = {
    TEXT(scenario_cpu_text, model),
    TEXT(scenario_cpu_text, quota),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t load_fields[] = {
    TEXT(scenario_load_text, workload),
    TEXT(scenario_load_text, variant),
    TEXT(scenario_load_text, options),
    TEXT(scenario_load_text, arrivals),
    TEXT(scenario_load_text, rate),
    TEXT(scenario_load_text, working_set),
    TEXT(scenario_load_text, threads),
    TEXT(scenario_load_text, burst),
    TEXT(scenario_load_text, trace),
    TEXT(scenario_load_text, trace_speed),
    TEXT(scenario_load_text, trace_arrivals),
    TEXT(scenario_load_text, trace_gaps),
    CYAML_FIELD_IGNORE("exec", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t memory_fields[] = {
    TEXT(scenario_memory_text, backing),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t disk_fields[] = {
    TEXT(scenario_disk_text, size),
    TEXT(scenario_disk_text, cache),
    TEXT(scenario_disk_text, aio),
    TEXT(scenario_disk_text, backing),
    TEXT(scenario_disk_text, path),
    TEXT(scenario_disk_text, destroy),
    TEXT(scenario_disk_text, iops),
    TEXT(scenario_disk_text, bandwidth),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t network_fields[] = {
    TEXT(scenario_network_text, mode),
    TEXT(scenario_network_text, addresses),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t boot_fields[] = {
    TEXT(scenario_boot_text, parallel), TEXT(scenario_boot_text, timeout),
    TEXT(scenario_boot_text, from),     TEXT(scenario_boot_text, firmware),
    TEXT(scenario_boot_text, medium),   CYAML_FIELD_END,
};

static const cyaml_schema_field_t fields[] = {
    TEXT(scenario_text, label),
    TEXT(scenario_text, platform), // or several
    TEXT(scenario_text, guest),
    TEXT(scenario_text, connect),
    TEXT(scenario_text, kernel),
    TEXT(scenario_text, qemu),
    TEXT(scenario_text, machine),
    NESTED(cpu, cpu_fields),
    TEXT(scenario_text, guests),
    TEXT(scenario_text, tiles),
    TEXT(scenario_text, overcommit),
    TEXT(scenario_text, densities),
    TEXT(scenario_text, interference),
    TEXT(scenario_text, fault),
    TEXT(scenario_text, curve),
    TEXT(scenario_text, pinning),
    CYAML_FIELD_IGNORE("tile", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_IGNORE("sweep", CYAML_FLAG_OPTIONAL),
    NESTED(shape, shape_fields),
    NESTED(memory, memory_fields),
    NESTED(network, network_fields),
    NESTED(disk, disk_fields),
    NESTED(load, load_fields),
    TEXT(scenario_text, slo),
    TEXT(scenario_text, repeats),
    TEXT(scenario_text, confidence),
    TEXT(scenario_text, budget),
    TEXT(scenario_text, terms),
    TEXT(scenario_text, windows),
    TEXT(scenario_text, window),
    TEXT(scenario_text, warmup),
    NESTED(boot, boot_fields),
    TEXT(scenario_text, reserve),
    TEXT(scenario_text, seed),
    TEXT(scenario_text, unique_content),
    CYAML_FIELD_END,
};

const cyaml_schema_value_t scenario_text_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct scenario_text, fields),
};
