// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts and guests in one document of YAML or JSON.
#include <criterion/criterion.h>
#include <string.h>

#include "tests/planner/estate/made_estate.h"

static void expect_small(struct estate *estate)
{
    cr_assert_eq(estate->host_count, 2);
    cr_assert_eq(estate->guest_count, 1);
    const struct estate_host *host = &estate->hosts[0];
    cr_assert(host->cores == 16 && host->memory_bytes == 64 * GIB && host->is_drained);
    cr_assert_eq(host->node_count, 2);
    cr_assert_eq(host->nodes[1].memory_bytes, 24 * GIB);
    cr_assert_str_eq(estate_label(&host->labels, "rack"), "r1");
    cr_assert_str_eq(estate_label(&host->labels, "site"), "north");
    cr_assert_eq(estate->guests[0].host, 1);
    cr_assert_float_eq(estate->guests[0].cpu_cores, 0.5, 1e-12);
    cr_assert_str_eq(estate_label(&estate->guests[0].labels, "tier"), "web");
    cr_assert_str_eq(estate->currency, "EUR");
}

Test(planner_estate_document, reads_yaml_with_guests_before_their_hosts)
{
    struct estate estate;
    made_document(&estate, "currency: EUR\n"
                           "guests:\n"
                           "- {name: g1, host: h2, cpu: 25%, vcpus: 2, memory: 4 GiB,\n"
                           "   labels: {tier: web}}\n"
                           "hosts:\n"
                           "- name: h1\n"
                           "  nodes: [8 cores 32 GiB, 8 cores 24 GiB]\n"
                           "  cores: 16\n"
                           "  memory: 64 GiB\n"
                           "  drained: yes\n"
                           "  labels: [rack=r1, site=north]\n"
                           "- {name: h2, cores: 16, memory: 64 GiB, disk: ~}\n");
    expect_small(&estate);
    cr_assert_eq(estate.hosts[0].line, 6);
    estate_done(&estate);
}

Test(planner_estate_document, reads_json)
{
    struct estate estate;
    made_document(
        &estate,
        "{\"currency\": \"EUR\", \"hosts\": [{\"name\": \"h1\", \"cores\": 16, \"memory\": \"64 "
        "GiB\",\n\"drained\": true, \"nodes\": [\"8 cores 32 GiB\", \"8 cores 24 GiB\"],\n"
        "\"labels\": {\"rack\": \"r1\", \"site\": \"north\"}},\n"
        "{\"name\": \"h2\", \"cores\": 16, \"memory\": \"64 GiB\", \"disk\": null}],\n"
        "\"guests\": [{\"name\": \"g1\", \"host\": \"h2\", \"vcpus\": 2, \"memory\": \"4 GiB\",\n"
        "\"cpu\": 0.5, \"labels\": [\"tier=web\"]}]}\n");
    expect_small(&estate);
    cr_assert_eq(estate.guests[0].line, 5);
    estate_done(&estate);
}

Test(planner_estate_document, refuses_with_file_line_and_key)
{
    refused_document("hosts:\n- name: h1\n  memroy: 64 GiB\n",
                     "fleet.yaml:3: no key 'memroy' in hosts (did you mean 'memory'?)");
    refused_document("hosts:\n- name: h1\n  memory: 64\n",
                     "fleet.yaml:3: memory: '64': the unit is missing, as in '4 GiB'");
    refused_document("hosts:\n- {name: h1, cores: -1}\n",
                     "fleet.yaml:2: cores: '-1' is negative; a right one is '16'");
    refused_document("hosts:\n- {name: h1}\n- {name: h1}\n",
                     "fleet.yaml:3: 'h1' is there already, from fleet.yaml:2; names must differ");
    refused_document("hosts:\n- {cores: 4}\n",
                     "fleet.yaml:2: name: nothing is said; each has a name that no other has");
    refused_document("hosts:\n- {name: h1}\nguests:\n- {name: g, host: h2}\n",
                     "fleet.yaml:4: host: there is no host 'h2', one of: h1");
    refused_document("hosts: h1\n", "fleet.yaml:1: hosts: a list is wanted, as '- name: h1'");
    refused_document("hosts: [h1]\n",
                     "fleet.yaml:1: hosts: each item is keys with values, as '- name: h1'");
    refused_document("host: []\n", "fleet.yaml:1: no key 'host' (did you mean 'hosts'?)");
    refused_document("hosts: []\n",
                     "fleet.yaml: neither hosts nor guests are in it; lists of both are wanted");
    refused_document("hosts:\n- {name: h1, name: h2}\n",
                     "fleet.yaml:2: name: given twice, first in line 2");
    refused_document("hosts: [{name: &a h1}, {name: *a}]\n",
                     "fleet.yaml:1: hosts: aliases are not read, write the value out");
    refused_document("hosts: [\n",
                     "fleet.yaml:2: no valid YAML: while parsing a flow node, did not find "
                     "expected node content");
}
