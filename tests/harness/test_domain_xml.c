// SPDX-License-Identifier: GPL-3.0-or-later
// The domain's XML: well-formed whatever the names, ours by its mark, and what libvirt's own schema
// takes.
#include "bench/domain_xml.h"

#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/wire/message.h"
#include "tests/collector/tree.h"

TestSuite(harness_domain_xml, .init = tree_make, .fini = tree_remove);

static struct domain_plan plan_of(const char *type)
{
    return (struct domain_plan){
        .name = "fullhouse-01234567-0",
        .type = type,
        .shape = {.vcpus = 3, .memory_bytes = UINT64_C(200) << 20},
        .cpu = "",
        .firmware = "",
        .kernel = "/c/kernel/vmlinuz",
        .initramfs = "/c/embed/0/guests/initramfs",
        .command_line = "console=ttyS0 quiet",
        .disk = "",
        .channel = "/c/embed/0/guests/0.sock",
        .console = "/c/embed/0/guests/0.console",
        .mark = "0123456789abcdef0123456789abcdef",
    };
}

static struct domain_plan program_of(const char *type)
{
    struct domain_plan plan = plan_of(type);
    plan.firmware = "/l/fullhouse-bare.rom";
    plan.kernel = "/l/fullhouse-bare";
    plan.initramfs = plan.console = "";
    plan.command_line = "fullhouse.tsc_khz=2400000";
    plan.speaks_serial = plan.is_program = true;
    return plan;
}

static struct domain_plan disk_of(const char *type)
{
    struct domain_plan plan = plan_of(type);
    plan.kernel = plan.initramfs = plan.command_line = "";
    plan.disk = "/c/embed/0/guests/0.qcow2";
    return plan;
}

// The string value of an XPath expression; "" where nothing is found.
static char *value_of(const char *xml, const char *expression)
{
    xmlDocPtr document = xmlReadMemory(xml, (int)strlen(xml), "domain", NULL, XML_PARSE_NONET);
    cr_assert_not_null(document, "not well-formed:\n%s", xml);
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathRegisterNs(context, (const xmlChar *)"f", (const xmlChar *)DOMAIN_MARK_URI);
    xmlXPathObjectPtr object = xmlXPathEvalExpression((const xmlChar *)expression, context);
    xmlChar *text = xmlXPathCastToString(object);
    char *value = alloc_copy((const char *)text);
    xmlFree(text);
    xmlXPathFreeObject(object);
    xmlXPathFreeContext(context);
    xmlFreeDoc(document);
    return value;
}

static void expect(const struct domain_plan *plan, const char *expression, const char *value)
{
    scope_free char *xml = domain_xml_format(plan);
    scope_free char *found = value_of(xml, expression);
    cr_assert_str_eq(found, value, "%s", expression);
}

Test(harness_domain_xml, says_what_is_planned)
{
    struct domain_plan plan = plan_of("kvm");
    expect(&plan, "/domain/@type", "kvm");
    expect(&plan, "/domain/name", plan.name);
    expect(&plan, "/domain/memory", "204800");
    expect(&plan, "/domain/memory/@unit", "KiB");
    expect(&plan, "/domain/vcpu", "3");
    expect(&plan, "/domain/os/kernel", plan.kernel);
    expect(&plan, "/domain/os/initrd", plan.initramfs);
    expect(&plan, "/domain/os/cmdline", plan.command_line);
    expect(&plan, "//channel/target/@name", WIRE_PORT_NAME);
    expect(&plan, "//channel/source/@path", plan.channel);
    expect(&plan, "//serial/source/@path", plan.console);
    expect(&plan, "/domain/metadata/f:run/@mark", plan.mark);
}

Test(harness_domain_xml, gives_an_emulated_guest_a_small_translation_cache)
{
    struct domain_plan tcg = plan_of("qemu"), kvm = plan_of("kvm"), program = program_of("qemu");
    expect(&tcg, "//tcg/tb-cache", "32");
    expect(&program, "//tcg/tb-cache", "32");
    expect(&kvm, "count(//tcg)", "0");
}

Test(harness_domain_xml, names_a_cpu_model_only_when_asked)
{
    struct domain_plan plan = plan_of("kvm");
    expect(&plan, "count(/domain/cpu)", "0");
    plan.cpu = "host-passthrough";
    expect(&plan, "/domain/cpu/@mode", "host-passthrough");
}

Test(harness_domain_xml, names_program_machine_and_model_as_asked)
{
    struct domain_plan plan = plan_of("kvm"), program = program_of("kvm");
    expect(&plan, "count(//emulator)", "0");
    expect(&plan, "/domain/os/type/@machine", "q35");
    expect(&program, "/domain/os/type/@machine", "pc");
    plan.emulator = "/opt/a&b/qemu";
    plan.machine = "pc-q35-7.2";
    plan.cpu = "qemu64";
    expect(&plan, "/domain/devices/emulator", "/opt/a&b/qemu");
    expect(&plan, "/domain/os/type/@machine", "pc-q35-7.2");
    expect(&plan, "/domain/cpu/@mode", "custom");
    expect(&plan, "/domain/cpu/model", "qemu64");
    expect(&plan, "/domain/cpu/model/@fallback", "forbid");
    plan.cpu = "maximum";
    expect(&plan, "/domain/cpu/@mode", "maximum");
    expect(&plan, "count(/domain/cpu/model)", "0");
}

Test(harness_domain_xml, leaves_out_of_a_programs_machine_what_it_can)
{
    struct domain_plan plan = program_of("kvm");
    expect(&plan, "/domain/os/type/@machine", "pc");
    expect(&plan, "/domain/os/loader", plan.firmware);
    expect(&plan, "/domain/os/loader/@type", "rom");
    expect(&plan, "/domain/os/kernel", plan.kernel);
    expect(&plan, "/domain/os/cmdline", plan.command_line);
    expect(&plan, "count(/domain/os/initrd)", "0");
    expect(&plan, "count(/domain/features)", "0");
    expect(&plan, "/domain/on_reboot", "destroy");
    expect(&plan, "count(/domain/devices/*)", "3");
    expect(&plan, "//controller/@model", "none");
    expect(&plan, "//memballoon/@model", "none");
    expect(&plan, "//serial/@type", "unix");
    expect(&plan, "//serial/source/@mode", "bind");
    expect(&plan, "//serial/source/@path", plan.channel);
    plan.channel = "";
    expect(&plan, "//serial/@type", "pty");
    expect(&plan, "count(//serial/source)", "0");
}

Test(harness_domain_xml, boots_from_a_disk_what_has_no_kernel)
{
    struct domain_plan plan = disk_of("qemu");
    expect(&plan, "/domain/os/boot/@dev", "hd");
    expect(&plan, "count(/domain/os/kernel)", "0");
    expect(&plan, "count(/domain/os/cmdline)", "0");
    expect(&plan, "//disk/source/@file", plan.disk);
    expect(&plan, "//disk/driver/@type", "qcow2");
    expect(&plan, "//disk/target/@bus", "virtio");
    expect(&plan, "//channel/target/@name", WIRE_PORT_NAME);
    expect(&plan, "//serial/source/@path", plan.console);
}

Test(harness_domain_xml, leaves_paths_to_a_hypervisor_that_has_its_own)
{
    struct domain_plan plan = plan_of("qemu");
    plan.channel = plan.console = "";
    expect(&plan, "count(//channel/source)", "0");
    expect(&plan, "count(//channel)", "1");
    expect(&plan, "//serial/@type", "pty");
    expect(&plan, "count(//serial/source)", "0");
}

static struct domain_plan data_of(const char *type, bool is_block)
{
    struct domain_plan plan = plan_of(type);
    plan.data = (struct domain_disk){.path = is_block ? "/dev/sdb" : "/c/embed/0/guests/0.data",
                                     .is_block = is_block,
                                     .cache = "none",
                                     .aio = "native"};
    return plan;
}

Test(harness_domain_xml, describes_a_data_disk)
{
    const struct domain_plan file = data_of("kvm", false), block = data_of("kvm", true);
    expect(&file, "//disk/source/@file", "/c/embed/0/guests/0.data");
    expect(&file, "//disk/driver/@cache", "none");
    expect(&file, "//disk/driver/@io", "native");
    expect(&file, "//disk/driver/@error_policy", "report");
    expect(&file, "//disk/serial", DOMAIN_DISK_SERIAL);
    expect(&block, "//disk/@type", "block");
    expect(&block, "//disk/source/@dev", "/dev/sdb");
}

Test(harness_domain_xml, throttles_a_data_disk)
{
    struct domain_plan plan = data_of("kvm", false);
    expect(&plan, "count(//iotune)", "0");
    plan.data.iops = 500;
    expect(&plan, "//iotune/read_iops_sec", "500");
    expect(&plan, "//iotune/write_iops_sec", "500");
    expect(&plan, "count(//iotune/*)", "2");
    plan.data.bandwidth_hz = 104857600;
    expect(&plan, "//iotune/read_bytes_sec", "104857600");
    expect(&plan, "//iotune/write_bytes_sec", "104857600");
}

Test(harness_domain_xml, limits_its_vcpus)
{
    struct domain_plan plan = plan_of("kvm");
    plan.cpu_quota_ratio = 1;
    expect(&plan, "count(//cputune)", "0");
    plan.cpu_quota_ratio = 0.95;
    expect(&plan, "//cputune/period", "100000");
    expect(&plan, "//cputune/quota", "95000");
    expect(&plan, "count(//cputune/vcpupin)", "0");
    plan.home = "0";
    plan.node = -1;
    expect(&plan, "//cputune/vcpupin/@cpuset", "0");
    expect(&plan, "//cputune/quota", "95000");
}

Test(harness_domain_xml, bears_hostile_names)
{
    static const char *const names[] = {"</name><devices><disk/></devices><name>",
                                        "\" onclick='x' \"",
                                        "a & b &amp; c &#0; &xxe;",
                                        "]]><!-- --><![CDATA[",
                                        "<?xml version='1.0'?>",
                                        "größe 日本 😀",
                                        "%s%n%x",
                                        "a,b=c;$(d)`e`",
                                        "../../etc/passwd"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct domain_plan plan = plan_of("qemu");
        plan.name = plan.kernel = plan.initramfs = plan.command_line = names[i];
        plan.channel = plan.console = plan.mark = names[i];
        struct domain_plan program = program_of("qemu"), disk = disk_of("qemu");
        program.firmware = disk.disk = names[i];
        expect(&program, "/domain/os/loader", names[i]);
        expect(&disk, "//disk/source/@file", names[i]);
        expect(&plan, "/domain/name", names[i]);
        expect(&plan, "/domain/os/kernel", names[i]);
        expect(&plan, "/domain/os/cmdline", names[i]);
        expect(&plan, "//serial/source/@path", names[i]);
        expect(&plan, "//channel/source/@path", names[i]);
        expect(&plan, "count(//devices)", "1");
        expect(&plan, "count(//disk)", "0");
        scope_free char *xml = domain_xml_format(&plan);
        scope_free char *mark = domain_xml_mark(xml);
        cr_assert_str_eq(mark, names[i]);
    }
}

Test(harness_domain_xml, knows_its_own_mark)
{
    struct domain_plan plan = plan_of("qemu");
    scope_free char *xml = domain_xml_format(&plan);
    scope_free char *mark = domain_xml_mark(xml);
    cr_assert_str_eq(mark, plan.mark);
    // libvirt writes a domain back with other elements around and another prefix.
    scope_free char *foreign = domain_xml_mark(
        "<domain type='kvm' id='7'><name>x</name><metadata><o:os xmlns:o='urn:o'/>"
        "<x:run xmlns:x='" DOMAIN_MARK_URI "' mark='feed'/></metadata><os/></domain>");
    cr_assert_str_eq(foreign, "feed");
}

Test(harness_domain_xml, takes_nobody_elses_domain_for_ours)
{
    static const char *const others[] = {
        "",
        "no xml",
        "<domain",
        "<domain/>",
        "<domain><metadata/></domain>",
        "<domain><metadata><run mark='a'/></metadata></domain>",
        "<domain><metadata><f:run xmlns:f='urn:other' mark='a'/></metadata></domain>",
        "<domain><metadata><f:run xmlns:f='" DOMAIN_MARK_URI "'/></metadata></domain>",
        "<domain><f:run xmlns:f='" DOMAIN_MARK_URI "' mark='a'/></domain>",
        "<domain><name>fullhouse-0123-0</name></domain>"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        scope_free char *mark = domain_xml_mark(others[i]);
        cr_assert_null(mark, "case %zu: %s", i, others[i]);
    }
}

static char bridge_name[] = "fh01234567tbr", tap_name[] = "fh01234567t0003", none[] = "",
            function[] = "0000:03:10.1";
static const struct domain_interface interfaces[] = {
    {DOMAIN_INTERFACE_BRIDGE, bridge_name, tap_name, true},
    {DOMAIN_INTERFACE_BRIDGE, bridge_name, none, false},
    {DOMAIN_INTERFACE_USER, none, none, false},
    {DOMAIN_INTERFACE_HOSTDEV, function, none, false},
};

static void expect_part(const struct domain_interface *wanted, const char *part, bool there)
{
    struct domain_plan plan = plan_of("qemu");
    plan.interface = *wanted;
    scope_free char *xml = domain_xml_format(&plan);
    cr_assert_eq(strstr(xml, part) != NULL, there, "%s\n%s", part, xml);
}

Test(harness_domain_xml, guests_are_connected_as_asked)
{
    const struct domain_interface nothing = {0};
    expect_part(&nothing, "<interface", false);
    expect_part(&interfaces[0], "<source bridge=\"fh01234567tbr\"/>", true);
    expect_part(&interfaces[0], "<target dev=\"fh01234567t0003\"/>", true);
    expect_part(&interfaces[0], "<driver name=\"vhost\"/>", true);
    expect_part(&interfaces[1], "<target dev", false);
    expect_part(&interfaces[1], "<driver name=\"qemu\"/>", true);
    expect_part(&interfaces[2], "<interface type=\"user\">", true);
    expect_part(
        &interfaces[3],
        "<address type=\"pci\" domain=\"0x0000\" bus=\"0x03\" slot=\"0x10\" function=\"0x1\"/>",
        true);
}

static void validate(const struct domain_plan *plan)
{
    scope_free char *xml = domain_xml_format(plan);
    scope_free char *path = tree_path("/domain.xml");
    tree_put("/domain.xml", xml);
    const char *const argv[] = {"virt-xml-validate", path, "domain", NULL};
    struct process_result result;
    cr_assert_eq(process_run(argv, NULL, &result, NULL), 0);
    cr_assert_eq(result.exit_code, 0, "%s\n%s", result.output, xml);
    process_result_done(&result);
}

static struct domain_plan pinned_of(const char *home, int64_t node)
{
    struct domain_plan plan = plan_of("kvm");
    plan.home = home;
    plan.node = node;
    return plan;
}

Test(harness_domain_xml, binds_each_vcpu_to_its_home)
{
    const struct domain_plan own = pinned_of("0 4-5 1", -1), node = pinned_of("2-3", 1);
    expect(&own, "/domain/cputune/vcpupin[@vcpu='1']/@cpuset", "4-5");
    expect(&own, "/domain/cputune/vcpupin[@vcpu='2']/@cpuset", "1");
    expect(&own, "/domain/cputune/emulatorpin/@cpuset", "0-1,4-5");
    expect(&own, "count(/domain/numatune)", "0");
    expect(&node, "count(/domain/cputune/vcpupin[@cpuset='2-3'])", "3");
    expect(&node, "/domain/numatune/memory[@mode='strict']/@nodeset", "1");
    const struct domain_plan free_one = pinned_of("", -1), homeless = pinned_of(NULL, 0);
    expect(&free_one, "count(/domain/cputune)", "0");
    expect(&homeless, "count(/domain/numatune)", "0");
}

Test(harness_domain_xml, is_what_libvirts_schema_takes)
{
    scope_free char *validator = process_find("virt-xml-validate");
    scope_free char *linter = process_find("xmllint");
    if (!validator || !linter) {
        tree_remove(); // a skipped test never comes to its fixture's end
        cr_skip_test("no virt-xml-validate (apt-get install libvirt-clients libxml2-utils)");
    }
    struct domain_plan kvm = plan_of("kvm"), tcg = plan_of("qemu");
    validate(&kvm);
    validate(&tcg);
    kvm.cpu = "host-passthrough";
    validate(&kvm);
    kvm.cpu = "qemu64";
    kvm.emulator = "/opt/qemu/bin/qemu-system-x86_64";
    kvm.machine = "pc-q35-7.2";
    validate(&kvm);
    tcg.cpu = "maximum";
    tcg.channel = tcg.console = "";
    validate(&tcg);
    struct domain_plan program = program_of("kvm"), disk = disk_of("kvm");
    validate(&program);
    validate(&disk);
    program.type = disk.type = "qemu";
    program.channel = disk.channel = disk.console = "";
    validate(&program);
    validate(&disk);
    const struct domain_plan file = data_of("kvm", false), block = data_of("qemu", true);
    validate(&file);
    validate(&block);
    const struct domain_plan own = pinned_of("0 4-5 1", -1), node = pinned_of("2-3", 1);
    validate(&own);
    validate(&node);
    struct domain_plan connected = plan_of("qemu");
    for (size_t i = 0; i < sizeof interfaces / sizeof *interfaces; i++) {
        connected.interface = interfaces[i];
        validate(&connected);
    }
}

// --- machines that change while they run --------------------------------------------------------

static struct domain_plan growing_of(const char *type)
{
    struct domain_plan plan = plan_of(type);
    plan.module_bytes = UINT64_C(128) << 20;
    plan.states = "/c/embed/0/guests/0.states";
    return plan;
}

Test(harness_domain_xml, a_machine_that_grows_has_room_for_it)
{
    struct domain_plan plan = growing_of("qemu");
    expect(&plan, "/domain/vcpu", "4");
    expect(&plan, "/domain/vcpu/@current", "3");
    expect(&plan, "/domain/memory", "204800");
    expect(&plan, "/domain/maxMemory", "335872");
    expect(&plan, "/domain/maxMemory/@slots", "1");
    expect(&plan, "/domain/cpu/numa/cell/@cpus", "0-3");
    expect(&plan, "/domain/cpu/numa/cell/@memory", "204800");
    expect(&plan, "/domain/devices/memballoon/@model", "virtio");
    expect(&plan, "/domain/devices/disk/source/@file", plan.states);
    plan.cpu = "host-passthrough";
    expect(&plan, "/domain/cpu/@mode", "host-passthrough");
    expect(&plan, "count(/domain/cpu)", "1");
}

Test(harness_domain_xml, any_other_machine_has_none)
{
    struct domain_plan plan = plan_of("kvm");
    expect(&plan, "count(/domain/maxMemory)", "0");
    expect(&plan, "count(/domain/vcpu/@current)", "0");
    expect(&plan, "count(/domain/cpu)", "0");
    expect(&plan, "count(/domain/devices/disk)", "0");
    expect(&plan, "/domain/devices/memballoon/@model", "none");
}

Test(harness_domain_xml, a_disk_for_states_stands_beside_the_guests_own)
{
    struct domain_plan plan = disk_of("qemu");
    plan.states = "/c/embed/0/guests/0.states";
    expect(&plan, "/domain/devices/disk[1]/target/@dev", "vda");
    expect(&plan, "/domain/devices/disk[2]/target/@dev", "vdz");
}

Test(harness_domain_xml, modules_and_snapshots_are_what_was_asked_for)
{
    scope_free char *module = domain_xml_format_module(UINT64_C(128) << 20);
    scope_free char *size = value_of(module, "/memory[@model='dimm']/target/size[@unit='KiB']");
    scope_free char *snapshot = domain_xml_format_snapshot("a<b");
    scope_free char *name = value_of(snapshot, "/domainsnapshot/name");
    cr_assert_str_eq(size, "131072");
    cr_assert_str_eq(name, "a<b");
}

Test(harness_domain_xml, memory_is_backed_as_asked_and_shared_only_by_who_asked)
{
    static const struct {
        enum memory_backing backing;
        const char *shares, *huge, *balloon, *reports;
    } wanted[] = {
        {MEMORY_BACKING_PLAIN, "1", "0", "none", ""},
        {MEMORY_BACKING_HUGE, "1", "1", "none", ""},
        {MEMORY_BACKING_KSM, "0", "0", "none", ""},
        {MEMORY_BACKING_BALLOON, "1", "0", "virtio", ""},
        {MEMORY_BACKING_FREE_PAGE_REPORTING, "1", "0", "virtio", "on"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct domain_plan plan = plan_of("kvm");
        plan.backing = wanted[i].backing;
        scope_free char *xml = domain_xml_format(&plan);
        scope_free char *shares = value_of(xml, "count(//memoryBacking/nosharepages)");
        scope_free char *huge = value_of(xml, "count(//memoryBacking/hugepages)");
        scope_free char *balloon = value_of(xml, "//memballoon/@model");
        scope_free char *reports = value_of(xml, "//memballoon/@freePageReporting");
        cr_expect_str_eq(shares, wanted[i].shares, "%s", xml);
        cr_expect_str_eq(huge, wanted[i].huge, "%s", xml);
        cr_expect_str_eq(balloon, wanted[i].balloon, "%s", xml);
        cr_expect_str_eq(reports, wanted[i].reports, "%s", xml);
    }
}
